import type { ClientDuplexStream, Metadata } from '@grpc/grpc-js';
import type { Call } from '../../proto/gen/nlu/v1/Call.js';
import type { CallBatch } from '../../proto/gen/nlu/v1/CallBatch.js';
import type { Reply__Output } from '../../proto/gen/nlu/v1/Reply.js';
import type { ReplyBatch__Output } from '../../proto/gen/nlu/v1/ReplyBatch.js';
import { NluError } from '../errors.js';
import { abortReason, CALLER_KEY, type CallSettings } from '../rpc/client.js';
import { errorOf } from '../rpc/status.js';
import { BatchWriter } from './batch-writer.js';
import type { Tally } from './outliers.js';

/** The client's end of the stream of batches. */
export type BatchStream = ClientDuplexStream<CallBatch, ReplyBatch__Output>;

/** A call under way. */
interface Pending {
  settle(reply: Reply__Output): void;
  fail(error: NluError): void;
}

/** One entry of a batch: a call, or the id of a call to cancel. */
type Entry = Call | number;

/** Call ids are uint32. */
const LAST_ID = 0xffffffff;
/** Size of a cancelled id in a batch, at most, in bytes. */
const CANCEL_BYTES = 6;
/** Size of a call in a batch besides its request, roughly, in bytes. */
const CALL_OVERHEAD_BYTES = 64;

/** One stream and the calls under way on it. */
export class StreamSession {
  /** Call counts of the replica, for outlier ejection. */
  readonly tally: Tally;
  readonly #shortestFairMs: number;
  readonly #writer: BatchWriter<Entry, CallBatch>;
  readonly #pending = new Map<number, Pending>();
  #nextId = 0;
  #retired = false;

  /** @param shortestFairMs time of a call under which its being late is no fault of the replica */
  constructor(stream: BatchStream, tally: Tally, shortestFairMs: number) {
    this.tally = tally;
    this.#shortestFairMs = shortestFairMs;
    this.#writer = new BatchWriter<Entry, CallBatch>(stream, batchOf);
    stream.on('data', ({ replies, closing }: ReplyBatch__Output) => {
      for (const reply of replies) this.#pending.get(reply.id)?.settle(reply);
      if (closing) this.retire();
    });
  }

  /** Whether the session takes another call now. */
  get ready(): boolean {
    return !this.#retired && !this.#writer.congested;
  }

  /** Number of calls under way. */
  get pending(): number {
    return this.#pending.size;
  }

  /** Number of entries in the message that is being filled; it leaves at the end of this turn of the event loop. */
  get batched(): number {
    return this.#writer.waiting;
  }

  /** Takes no more calls, and ends the stream once the calls under way are finished. */
  retire(): void {
    this.#retired = true;
    if (this.#pending.size === 0) this.#writer.end();
  }

  /** Fails every call under way with UNAVAILABLE. For a stream that broke. */
  lose(cause: unknown): void {
    this.#retired = true;
    this.#writer.stop();
    const error = new NluError('UNAVAILABLE', 'the stream to the domain broke', { cause });
    for (const pending of [...this.#pending.values()]) pending.fail(error);
  }

  /**
   * Makes one call and resolves to its encoded reply.
   * @param method short name of the method
   * @throws NluError the same errors as `callUnary`
   */
  call(method: string, request: Buffer, { timeoutMs, signal, metadata, caller }: CallSettings): Promise<Buffer> {
    if (signal?.aborted) return Promise.reject(abortReason(signal));
    const { tally } = this;
    const id = ++this.#nextId;
    if (id === LAST_ID) this.#retired = true;
    return new Promise((resolve, reject) => {
      const forget = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', cancel);
        this.#pending.delete(id);
        if (this.#retired) this.retire();
      };
      const fail = (error: NluError) => {
        forget();
        if (countsAsFailure(error, timeoutMs, this.#shortestFairMs)) tally.failed++;
        reject(error);
      };
      const giveUp = (error: NluError) => {
        this.#writer.push(id, CANCEL_BYTES);
        fail(error);
      };
      // Only ever called by the signal, so there is one.
      const cancel = () => giveUp(abortReason(signal!));
      const late = () => giveUp(new NluError('DEADLINE_EXCEEDED', `no reply within ${Math.round(timeoutMs)} ms`));
      const timer = setTimeout(late, timeoutMs);
      signal?.addEventListener('abort', cancel, { once: true });
      this.#pending.set(id, {
        settle({ code, details, response }) {
          if (code !== 0) return fail(errorOf(code, details));
          forget();
          tally.succeeded++;
          resolve(response);
        },
        fail,
      });
      this.#writer.push(
        { id, method, request, timeoutMs: Math.ceil(timeoutMs), ...entriesOf(metadata, caller) },
        request.length + CALL_OVERHEAD_BYTES,
      );
    });
  }
}

/** Whether a call failed by its replica's fault, and not by its caller's leaving or hurry. */
function countsAsFailure({ code }: NluError, timeoutMs: number, shortestFairMs: number): boolean {
  return code !== 'CANCELLED' && (code !== 'DEADLINE_EXCEEDED' || timeoutMs >= shortestFairMs);
}

function batchOf(entries: Entry[]): CallBatch {
  const batch = { calls: [] as Call[], cancelled: [] as number[] };
  for (const entry of entries) {
    if (typeof entry === 'number') batch.cancelled.push(entry);
    else batch.calls.push(entry);
  }
  return batch;
}

/** The caller and the text entries of `metadata`, as a batch carries them; binary ones are left out. A trace context is text. */
function entriesOf(metadata: Metadata | undefined, caller: string | undefined): Pick<Call, 'metadata'> {
  if (!metadata && caller === undefined) return {};
  const entries: Record<string, string> = {};
  for (const [key, value] of Object.entries(metadata?.getMap() ?? {})) {
    if (typeof value === 'string') entries[key] = value;
  }
  if (caller !== undefined) entries[CALLER_KEY] = caller;
  return { metadata: entries };
}
