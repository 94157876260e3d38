import { loadInterpreter } from '../../../domains/core/interpreter/load-interpreter.js';
import { toReply } from '../../../domains/core/service/reply.js';
import type { DomainInterpretRequest__Output } from '../../../proto/gen/nlu/v1/DomainInterpretRequest.js';
import { drainOnSignals } from '../../../serving/process/termination.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { encodedHandler } from '../../../serving/rpc/encoded-method.js';
import { startServer } from '../../../serving/rpc/server.js';
import { defectsToStderr, unary } from '../../../serving/rpc/unary.js';
import { streamService } from '../../../serving/stream/stream-service.js';
import { shippedBundles } from '../measurement/shipped-bundles.js';

// The process of many domains: the bundles that ship, in turn, under names of their own, each behind a port of its own.
const count = Number(process.argv[2]);
const shipped = await Promise.all(
  (await shippedBundles()).map(async ({ manifest, ...bundle }) => ({
    manifest,
    servable: await loadInterpreter({ manifest, ...bundle }),
  })),
);
const addresses: string[] = [];
const { domain: definition } = definitions();
for (let index = 0; index < count; index++) {
  const { manifest, servable } = shipped[index % shipped.length];
  const named = { ...manifest, domain: `domain-${index + 1}` };
  const answer = async ({ requestId, utterance }: DomainInterpretRequest__Output) =>
    toReply(requestId, named, await servable.interpret(utterance));
  const stream = streamService({ Interpret: encodedHandler(definition.Interpret, answer) }, defectsToStderr);
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    services: [
      {
        name: 'nlu.v1.Domain',
        definition,
        drain: stream.drain,
        implementation: { Interpret: unary(answer), Exchange: stream.handler },
      },
    ],
    reflection: false,
  });
  server.setServing(true);
  addresses.push(server.address);
}
drainOnSignals(async () => process.exit(0));
process.stdout.write(`${JSON.stringify({ ready: 'synthetic', address: addresses.join(',') })}\n`);
