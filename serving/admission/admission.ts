import { NluError, type Refusal } from '../errors.js';
import type { CancelSignal } from '../rpc/cancellation.js';
import type { CallContext, UnaryHandler } from '../rpc/unary.js';
import { ConcurrencyLimit, type ConcurrencyRules } from './concurrency-limit.js';
import { type Costly, FairQueue } from './fair-queue.js';
import { ServiceRate } from './service-rate.js';

export interface AdmissionLimits extends ConcurrencyRules {
  /** Number of calls that may wait for a place; 0 or more. */
  readonly queue: number;
  /** Longest wait, in ms. */
  readonly queueMs: number;
  /** Which calls are dear, and what room they have; absent: from a cost of 9, half of the places at the moment. */
  readonly dear?: DearCalls | undefined;
}

/** Calls that hold a thread for so long that they have places of their own. */
export interface DearCalls {
  /** A call that costs as much or more is dear. */
  readonly fromCost: number;
  /** Places of all dear calls together. */
  readonly places: number;
}

const FULL = 'RESOURCE_EXHAUSTED';
/** Calls that may wait however slowly others finish, where the limits allow so many. */
const LEAST_QUEUE = 8;
/** Cost from which a call is dear where nothing else is said. */
const DEAR_COST = 9;

interface Waiting extends Costly {
  admit(): void;
  refuse(error: NluError): void;
}

/**
 * Bounded concurrency and a bounded queue. A call that does not fit is refused with RESOURCE_EXHAUSTED at once, since
 * an answer that comes after its deadline costs as much and helps nobody. The wait is bounded in time too: a queue
 * length that suits a fast machine would, on a slow one, give callers their places just when their deadlines have
 * passed. No more calls wait than are expected to find their places in that time, by how fast calls finish at present: one
 * that would wait in vain is refused when it comes, which leaves its connection free for the next.
 *
 * A call takes as many places as it costs. Dear calls have some of them in all, and one is let in however dear it is, so
 * that cheap calls find places while dear ones wait.
 *
 * Admission is fair between callers, which are told apart by a key: free places go to the waiting caller who had least, by
 * cost, and within one caller to the call that came first. A full queue refuses the newest call of the caller with the
 * most calls waiting.
 */
