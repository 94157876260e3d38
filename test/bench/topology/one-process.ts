import type { DomainClient } from '../../../gateway/domains/domain-client.js';
import { gatewayConfigSchema } from '../../../gateway/service/config.js';
import { collectEarly } from '../../../gateway/service/heap.js';
import { startGateway } from '../../../gateway/service/start.js';
import { NluError } from '../../../serving/errors.js';
import { drainOnSignals } from '../../../serving/process/termination.js';

// A gateway whose domains are functions in its own process that do no work: the least that a gateway can cost.
collectEarly();
const names = process.argv.slice(2);
const config = gatewayConfigSchema.parse({
  listen: { port: 0 },
  admission: { slowMs: 60_000, queueMs: 60_000 },
  domains: names.map((name) => ({ name, addresses: ['127.0.0.1:1'] })),
});
const reply = async () => ({
  hypotheses: [],
  inDomain: 0,
  screened: false,
  bundleVersion: 'empty',
  warnings: [],
  catalogueVersion: '',
});
const nothing = () => Promise.reject(new NluError('UNAVAILABLE', 'a domain without a model'));
const open = ({ name }: { name: string }): DomainClient => ({
  name,
  breakerState: 'closed',
  streams: 0,
  interpret: reply,
  rerank: reply,
  resolve: nothing,
  describe: nothing,
  close: () => {},
});
const gateway = await startGateway(config, { open });
drainOnSignals(() => gateway.stop());
process.stdout.write(`${JSON.stringify({ ready: 'one-process', address: gateway.address })}\n`);
