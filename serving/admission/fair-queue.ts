/** What a waiting call costs, in calls of the lightest kind. */
export interface Costly {
  readonly cost: number;
}

interface Caller<Entry> {
  /** Virtual time at which all that the caller was given is paid. */
  paid: number;
  /** In the order of arrival. */
  readonly waiting: Entry[];
}

/** Callers that are remembered although they wait for nothing; beyond, those who owe nothing are forgotten. */
const REMEMBERED = 1_000;

/**
 * Calls that wait, by caller, handed out so that every caller gets the same cost: start-time fair queueing (Goyal, Vin and
 * Cheng 1996). Each call that is given a place moves its caller's virtual time on by its cost; next is the caller whose time is
 * least, and who was idle begins at the time of the call that was last given a place.
 */
export class FairQueue<Entry extends Costly> {
  readonly #callers = new Map<string, Caller<Entry>>();
  #now = 0;
  #size = 0;

  /** Number of calls that wait. */
  get size(): number {
    return this.#size;
  }

  /** Number of a caller's calls that wait. */
  sizeOf(caller: string): number {
    return this.#callers.get(caller)?.waiting.length ?? 0;
  }

  /** Lets a caller pay for a call that is given a place without waiting. */
  charge(caller: string, cost: number): void {
    this.#pay(this.#callerOf(caller), cost);
    if (this.#callers.size > REMEMBERED) this.#forget();
  }

  push(caller: string, entry: Entry): void {
    this.#callerOf(caller).waiting.push(entry);
    this.#size++;
  }

  /** Takes a call out that waits no more. */
  remove(caller: string, entry: Entry): void {
    const waiting = this.#callers.get(caller)?.waiting ?? [];
    const index = waiting.indexOf(entry);
    if (index < 0) return;
    waiting.splice(index, 1);
    this.#size--;
  }

  /** Takes out, and lets its caller pay for, the next call for which there is a place. @param fits whether there is one */
  take(fits: (entry: Entry) => boolean): Entry | undefined {
    if (this.#size === 0) return undefined;
    const turns = [...this.#callers.values()].filter(({ waiting }) => waiting.length > 0);
    turns.sort((one, other) => Math.max(one.paid, this.#now) - Math.max(other.paid, this.#now));
    for (const caller of turns) {
      const index = caller.waiting.findIndex(fits);
      if (index < 0) continue;
      const [entry] = caller.waiting.splice(index, 1);
      this.#size--;
      this.#pay(caller, entry.cost);
      return entry;
    }
    return undefined;
  }

  /** The newest call of the caller with the most calls waiting. */
  newestOfGreediest(): { readonly caller: string; readonly entry: Entry; readonly waiting: number } | undefined {
    let greediest: [string, Caller<Entry>] | undefined;
    for (const one of this.#callers) {
      if (!greediest || one[1].waiting.length > greediest[1].waiting.length) greediest = one;
    }
    const entry = greediest?.[1].waiting.at(-1);
    return greediest && entry && { caller: greediest[0], entry, waiting: greediest[1].waiting.length };
  }

  #callerOf(name: string): Caller<Entry> {
    const known = this.#callers.get(name);
    if (known) return known;
    const caller = { paid: this.#now, waiting: [] };
    this.#callers.set(name, caller);
    return caller;
  }

  #pay(caller: Caller<Entry>, cost: number): void {
    this.#now = Math.max(caller.paid, this.#now);
    caller.paid = this.#now + cost;
  }

  #forget(): void {
    for (const [name, { paid, waiting }] of this.#callers) {
      if (waiting.length === 0 && paid <= this.#now) this.#callers.delete(name);
    }
  }
}