export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #concurrency: ConcurrencyLimit;
  readonly #now: () => number;
  readonly #waiting = new FairQueue<Waiting>();
  readonly #rate = new ServiceRate();
  #running = 0;
  /** Cost of the calls under way, and of the dear ones among them. */
  #cost = 0;
  #dearCost = 0;
  #dearWaiting = 0;

  constructor(limits: AdmissionLimits, now: () => number = performance.now.bind(performance)) {
    this.#limits = limits;
    this.#concurrency = new ConcurrencyLimit(limits);
    this.#now = now;
  }

  /** Number of calls under way. */
  get running(): number {
    return this.#running;
  }

  /** Cost of the calls that may be under way now. */
  get limit(): number {
    return this.#concurrency.current;
  }

  /** Number of calls that wait for a place. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /**
   * Runs `work` once there is a place for it.
   * @param caller key of the caller, for fairness
   * @param cost places that the call takes, at least 1
   * @throws NluError RESOURCE_EXHAUSTED when there is no place in time; CANCELLED when `signal` aborts during the wait
   */
  async run<Result>(caller: string, signal: CancelSignal, work: () => Promise<Result>, cost = 1): Promise<Result> {
    const call = { cost };
    if (this.#fits(call) && !(this.#isDear(call) && this.#dearWaiting > 0)) {
      this.#waiting.charge(caller, cost);
      this.#begin(call);
    } else {
      await this.#wait(caller, signal, cost);
    }
    const startMs = this.#now();
    try {
      return await work();
    } finally {
      const endMs = this.#now();
      // A call that costs more is slow by itself: only its being fast says something of the others.
      if (cost === 1 || endMs - startMs <= this.#limits.slowMs)
        this.#concurrency.observe(endMs - startMs, this.#cost, endMs);
      this.#rate.finished(endMs, this.#waiting.size > 0);
      this.#release(call);
    }
  }

  /** What a call of a caller would be refused with if it came now; undefined where it may run or wait. */
  refusal(caller: string): Refusal | undefined {
    if (this.#fits({ cost: 1 }) || this.#waiting.size < this.#queue) return undefined;
    const greediest = this.#waiting.newestOfGreediest();
    return greediest && greediest.waiting > this.#waiting.sizeOf(caller)
      ? undefined
      : { code: FULL, message: this.#fullness() };
  }

  /** Calls that may wait now. */
  get #queue(): number {
    const { queue, queueMs } = this.#limits;
    return Math.min(queue, Math.max(LEAST_QUEUE, this.#rate.within(queueMs)));
  }

  #isDear({ cost }: Costly): boolean {
    return cost >= (this.#limits.dear?.fromCost ?? DEAR_COST);
  }

  #fits(call: Costly): boolean {
    const room = this.#limits.dear?.places ?? this.limit / 2;
    // A dear call that is let in alone may cost more than there are places: cheap ones keep those that are not the dear ones'.
    if (!this.#isDear(call))
      return this.#cost - this.#dearCost + Math.min(this.#dearCost, Math.ceil(room)) < this.limit;
    return this.#dearCost === 0 || (this.#dearCost + call.cost <= room && this.#cost + call.cost <= this.limit);
  }

  #begin(call: Costly): void {
    this.#running++;
    this.#cost += call.cost;
    if (this.#isDear(call)) this.#dearCost += call.cost;
  }

  #wait(caller: string, signal: CancelSignal, cost: number): Promise<void> {
    if (this.#waiting.size >= this.#queue && !this.#shedFor(caller)) return Promise.reject(this.#full());
    return new Promise((resolve, reject) => {
      const giveUp = (error: NluError) => {
        this.#waiting.remove(caller, entry);
        entry.refuse(error);
      };
      const leave = () =>
        giveUp(new NluError('CANCELLED', 'cancelled, or its deadline passed, while it waited for a place'));
      const timer = setTimeout(() => giveUp(this.#full()), this.#limits.queueMs);
      const settle = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', leave);
        if (this.#isDear(entry)) this.#dearWaiting--;
      };
      const entry: Waiting = {
        cost,
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
      this.#waiting.push(caller, entry);
      if (this.#isDear(entry)) this.#dearWaiting++;
    });
  }

  /** Refuses the newest waiting call of another caller that has more of them; false when no caller has. */
  #shedFor(caller: string): boolean {
    const greediest = this.#waiting.newestOfGreediest();
    if (!greediest || greediest.waiting <= this.#waiting.sizeOf(caller)) return false;
    this.#waiting.remove(greediest.caller, greediest.entry);
    greediest.entry.refuse(this.#full());
    return true;
  }

  /** Gives up a call's places, and admits waiting calls while places are free: none if the limit fell meanwhile. */
  #release(call: Costly): void {
    this.#running--;
    this.#cost -= call.cost;
    if (this.#isDear(call)) this.#dearCost -= call.cost;
    for (;;) {
      // A dear call that does not fit is not overtaken by cheaper ones of its kind: its turn would never come.
      let blocked = false;
      const next = this.#waiting.take((entry) => {
        if (this.#isDear(entry) && blocked) return false;
        const fits = this.#fits(entry);
        if (this.#isDear(entry) && !fits) blocked = true;
        return fits;
      });
      if (!next) return;
      this.#begin(next);
      next.admit();
    }
  }

  #full(): NluError {
    return new NluError(FULL, this.#fullness());
  }

  #fullness(): string {
    return `overloaded: ${this.#running} calls under way and ${this.waiting} waiting`;
  }
}

/** A network address without its port. */
export const addressOf = (peer: string): string => peer.replace(/:\d+$/, '');

/**
 * Puts a handler behind an admission.
 * @param callerOf the key of a call's caller, for fairness
 * @param costOf places that a request takes, at least 1
 */
export function admit<Request, Response>(
  admission: Admission,
  handler: UnaryHandler<Request, Response>,
  callerOf: (context: CallContext) => string = ({ peer }) => addressOf(peer),
  costOf: (request: Request) => number = () => 1,
): UnaryHandler<Request, Response> {
  return (request, context) =>
    admission.run(callerOf(context), context.signal, () => handler(request, context), costOf(request));
}
