import { type Client, type ClientDuplexStream, type StatusObject, status } from '@grpc/grpc-js';
import type { CallBatch } from '../../../proto/gen/nlu/v1/CallBatch.js';
import type { Reply__Output } from '../../../proto/gen/nlu/v1/Reply.js';
import type { ReplyBatch__Output } from '../../../proto/gen/nlu/v1/ReplyBatch.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import type { Random } from '../../../training/numeric/random.js';
import { type HostileBatchCall, hostileBatch, hostileBatchCall } from './hostile.js';

/** A call of a stream and its reply; undefined where there was none in time. */
export interface StreamedCall {
  readonly call: HostileBatchCall;
  readonly reply: Reply__Output | undefined;
}

/** Sends hostile calls in well-formed batches over one stream, and waits for the reply to each. */
export function streamCalls(channel: Client, random: Random, timeoutMs: number): Promise<StreamedCall[]> {
  const { path, requestSerialize, responseDeserialize } = definitions().domain.Exchange;
  const stream: ClientDuplexStream<CallBatch, ReplyBatch__Output> = channel.makeBidiStreamRequest(
    path,
    requestSerialize,
    responseDeserialize,
    { deadline: Date.now() + timeoutMs },
  );
  const calls = Array.from({ length: 1 + random.below(8) }, (_, id) => hostileBatchCall(id, random));
  const replies = new Map<number, Reply__Output>();
  return new Promise((resolve) => {
    stream.on('error', () => {});
    stream.on('data', (batch: ReplyBatch__Output) => {
      for (const reply of batch.replies) replies.set(reply.id, reply);
    });
    stream.on('status', () => resolve(calls.map((call) => ({ call, reply: replies.get(call.id) }))));
    for (let rest = calls; rest.length > 0; ) {
      const count = 1 + random.below(rest.length);
      stream.write({ calls: rest.slice(0, count) });
      rest = rest.slice(count);
    }
    stream.end();
  });
}

/**
 * Sends damaged batches over a stream: ids used twice, calls cancelled that never were, bytes that are no batch. It may be
 * refused or served, and sometimes it is left in the middle. @returns the status that it ended with
 */
export function streamDamage(channel: Client, random: Random, timeoutMs: number): Promise<StatusObject> {
  const same = (buffer: Buffer) => buffer;
  const { path } = definitions().domain.Exchange;
  const stream = channel.makeBidiStreamRequest(path, same, same, { deadline: Date.now() + timeoutMs });
  return new Promise((resolve) => {
    stream.on('error', () => {});
    stream.on('status', resolve);
    stream.resume();
    for (let count = random.below(6); count >= 0; count--) stream.write(hostileBatch(random));
    if (random.below(4) === 0) setTimeout(() => stream.cancel(), random.below(30));
    else stream.end();
  });
}

/** Whether a damaged stream ended as it may: served to its end, refused for its bytes, or cancelled by us. */
export function endedProperly({ code }: StatusObject): boolean {
  return [status.OK, status.INTERNAL, status.INVALID_ARGUMENT, status.CANCELLED].includes(code);
}
