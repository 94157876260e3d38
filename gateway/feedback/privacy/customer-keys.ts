import { randomBytes } from 'node:crypto';
import { NluError } from '../../../serving/errors.js';
import { type DeploymentKey, KEY_BYTES } from './deployment-key.js';
import type { KeyRecord, KeyStore } from './key-store.js';
import { OneAtATime } from './one-at-a-time.js';

/** A customer's key as it was last seen in the store. */
interface Seen {
  /** Undefined: there is none that opens anything. */
  readonly key: Buffer | undefined;
  readonly since: string | undefined;
  readonly forgotten: string | undefined;
  readonly revision: number | undefined;
  /** What is stored of a key that is to be removed; undefined: it stays. */
  readonly retiring: Extract<KeyRecord, { key: string }> | undefined;
  readonly atMs: number;
}

const MOST_SEEN = 10_000;
/** How often a new key is tried to be stored against others who store one. */
const TRIES = 5;

/** How keys that were seen are believed. */
export interface Freshness {
  /** Time after which a key is looked up again, in ms: another process may have destroyed it. */
  readonly forMs: number;
  /** A clock that nobody sets, in ms. */
  readonly nowMs: () => number;
  /** How far the clocks of those who share the store may be apart, in ms; absent: there is one. */
  readonly clocksApartMs?: number | undefined;
}

/** When this process first saw that a customer was forgotten. */
interface Sight {
  readonly forgotten: string;
  readonly atMs: number;
}

/** The keys that events are sealed and opened by: those last used are kept in memory. */
export class CustomerKeys {
  readonly #store: KeyStore;
  readonly #deployment: DeploymentKey;
  readonly #freshness: Freshness;
  readonly #seen = new Map<string, Seen>();
  /** By customer the latest forgetting that is known of. */
  readonly #sights = new Map<string, Sight>();
  /** By customer: what is looked up, made or changed. */
  readonly #alone = new OneAtATime();

  constructor(store: KeyStore, deployment: DeploymentKey, freshness: Freshness) {
    this.#store = store;
    this.#deployment = deployment;
    this.#freshness = freshness;
  }

  /**
   * The key to seal a customer's event by; a new customer gets one. What came about before a forgetting is told by two clocks: what
   * came after this process saw the forgetting, by its own unset one, is kept whatever other clocks say. Of the rest what is no
   * later than the forgetting, by clocks that may be apart, is not: a few events right after it may be lost in another process.
   * @param time when the event came about, ISO 8601
   * @param now the time of day, ISO 8601
   * @returns undefined where the customer was forgotten since
   * @throws NluError UNAVAILABLE
   */
  async toSeal(customer: string, time: string, now: string): Promise<Buffer | undefined> {
    // Before what is looked up, in which time a forgetting may become known.
    const calledMs = this.#freshness.nowMs();
    const seen = this.#fresh(customer) ?? (await this.#alone.do(customer, () => this.#current(customer)));
    const came = { time, calledMs, ageMs: Date.parse(now) - Date.parse(time) };
    if (seen.forgotten !== undefined && this.#isBefore(customer, seen.forgotten, came)) return undefined;
    if (seen.key && !seen.retiring) return seen.key;
    if (seen.key) return (await this.#alone.do(customer, () => this.#needed(customer))).key;
    return (await this.#alone.do(customer, () => this.#made(customer, now))).key;
  }

  /** The key that opens a customer's events; undefined where there is none: forgotten, or another deployment's. */
  async toOpen(customer: string): Promise<Buffer | undefined> {
    return (this.#fresh(customer) ?? (await this.#alone.do(customer, () => this.#current(customer)))).key;
  }

  /** When the customer's present key was made, ISO 8601; undefined where there is none. */
  async since(customer: string): Promise<string | undefined> {
    const { key, since } = await this.#alone.do(customer, () => this.#looked(customer));
    return key && since;
  }

  /**
   * Destroys a customer's key.
   * @returns whether there was one
   * @throws NluError UNAVAILABLE
   */
  forget(customer: string, now: string): Promise<boolean> {
    return this.#alone.do(customer, async () => {
      const { key } = await this.#looked(customer);
      this.#seen.delete(customer);
      await this.#store.forget(customer, now);
      // Whatever was read meanwhile.
      this.#seen.delete(customer);
      this.#sight(customer, now);
      return key !== undefined;
    });
  }

  /**
   * Removes the keys that were not used since: no event is kept that one of them opens. What a customer forgot goes with it,
   * since nothing of that time is taken any more.
   * @param sinceMs longer ago than events are kept and a key is believed
   * @returns how many
   * @throws NluError UNAVAILABLE
   */
  async removeUnused(sinceMs: number): Promise<number> {
    let removed = 0;
    for await (const customer of this.#store.unusedSince?.(sinceMs) ?? []) {
      const isGone = await this.#alone.do(customer, async () => {
        const gone = (await this.#store.remove?.(customer, sinceMs)) ?? false;
        if (gone) this.#seen.delete(customer);
        return gone;
      });
      if (isGone) removed++;
    }
    return removed;
  }

  /** Whether something that came about at a time, so long before the call, may have done so before a forgetting. */
  #isBefore(
    customer: string,
    forgotten: string,
    { time, calledMs, ageMs }: { readonly time: string; readonly calledMs: number; readonly ageMs: number },
  ): boolean {
    const { clocksApartMs = 0 } = this.#freshness;
    const sight = this.#sights.get(customer);
    // Where the own clock was set back, nobody knows how long ago it came.
    if (sight?.forgotten === forgotten && ageMs >= 0 && calledMs - ageMs > sight.atMs) return false;
    return Date.parse(time) - clocksApartMs <= Date.parse(forgotten);
  }

