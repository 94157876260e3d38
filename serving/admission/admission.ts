import { NluError } from '../errors.js';
import type { CancelSignal } from '../rpc/cancellation.js';
import type { CallContext, UnaryHandler } from '../rpc/unary.js';
import { ConcurrencyLimit, type ConcurrencyRules } from './concurrency-limit.js';

export interface AdmissionLimits extends ConcurrencyRules {
  /** Number of calls that may wait for a place; 0 or more. */
  readonly queue: number;
  /** Longest wait, in ms. */
  readonly queueMs: number;
}

interface Waiting {
  admit(): void;
  refuse(error: NluError): void;
}

/**
 * Bounded concurrency and a bounded queue. A call that does not fit is refused with RESOURCE_EXHAUSTED at once, since
 * an answer that comes after its deadline costs as much and helps nobody. The wait is bounded in time too: a queue
 * length that suits a fast machine would, on a slow one, give callers their places just when their deadlines have
 * passed.
 *
 * Admission is fair between callers, which are told apart by a key. Free places go to the waiting callers in turn,
 * and within one caller to the call that came first. A full queue refuses the newest call of the caller with the most
 * calls waiting.
 */
export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #concurrency: ConcurrencyLimit;
  readonly #now: () => number;
  /** Waiting calls by caller, in the order of the callers' turns. No list is empty. */
  readonly #waiting = new Map<string, Waiting[]>();
  #running = 0;
  #waitingCount = 0;

  constructor(limits: AdmissionLimits, now: () => number = performance.now.bind(performance)) {
    this.#limits = limits;
    this.#concurrency = new ConcurrencyLimit(limits);
    this.#now = now;
  }

  /** Number of calls under way. */
  get running(): number {
    return this.#running;
  }

  /** Number of calls that may be under way now. */
  get limit(): number {
    return this.#concurrency.current;
  }

  /** Number of calls that wait for a place. */
  get waiting(): number {
    return this.#waitingCount;
  }

  /**
   * Runs `work` once there is a place for it.
   * @param caller key of the caller, for fairness
   * @throws NluError RESOURCE_EXHAUSTED when there is no place in time; CANCELLED when `signal` aborts during the wait
   */
  async run<Result>(caller: string, signal: CancelSignal, work: () => Promise<Result>): Promise<Result> {
    if (this.#running < this.limit) this.#running++;
    else await this.#wait(caller, signal);
    const startMs = this.#now();
    try {
      return await work();
    } finally {
      const endMs = this.#now();
      this.#concurrency.observe(endMs - startMs, this.#running, endMs);
      this.#release();
    }
  }

  #wait(caller: string, signal: CancelSignal): Promise<void> {
    if (this.#waitingCount >= this.#limits.queue && !this.#shedFor(caller)) return Promise.reject(this.#full());
    return new Promise((resolve, reject) => {
      const giveUp = (error: NluError) => {
        this.#remove(caller, entry);
        entry.refuse(error);
      };
      const leave = () =>
        giveUp(new NluError('CANCELLED', 'cancelled, or its deadline passed, while it waited for a place'));
      const timer = setTimeout(() => giveUp(this.#full()), this.#limits.queueMs);
      const settle = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', leave);
      };
      const entry: Waiting = {
        admit: () => {
          settle();
          resolve();
        },
        refuse: (error) => {
          settle();
          reject(error);
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      const own = this.#waiting.get(caller);
      if (own) own.push(entry);
      else this.#waiting.set(caller, [entry]);
      this.#waitingCount++;
    });
  }

  /** Refuses the newest waiting call of another caller that has more of them; false when no caller has. */
  #shedFor(caller: string): boolean {
    let greediest: [string, Waiting[]] | undefined;
    for (const entry of this.#waiting) {
      if (!greediest || entry[1].length > greediest[1].length) greediest = entry;
    }
    if (!greediest || greediest[1].length <= (this.#waiting.get(caller)?.length ?? 0)) return false;
    const [other, list] = greediest;
    const newest = list[list.length - 1];
    this.#remove(other, newest);
    newest.refuse(this.#full());
    return true;
  }

  /** Gives up one place, and admits waiting calls while places are free: none if the limit fell meanwhile. */
  #release(): void {
    this.#running--;
    while (this.#running < this.limit) {
      const next = this.#waiting.entries().next();
      if (next.done) return;
      const [caller, list] = next.value;
      const entry = list[0];
      this.#remove(caller, entry);
      if (list.length > 0) {
        // The caller's next turn comes after all others'.
        this.#waiting.delete(caller);
        this.#waiting.set(caller, list);
      }
      this.#running++;
      entry.admit();
    }
  }

  #remove(caller: string, entry: Waiting): void {
    const list = this.#waiting.get(caller) ?? [];
    const index = list.indexOf(entry);
    if (index < 0) return;
    list.splice(index, 1);
    this.#waitingCount--;
    if (list.length === 0) this.#waiting.delete(caller);
  }

  #full(): NluError {
    const counts = `${this.#running} calls under way and ${this.#waitingCount} waiting`;
    return new NluError('RESOURCE_EXHAUSTED', `overloaded: ${counts}`);
  }
}

/** A caller's key by its network address, without the port. */
export const byAddress = ({ peer }: CallContext): string => peer.replace(/:\d+$/, '');

/**
 * Puts a handler behind an admission.
 * @param callerOf the key of a call's caller, for fairness
 */
export function admit<Request, Response>(
  admission: Admission,
  handler: UnaryHandler<Request, Response>,
  callerOf: (context: CallContext) => string = byAddress,
): UnaryHandler<Request, Response> {
  return (request, context) => admission.run(callerOf(context), context.signal, () => handler(request, context));
}
