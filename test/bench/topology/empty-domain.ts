import type { DomainInterpretRequest__Output } from '../../../proto/gen/nlu/v1/DomainInterpretRequest.js';
import { drainOnSignals } from '../../../serving/process/termination.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { encodedHandler } from '../../../serving/rpc/encoded-method.js';
import { startServer } from '../../../serving/rpc/server.js';
import { defectsToStderr, unary } from '../../../serving/rpc/unary.js';
import { streamService } from '../../../serving/stream/stream-service.js';
import { emptyReply } from './empty-reply.js';

// The process of a domain that does no work: what is left is the topology's own cost.
const answer = async ({ requestId }: DomainInterpretRequest__Output) => emptyReply(requestId);
const { domain: definition } = definitions();
const stream = streamService({ Interpret: encodedHandler(definition.Interpret, answer) }, defectsToStderr);
const service = {
  name: 'nlu.v1.Domain',
  definition,
  drain: stream.drain,
  implementation: { Interpret: unary(answer), Exchange: stream.handler },
};
const server = await startServer({ host: '127.0.0.1', port: 0, services: [service], reflection: false });
server.setServing(true);
drainOnSignals(() => server.drain(500));
process.stdout.write(`${JSON.stringify({ ready: 'empty', address: server.address })}\n`);
