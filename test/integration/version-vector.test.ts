import { expect, it, onTestFinished } from 'vitest';
import { gatewayConfigSchema } from '../../gateway/service/config.js';
import { startGateway } from '../../gateway/service/start.js';
import { callUnary } from '../../serving/rpc/client.js';
import { definitions } from '../../serving/rpc/definitions.js';
import { silentLog } from '../support/log.js';
import { smallGraph } from '../support/models/small-model.js';
import { deployTo, musicDomain } from '../support/servers/music-domain.js';
import { dial } from '../support/servers/serve.js';

it('a request replayed with the versions that its answer names is answered bit for bit the same', async () => {
  const { domain, directory } = await musicDomain();
  const config = gatewayConfigSchema.parse({
    listen: { port: 0 },
    domains: [{ name: 'music', addresses: [domain.address] }],
    drainMs: 100,
  });
  const gateway = await startGateway(config, { log: silentLog });
  onTestFinished(() => gateway.stop());
  const channel = dial(gateway.address);
  const ask = async (versions: Record<string, string> = {}) => {
    const request = { utterance: 'play some jazz', requestId: 'r1', versions };
    const reply = await callUnary(channel, definitions().gateway.Interpret, request, { timeoutMs: 5_000 });
    const vector = Object.fromEntries(reply.domains.map(({ domain, bundleVersion }) => [domain, bundleVersion]));
    return { vector, hypotheses: reply.hypotheses, inDomain: reply.domains.map(({ inDomain }) => inDomain) };
  };
  const first = await ask();
  expect(first.vector).toEqual({ music: 'v1' });
  await deployTo(directory, 'v2', { graph: smallGraph(2) });
  await expect.poll(async () => (await ask()).vector, { timeout: 10_000 }).toEqual({ music: 'v2' });
  const second = await ask();
  expect(second.hypotheses).not.toEqual(first.hypotheses);
  expect(await ask(first.vector)).toEqual(first);
  expect(await ask(second.vector)).toEqual(second);
});