  /** Notes that a forgetting was seen, unless it was before. */
  #sight(customer: string, forgotten: string): void {
    if (this.#sights.get(customer)?.forgotten === forgotten) return;
    this.#sights.delete(customer);
    this.#sights.set(customer, { forgotten, atMs: this.#freshness.nowMs() });
    if (this.#sights.size > MOST_SEEN) this.#sights.delete(this.#sights.keys().next().value!);
  }

  #fresh(customer: string): Seen | undefined {
    const seen = this.#seen.get(customer);
    return seen && this.#freshness.nowMs() - seen.atMs <= this.#freshness.forMs ? seen : undefined;
  }

  #current(customer: string): Promise<Seen> {
    const seen = this.#fresh(customer);
    return seen ? Promise.resolve(seen) : this.#looked(customer);
  }

  async #looked(customer: string): Promise<Seen> {
    const atMs = this.#freshness.nowMs();
    const stored = await this.#store.get(customer);
    const { record } = stored ?? {};
    const wrapped = record && 'key' in record ? record : undefined;
    if (record?.forgotten !== undefined) this.#sight(customer, record.forgotten);
    return this.#keep(customer, {
      key: wrapped && this.#deployment.unwrap(customer, wrapped.key),
      since: wrapped?.since,
      forgotten: record?.forgotten,
      revision: stored?.revision,
      retiring: wrapped?.retiring === undefined ? undefined : wrapped,
      atMs,
    });
  }

  async #made(customer: string, now: string): Promise<Seen> {
    let seen = await this.#current(customer);
    for (let tries = 0; !seen.key && tries < TRIES; tries++) {
      const key = randomBytes(KEY_BYTES);
      const { forgotten, revision } = seen;
      const record = { key: this.#deployment.wrap(customer, key), since: now, ...(forgotten && { forgotten }) };
      const atMs = this.#freshness.nowMs();
      if (await this.#store.put(customer, record, revision)) {
        return this.#keep(customer, { key, since: now, forgotten, revision: undefined, retiring: undefined, atMs });
      }
      seen = await this.#looked(customer);
    }
    if (seen.key) return seen;
    throw new NluError('UNAVAILABLE', "a customer's new key is replaced by others all the time");
  }

  /** Takes away that the key is to be removed, before anything is sealed by it. */
  async #needed(customer: string): Promise<Seen> {
    let seen = await this.#looked(customer);
    for (let tries = 0; seen.retiring && tries < TRIES; tries++) {
      const { retiring: _, ...record } = seen.retiring;
      if (await this.#store.put(customer, record, seen.revision))
        return this.#keep(customer, { ...seen, revision: undefined, retiring: undefined });
      seen = await this.#looked(customer);
    }
    if (!seen.retiring) return seen;
    throw new NluError('UNAVAILABLE', "a customer's key is changed by others all the time");
  }

  #keep(customer: string, seen: Seen): Seen {
    this.#seen.delete(customer);
    this.#seen.set(customer, seen);
    if (this.#seen.size > MOST_SEEN) this.#seen.delete(this.#seen.keys().next().value!);
    return seen;
  }
}
