import { Worker } from 'node:worker_threads';
import { BundleRefused } from '../../../bundles/format/refusal.js';
import { codeOf, type ErrorCode, messageOf, NluError } from '../../../serving/errors.js';

/** What is sent to a thread: an order, the number of one that is no longer wanted, or memory for it to be rid of. */
export type ThreadOrder<Order> =
  | { readonly id: number; readonly order: Order }
  | { readonly cancelled: number }
  | { readonly spent: readonly ArrayBuffer[] };

/**
 * A step that a thread comes to: `native`, from here on it runs native code, and must not be ended; `warming`, it proves.
 */
export type ThreadStep = 'native' | 'warming';

/** What a thread sends back on the order of that number: a step that it came to, its answer, or its error. */
export type ThreadReply<Answer> = { readonly id: number } & (
  | { readonly step: ThreadStep }
  | { readonly answer: Answer }
  | { readonly error: SentError }
);

/** An error as a message carries it: an object of ours arrives as a plain one. */
export interface SentError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly refusal?: Pick<BundleRefused, 'check' | 'problem'>;
}

/** How a thread is made, and when it is given up. */
export interface ThreadOptions {
  /** The file that it runs. */
  readonly script: string;
  /** What it is told at its start. */
  readonly workerData: unknown;
  /** The most its heap may grow to, in MB; then it ends. */
  readonly heapMb: number;
  /** It ends when it was asked for nothing for this long, in ms. */
  readonly idleMs: number;
  /** It is given up when a call takes longer for a step than this, in ms. */
  readonly stallMs: number;
}

/** What became of a thread that ended, or was given up, before it answered. */
export class ThreadLost extends Error {}

interface Call<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
  readonly onStep: (step: ThreadStep) => void;
  isNative: boolean;
  stall: NodeJS.Timeout;
}

/**
 * Calls of a thread that is started for the first of them, and again after it ended: whatever ends it ends the calls that
 * it has not answered and nothing else.
 */
export class ThreadCalls<Order, Answer> {
  readonly #options: ThreadOptions;
  readonly #calls = new Map<number, Call<Answer>>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #last = 0;

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  /** Whether there is a thread at this moment. */
  get running(): boolean {
    return this.#worker !== undefined;
  }

  /**
   * @param onStep called when the thread comes to a step; the time until it is given up begins anew then
   * @throws ThreadLost; the reason of `signal` when that aborts; else what the thread throws, an NluError
   */
  call(
    order: Order,
    { signal, onStep = () => {} }: { readonly signal?: AbortSignal; readonly onStep?: (step: ThreadStep) => void } = {},
  ): Promise<Answer> {
    clearTimeout(this.#idle);
    this.#worker ??= this.#start();
    this.#last += 1;
    const id = this.#last;
    const answered = new Promise<Answer>((resolve, reject) => {
      this.#calls.set(id, { resolve, reject, onStep, isNative: false, stall: this.#stall() });
    });
    this.#send({ id, order });
    const onAbort = () => {
      this.#send({ cancelled: id });
      this.#settle(id)?.reject(signal?.reason);
    };
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    return answered.finally(() => signal?.removeEventListener('abort', onAbort));
  }

  /** Hands memory over to the thread, if there is one. For this thread it is gone at once, without a collection. */
  discard(spent: readonly ArrayBuffer[]): void {
    this.#worker?.postMessage({ spent }, spent);
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    await this.#give('it is shutting down');
  }

  #start(): Worker {
    const { script, workerData, heapMb } = this.#options;
    const worker = new Worker(script, { workerData, resourceLimits: { maxOldGenerationSizeMb: heapMb } });
    worker.unref();
    const lost = (problem: string) => {
      if (this.#worker === worker) void this.#give(problem);
    };
    worker.on('message', (reply: ThreadReply<Answer>) => {
      if (this.#worker === worker) this.#take(reply);
      // It was given up in native code, which is over.
      else if (!('step' in reply)) void worker.terminate();
    });
    worker.on('error', ({ message }) => lost(`its thread ended: ${message}`));
    worker.on('exit', (code) => lost(`its thread ended with code ${code}`));
    return worker;
  }

  #send(message: ThreadOrder<Order>): void {
    this.#worker?.postMessage(message);
  }

  #take(reply: ThreadReply<Answer>): void {
    if ('step' in reply) {
      const call = this.#calls.get(reply.id);
      if (!call) return;
      clearTimeout(call.stall);
      call.stall = this.#stall();
      call.isNative ||= reply.step === 'native';
      call.onStep(reply.step);
      return;
    }
    const call = this.#settle(reply.id);
    if ('answer' in reply) call?.resolve(reply.answer);
    else call?.reject(receivedError(reply.error));
  }

  /** Takes a call off the list, and has the thread end some time after the last. */
  #settle(id: number): Call<Answer> | undefined {
    const call = this.#calls.get(id);
    clearTimeout(call?.stall);
    this.#calls.delete(id);
    if (this.#calls.size === 0 && this.#worker) {
      clearTimeout(this.#idle);
      this.#idle = setTimeout(() => void this.#give('it was idle'), this.#options.idleMs).unref();
    }
    return call;
  }

  #stall(): NodeJS.Timeout {
    const { stallMs } = this.#options;
    return setTimeout(() => void this.#give(`no answer within ${stallMs} ms`), stallMs);
  }

  /**
   * Ends the thread, or leaves one to itself that may be in native code: onnxruntime's ends the whole process when its thread
   * is ended meanwhile. Such a thread ends when it answers after all.
   */
  async #give(problem: string): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    const calls = [...this.#calls.keys()].map((id) => this.#settle(id));
    for (const call of calls) call?.reject(new ThreadLost(problem));
    if (!calls.some((call) => call?.isNative)) await worker?.terminate();
  }
}

/** An error to be sent to another thread. */
export function sentError(error: unknown): SentError {
  const sent = { code: codeOf(error), message: messageOf(error) };
  if (!(error instanceof BundleRefused)) return sent;
  const { check, problem } = error;
  return { ...sent, refusal: { check, problem } };
}

function receivedError({ code, message, refusal }: SentError): NluError {
  return refusal ? new BundleRefused(refusal.check, refusal.problem) : new NluError(code, message);
}
