import { randomUUID } from 'node:crypto';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { FeedbackEvent } from '../events/event.js';
import type { OutcomeEvent } from '../events/outcome-event.js';
import type { RequestEvent } from '../events/request-event.js';
import type { CustomerKeys } from '../privacy/customer-keys.js';
import type { DeploymentKey } from '../privacy/deployment-key.js';
import type { EventStore } from '../records/event-store.js';
import { openRecord, recordId, type StoredRecord, sealedRecord } from '../records/stored-record.js';
import { CustomerLimit } from './customer-limit.js';
import type { EventMetrics } from './event-metrics.js';
import { RecentIds } from './recent-ids.js';
import { type AnsweredRequest, type EventRules, requestEventOf } from './request-event-of.js';
import { Ring } from './ring.js';

/** Requests that are sealed in a row, so that answers never wait for more than these. */
const TOGETHER = 16;
/** Records that are written at once: a write costs as much as to seal some. */
const WRITTEN_TOGETHER = 128;
/**
 * Requests gather for so long, in ms, before they are sealed and written: many in a row cost less each than one by one
 * between other work, and what is kept for much longer is moved about by the collector of garbage, all that an answer was
 * made of. They are on the disk within a second more.
 */
const GATHER_MS = 100;
/** Between attempts to write where the store fails, in ms; doubled each time up to the latter. */
const RETRY_MS = 100;
const LONGEST_RETRY_MS = 2_000;
/** Outcomes whose repetition is known without the store. */
const RECENT_OUTCOMES = 20_000;

/** What became of an outcome. */
export type Kept = 'STORED' | 'DUPLICATE' | 'FORGOTTEN' | 'TOO_MANY' | 'NOT_STORED';

/** What a recorder works with. */
export interface RecorderParts {
  readonly store: EventStore;
  readonly keys: CustomerKeys;
  readonly deployment: DeploymentKey;
  readonly metrics: EventMetrics;
  readonly rules: EventRules & { readonly waiting: number; readonly mostPerCustomer: number };
  /** The time of day, in ms. */
  readonly now: () => number;
  /** A clock that nobody sets, in ms. */
  readonly nowMs: () => number;
  /** Told why the store does not take events. */
  readonly onFault: (error: Error) => void;
}

/**
 * Writes events. Requests wait in a ring, and what comes when it is full is dropped: no answer waits for it. Outcomes are
 * written when they are reported.
 */
export class Recorder {
  readonly #parts: RecorderParts;
  readonly #requests: Ring<AnsweredRequest>;
  readonly #limit: CustomerLimit;
  readonly #recent = new RecentIds(RECENT_OUTCOMES);
  readonly #closing = new AbortController();
  #latest = '';
  #draining: Promise<void> | undefined;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.#requests = new Ring(parts.rules.waiting);
    this.#limit = new CustomerLimit(parts.rules.mostPerCustomer, parts.nowMs);
    parts.metrics.watch(() => this.#requests.length);
  }

