import { Metadata } from '@grpc/grpc-js';
import { NluError } from '../errors.js';
import { Cancellation } from '../rpc/cancellation.js';
import { abortReason, CALLER_KEY, type CallSettings } from '../rpc/client.js';
import { answerEncoded, type EncodedMethod } from '../rpc/encoded-method.js';
import { errorOf } from '../rpc/status.js';
import type { CallContext, DefectLog } from '../rpc/unary.js';

/** The peer that handlers see: no address of a network has this form. */
export const IN_PROCESS_PEER = 'in-process';

/** Calls to a service that runs in the same process. */
export interface InProcessCalls {
  /**
   * Makes one call and resolves to its encoded reply.
   * @param name short name of the method, for example `Interpret`
   * @throws NluError the same errors as a call over the network
   */
  call(name: string, request: Buffer, settings: CallSettings): Promise<Buffer>;
}

/**
 * A service's callers in the same process. A call means what a unary call means: its own deadline, cancellation, error,
 * metadata and trace, and the service's own checks and admission. What it saves is HTTP/2 and another process: the bytes
 * are handed over as they are.
 */
export class InProcessChannel implements InProcessCalls {
  readonly #methods: Readonly<Record<string, EncodedMethod>>;
  readonly #logDefect: DefectLog;
  #running = 0;
  #closed = false;
  #onIdle: () => void = () => {};

  /** @param methods by short name */
  constructor(methods: Readonly<Record<string, EncodedMethod>>, logDefect: DefectLog) {
    this.#methods = methods;
    this.#logDefect = logDefect;
  }

  call(name: string, request: Buffer, { timeoutMs, signal, metadata, caller }: CallSettings): Promise<Buffer> {
    if (signal?.aborted) return Promise.reject(abortReason(signal));
    const method = this.#methods[name];
    if (this.#closed || !method) {
      return Promise.reject(new NluError('UNAVAILABLE', `${name}: the service in this process has stopped`));
    }
    const sent = metadata ?? new Metadata();
    if (caller !== undefined) sent.set(CALLER_KEY, caller);
    return new Promise((resolve, reject) => {
      const cancellation = new Cancellation();
      const forget = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', cancel);
      };
      const giveUp = (error: NluError) => {
        forget();
        cancellation.abort(new NluError('CANCELLED', 'the caller cancelled or its deadline passed'));
        reject(error);
      };
      // Only ever called by the signal, so there is one.
      const cancel = () => giveUp(abortReason(signal!));
      const late = () => giveUp(new NluError('DEADLINE_EXCEEDED', `no reply within ${Math.round(timeoutMs)} ms`));
      const timer = setTimeout(late, timeoutMs);
      signal?.addEventListener('abort', cancel, { once: true });
      const deadlineMs = performance.now() + timeoutMs;
      const context = { method: method.path, signal: cancellation, deadlineMs, metadata: sent, peer: IN_PROCESS_PEER };
      void this.#answer(method, request, context).then((answer) => {
        if (cancellation.aborted) return;
        forget();
        if ('response' in answer) resolve(answer.response);
        else reject(errorOf(answer.code, answer.details));
      });
    });
  }

  /** Refuses further calls, and waits for those under way, for `graceMs` at most. */
  async drain(graceMs: number): Promise<void> {
    this.#closed = true;
    if (this.#running === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, graceMs);
      this.#onIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #answer(method: EncodedMethod, request: Buffer, context: CallContext) {
    this.#running++;
    const answer = await answerEncoded(method, request, context, this.#logDefect);
    if (--this.#running === 0) this.#onIdle();
    return answer;
  }
}
