import type { ClientDuplexStream, Metadata } from '@grpc/grpc-js';
import type { Call } from '../../proto/gen/nlu/v1/Call.js';
import type { CallBatch } from '../../proto/gen/nlu/v1/CallBatch.js';
import type { Reply__Output } from '../../proto/gen/nlu/v1/Reply.js';
import type { ReplyBatch__Output } from '../../proto/gen/nlu/v1/ReplyBatch.js';
import { NluError } from '../errors.js';
import { abortReason, type CallSettings } from '../rpc/client.js';
import { errorOf } from '../rpc/status.js';
import { BatchWriter } from './batch-writer.js';
import type { Tally } from './outliers.js';

export type BatchStream = ClientDuplexStream<CallBatch, ReplyBatch__Output>;

/** A call that waits for its reply. */
interface Pending {
  settle(reply: Reply__Output): void;
  fail(error: NluError): void;
}

/** A batch's entry: a call, or the id of one that nobody waits for any more. */
type Entry = Call | number;

const LAST_ID = 0xffffffff;
const CANCEL_BYTES = 6;

/** One stream with the calls that are under way on it. */
export class StreamSession {
  /** Its replica's. */
  readonly tally: Tally;
  readonly #writer: BatchWriter<Entry, CallBatch>;
  readonly #pending = new Map<number, Pending>();
  #nextId = 0;
  #retired = false;

  constructor(stream: BatchStream, tally: Tally) {
    this.tally = tally;
    this.#writer = new BatchWriter<Entry, CallBatch>(stream, batchOf);
    stream.on('data', ({ replies, closing }: ReplyBatch__Output) => {
      for (const reply of replies) this.#pending.get(reply.id)?.settle(reply);
      if (closing) this.retire();
    });
  }

  /** Whether it takes another call now. */
  get ready(): boolean {
    return !this.#retired && !this.#writer.congested;
  }

  /** Calls under way. */
  get pending(): number {
    return this.#pending.size;
  }

  /** Entries of the message that is being filled; it goes out at the end of this turn of the event loop. */
  get batched(): number {
    return this.#writer.waiting;
  }

  /** Takes no more calls, and ends once those under way are over. */
  retire(): void {
    this.#retired = true;
    if (this.#pending.size === 0) this.#writer.end();
  }

  /** Fails everything that is under way: the stream is gone. */
  lose(cause: unknown): void {
    this.#retired = true;
    this.#writer.stop();
    const error = new NluError('UNAVAILABLE', 'the stream to the domain broke', { cause });
    for (const pending of [...this.#pending.values()]) pending.fail(error);
  }

  /** One call; errors are those of `callUnary`. */
  call(method: string, request: Buffer, { timeoutMs, signal, metadata }: CallSettings): Promise<Buffer> {
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
        tally.failed++;
        reject(error);
      };
      const giveUp = (error: NluError) => {
        this.#writer.push(id, CANCEL_BYTES);
        fail(error);
      };
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
        { id, method, request, timeoutMs: Math.ceil(timeoutMs), ...entriesOf(metadata) },
        request.length + 64,
      );
    });
  }
}

function batchOf(entries: Entry[]): CallBatch {
  const batch = { calls: [] as Call[], cancelled: [] as number[] };
  for (const entry of entries) {
    if (typeof entry === 'number') batch.cancelled.push(entry);
    else batch.calls.push(entry);
  }
  return batch;
}

/** Text entries only: a trace's are. */
function entriesOf(metadata: Metadata | undefined): Pick<Call, 'metadata'> {
  if (!metadata) return {};
  const texts = Object.entries(metadata.getMap()).filter((entry): entry is [string, string] => {
    return typeof entry[1] === 'string';
  });
  return { metadata: Object.fromEntries(texts) };
}
