import { Metadata, type ServerDuplexStream, status } from '@grpc/grpc-js';
import type { Call__Output } from '../../proto/gen/nlu/v1/Call.js';
import type { CallBatch__Output } from '../../proto/gen/nlu/v1/CallBatch.js';
import type { Reply } from '../../proto/gen/nlu/v1/Reply.js';
import type { ReplyBatch } from '../../proto/gen/nlu/v1/ReplyBatch.js';
import { decodeRequest } from '../admission/undecodable.js';
import { invalidField, NluError } from '../errors.js';
import { Cancellation, type CancelSignal } from '../rpc/cancellation.js';
import { maxMessageBytes } from '../rpc/limits.js';
import { messageTooLarge } from '../rpc/message-too-large.js';
import { toStatus } from '../rpc/status.js';
import type { CallContext, DefectLog, UnaryHandler } from '../rpc/unary.js';
import { BatchWriter } from './batch-writer.js';

type Stream = ServerDuplexStream<CallBatch__Output, ReplyBatch>;

/** A method's handler on the bytes of its messages. */
type BytesHandler = (request: Buffer, context: CallContext) => Promise<Buffer>;

/** A method as it is served over the exchange, under its short name. */
export interface ExchangedMethod {
  readonly path: string;
  readonly handle: BytesHandler;
}

/** Room that a batch needs beside its one largest reply. */
const OVERHEAD_BYTES = 4096;
const SMALL_REPLY_BYTES = 64;

/** The same handler that serves the unary method, with the method's own codec. */
export function exchanged<Request, Response>(
  method: {
    readonly path: string;
    readonly requestDeserialize: (bytes: Buffer) => Request;
    readonly responseSerialize: (response: Response) => Buffer;
  },
  handler: UnaryHandler<Request, Response>,
): ExchangedMethod {
  return {
    path: method.path,
    handle: async (bytes, context) => {
      const response = method.responseSerialize(
        await handler(decodeRequest(method.requestDeserialize, bytes), context),
      );
      if (response.length <= maxMessageBytes - OVERHEAD_BYTES) return response;
      throw messageTooLarge(response.length, maxMessageBytes);
    },
  };
}

/** A service's exchange: the handler of its streams, and how they are brought to an end. */
export interface Exchange {
  readonly handler: (stream: Stream) => void;
  /** Asks every client to send no more; each stream ends once its client has agreed and has all replies. */
  drain(): void;
}

/** Serves calls that come in batches over streams as if each were a unary call of its own. */
export function exchange(methods: Readonly<Record<string, ExchangedMethod>>, logDefect: DefectLog): Exchange {
  const open = new Set<Stream>();
  let draining = false;
  return {
    handler(stream) {
      open.add(stream);
      serveStream(stream, methods, logDefect, () => open.delete(stream));
      // Tells the client that it is answered by one who knows this method.
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
  methods: Readonly<Record<string, ExchangedMethod>>,
  logDefect: DefectLog,
  onClosed: () => void,
): void {
  const running = new Map<number, Cancellation>();
  const peer = stream.getPeer();
  let noMoreCalls = false;
  // While the client does not take replies it sends no calls either: then nothing piles up here.
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
    if (!cancellation.aborted) writer.push(reply, SMALL_REPLY_BYTES + (reply.response?.length ?? 0));
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
    for (const call of calls) void answer(call);
    for (const id of cancelled) abort(running.get(id));
  });
  stream.on('end', () => {
    noMoreCalls = true;
    finish();
  });
  stream.on('cancelled', close);
  stream.on('close', close);
  // A connection that breaks is no defect of ours; `cancelled` tells of it too.
  stream.on('error', close);
}

async function replyTo(
  { id, method, request, timeoutMs, metadata }: Call__Output,
  methods: Readonly<Record<string, ExchangedMethod>>,
  peer: string,
  signal: CancelSignal,
  logDefect: DefectLog,
): Promise<Reply> {
  const served = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (!served) return { id, code: status.UNIMPLEMENTED, details: 'no such method' };
  try {
    const context = {
      method: served.path,
      signal,
      deadlineMs: timeoutMs > 0 ? Date.now() + timeoutMs : undefined,
      metadata: metadataOf(metadata),
      peer,
    };
    return { id, response: await served.handle(request, context) };
  } catch (error) {
    if (!(error instanceof NluError) && !signal.aborted) logDefect(error, served.path);
    return { id, ...toStatus(error) };
  }
}

function metadataOf(entries: Readonly<Record<string, string>>): Metadata {
  const metadata = new Metadata();
  try {
    for (const [key, value] of Object.entries(entries)) metadata.set(key, value);
  } catch (cause) {
    throw invalidField('metadata', cause instanceof Error ? cause.message : String(cause));
  }
  return metadata;
}