  /** The time of day, ISO 8601. */
  get time(): string {
    const time = new Date(this.#parts.now()).toISOString();
    if (time > this.#latest) this.#latest = time;
    return time;
  }

  /** The latest time of day that an event can have, ISO 8601: after a clock was set back, that before it was. */
  get latest(): string {
    const { time } = this;
    return time > this.#latest ? time : this.#latest;
  }

  /** Takes a request that was answered. Never throws, and does next to nothing. */
  offer(answered: AnsweredRequest): void {
    if (this.#closing.signal.aborted || !this.#requests.offer(answered)) {
      this.#parts.metrics.count('request', 'dropped');
      return;
    }
    this.#draining ??= this.#drain()
      .catch(this.#parts.onFault)
      .finally(() => {
        this.#draining = undefined;
      });
  }

  /** Writes outcomes, for good when it resolves with STORED. Never rejects. */
  async report(events: readonly OutcomeEvent[]): Promise<Kept[]> {
    const sealed: (StoredRecord | Kept)[] = [];
    for (const [place, event] of events.entries()) {
      // Sealing hundreds takes milliseconds, in which answers would wait.
      if (place % TOGETHER === TOGETHER - 1) await setImmediate();
      // One that is kept already takes no room.
      const isNew = !this.#recent.has(recordId(event, this.#parts.deployment));
      if (isNew && !this.#admits(event)) sealed.push('TOO_MANY');
      else sealed.push(await this.#sealed(event).catch((error) => this.#notStored(error)));
    }
    const news = new Map<string, StoredRecord>();
    for (const each of sealed) {
      if (typeof each !== 'string' && !this.#recent.has(each.id) && !news.has(each.id)) news.set(each.id, each);
    }
    const fates = await this.#append([...news.values()]);
    const kept = sealed.map((each): Kept => {
      if (typeof each === 'string') return each;
      const fate = fates.get(each.id) ?? 'DUPLICATE';
      // A second one of the same name shares the fate of the first.
      if (news.get(each.id) === each || fate === 'NOT_STORED') return fate;
      return 'DUPLICATE';
    });
    for (const [id, fate] of fates) if (fate !== 'NOT_STORED') this.#recent.add(id);
    for (const each of kept) this.#parts.metrics.count('outcome', RESULTS[each]);
    return kept;
  }

  /** Writes what still waits, for `withinMs` at most; later requests are dropped. */
  async close(withinMs: number): Promise<void> {
    const timer = new AbortController();
    const late = setTimeout(withinMs, undefined, { signal: timer.signal }).catch(() => {});
    while (this.#draining) {
      const open = await Promise.race([this.#draining.then(() => true), late.then(() => false)]);
      if (!open) break;
    }
    timer.abort();
    this.#closing.abort();
    await this.#draining;
  }

  /** Writes outcomes. @returns what became of each, by the record's id */
  async #append(records: readonly StoredRecord[]): Promise<ReadonlyMap<string, Kept>> {
    if (records.length === 0) return new Map();
    try {
      const news = await this.#parts.store.append(records, true);
      return new Map(records.map(({ id }, index) => [id, news[index] ? 'STORED' : 'DUPLICATE']));
    } catch (error) {
      this.#notStored(error as Error);
      return new Map(records.map(({ id }) => [id, 'NOT_STORED']));
    }
  }

  #notStored(error: Error): 'NOT_STORED' {
    this.#parts.onFault(error);
    return 'NOT_STORED';
  }

  async #drain(): Promise<void> {
    await setTimeout(GATHER_MS, undefined, { signal: this.#closing.signal }).catch(() => {});
    let records: StoredRecord[] = [];
    while (this.#requests.length > 0 && !this.#closing.signal.aborted) {
      const { rules, deployment } = this.#parts;
      const events = this.#requests
        .take(TOGETHER)
        .map((answered) => requestEventOf(answered, randomUUID(), deployment, rules));
      records.push(...(await this.#allSealed(events)));
      if (records.length >= WRITTEN_TOGETHER || this.#requests.length === 0) {
        await this.#write(records);
        records = [];
      }
      await setImmediate();
    }
    const left = records.length + this.#requests.take(this.#requests.length).length;
    this.#parts.metrics.count('request', 'dropped', left);
  }

  /** The records of requests, however long the store of keys takes to recover. */
  async #allSealed(events: readonly RequestEvent[]): Promise<StoredRecord[]> {
    const { metrics } = this.#parts;
    const admitted = events.filter((event) => this.#admits(event));
    metrics.count('request', 'too-many', events.length - admitted.length);
    const records: StoredRecord[] = [];
    for (const event of admitted) {
      const sealed = await this.#again(() => this.#sealed(event));
      if (sealed === undefined) metrics.count('request', 'dropped');
      else if (sealed === 'FORGOTTEN') metrics.count('request', 'forgotten');
      else records.push(sealed);
    }
    return records;
  }

  /** Writes requests, however long the store takes to recover. */
  async #write(records: readonly StoredRecord[]): Promise<void> {
    const { metrics, store } = this.#parts;
    if (records.length === 0) return;
    const written = await this.#again(() => store.append(records, false));
    metrics.count('request', written ? 'stored' : 'dropped', records.length);
  }

  /** Tries until it succeeds; undefined where the process ends before. */
  async #again<T>(work: () => Promise<T>): Promise<T | undefined> {
    for (let delayMs = RETRY_MS; ; delayMs = Math.min(2 * delayMs, LONGEST_RETRY_MS)) {
      try {
        return await work();
      } catch (error) {
        this.#parts.onFault(error as Error);
      }
      await setTimeout(delayMs, undefined, { signal: this.#closing.signal }).catch(() => {});
      if (this.#closing.signal.aborted) return undefined;
    }
  }

  /** Counts an event against its customer's limit. */
  #admits({ customer }: FeedbackEvent): boolean {
    return customer === undefined || this.#limit.admit(customer);
  }

  /** The record of an event, or why there is none. @throws NluError UNAVAILABLE where its key cannot be had */
  async #sealed(event: FeedbackEvent): Promise<StoredRecord | 'FORGOTTEN'> {
    const { keys, deployment } = this.#parts;
    const { customer } = event;
    if (customer === undefined) return openRecord(event, deployment);
    // Callers' clocks may be ahead: what was reported by the time of a forgetting came about before it.
    const cameAbout = event.kind === 'outcome' && event.received < event.time ? event.received : event.time;
    const key = await keys.toSeal(customer, cameAbout, this.time);
    return key ? sealedRecord(event, customer, key, deployment) : 'FORGOTTEN';
  }
}

const RESULTS = {
  STORED: 'stored',
  DUPLICATE: 'duplicate',
  FORGOTTEN: 'forgotten',
  TOO_MANY: 'too-many',
  NOT_STORED: 'failed',
} as const;
