import { Metadata, type ServerDuplexStream, status } from '@grpc/grpc-js';
import type { Call__Output } from '../../proto/gen/nlu/v1/Call.js';
import type { CallBatch__Output } from '../../proto/gen/nlu/v1/CallBatch.js';
import type { Reply } from '../../proto/gen/nlu/v1/Reply.js';
import type { ReplyBatch } from '../../proto/gen/nlu/v1/ReplyBatch.js';
import { invalidField, messageOf, NluError } from '../errors.js';
import { Cancellation, type CancelSignal } from '../rpc/cancellation.js';
import { answerEncoded, type EncodedMethod } from '../rpc/encoded-method.js';
import { toStatus } from '../rpc/status.js';
import type { DefectLog } from '../rpc/unary.js';
import { BatchWriter } from './batch-writer.js';

type Stream = ServerDuplexStream<CallBatch__Output, ReplyBatch>;

/** Size of a reply in a batch besides its response, roughly, in bytes. */
const REPLY_OVERHEAD_BYTES = 64;

/** Calls that a stream may have under way: more than any gateway admits. Further ones are refused. */
const MOST_CALLS = 1_024;

const TOO_MANY_CALLS = new NluError('RESOURCE_EXHAUSTED', `overloaded: ${MOST_CALLS} calls of this stream under way`);

/** A service's streams: the handler that serves them, and the way to end them. */
export interface StreamService {
  readonly handler: (stream: Stream) => void;
  /**
   * Asks every client to send no more calls. Each stream ends once its client has ended its half and has all replies.
   */
  drain(): void;
}

/**
 * Serves calls that come in batches over streams as if each were a unary call.
 * @param methods by short name, for example `Interpret`
 */
export function streamService(methods: Readonly<Record<string, EncodedMethod>>, logDefect: DefectLog): StreamService {
  const open = new Set<Stream>();
  let draining = false;
  return {
    handler(stream) {
      open.add(stream);
      serveStream(stream, methods, logDefect, () => open.delete(stream));
      // Metadata sent at once tells the client that this server has the streaming method.
      stream.sendMetadata(new Metadata());
      if (draining) stream.write({ closing: true });
    },
    drain() {
      draining = true;
      for (const stream of open) stream.write({ closing: true });
    },
  };
}

function serveStream(
  stream: Stream,
  methods: Readonly<Record<string, EncodedMethod>>,
  logDefect: DefectLog,
  onClosed: () => void,
): void {
  const running = new Map<number, Cancellation>();
  const peer = stream.getPeer();
  let noMoreCalls = false;
  // No calls are read while the client takes no replies, so that replies do not pile up here.
  const writer = new BatchWriter<Reply, ReplyBatch>(
    stream,
    (replies) => ({ replies }),
    () => stream.resume(),
  );
  const finish = () => {
    if (noMoreCalls && running.size === 0) writer.end();
  };
  const answer = async (call: Call__Output) => {
    const cancellation = new Cancellation();
    running.set(call.id, cancellation);
    const reply = await replyTo(call, methods, peer, cancellation, logDefect);
    running.delete(call.id);
    if (!cancellation.aborted) writer.push(reply, REPLY_OVERHEAD_BYTES + (reply.response?.length ?? 0));
    if (writer.congested) stream.pause();
    finish();
  };
  const abort = (cancellation: Cancellation | undefined) =>
    cancellation?.abort(new NluError('CANCELLED', 'the caller cancelled or its deadline passed'));
  const close = () => {
    for (const cancellation of running.values()) abort(cancellation);
    writer.stop();
    onClosed();
  };
  stream.on('data', ({ calls, cancelled }: CallBatch__Output) => {
    for (const call of calls) {
      if (running.size < MOST_CALLS) void answer(call);
      else writer.push({ id: call.id, ...toStatus(TOO_MANY_CALLS) }, REPLY_OVERHEAD_BYTES);
    }
    for (const id of cancelled) abort(running.get(id));
  });
  stream.on('end', () => {
    noMoreCalls = true;
    finish();
  });
  stream.on('cancelled', close);
  stream.on('close', close);
  // A broken connection is no defect of this process, so it is not logged; `cancelled` follows it anyway.
  stream.on('error', close);
}

async function replyTo(
  { id, method, request, timeoutMs, metadata }: Call__Output,
  methods: Readonly<Record<string, EncodedMethod>>,
  peer: string,
  signal: CancelSignal,
  logDefect: DefectLog,
): Promise<Reply> {
  const served = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (!served) return { id, code: status.UNIMPLEMENTED, details: 'no such method' };
  const sent = metadataOf(metadata);
  if (sent instanceof NluError) return { id, ...toStatus(sent) };
  const deadlineMs = timeoutMs > 0 ? performance.now() + timeoutMs : undefined;
  const context = { method: served.path, signal, deadlineMs, metadata: sent, peer };
  return { id, ...(await answerEncoded(served, request, context, logDefect)) };
}

/** The metadata of a call, or why it is none. */
function metadataOf(entries: Readonly<Record<string, string>>): Metadata | NluError {
  const metadata = new Metadata();
  try {
    for (const [key, value] of Object.entries(entries)) metadata.set(key, value);
  } catch (cause) {
    return invalidField('metadata', messageOf(cause));
  }
  return metadata;
}
