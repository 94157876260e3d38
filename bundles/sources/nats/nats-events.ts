import { NluError } from '../../../serving/errors.js';
import { EVENT_STREAM, type StoredValue } from '../stored-value.js';
import { NatsLink } from './nats-link.js';
import type { NatsListener, NatsOptions } from './nats-options.js';
import { keptValue, subjectOf } from './nats-reads.js';

const CUSTOMERS = 'nlu-customers';
/** Messages that a reader asks for at a time. */
const READ_AHEAD = 500;
/** Longest wait for a message of a stream that has more, in ms. */
const READ_MS = 10_000;

/** An event as it is published. */
export interface PublishedEvent {
  readonly kind: string;
  /** The customer's fingerprint; absent: nobody's. */
  readonly customer?: string | undefined;
  /** What names it among all: published again it is the same. */
  readonly id: string;
  readonly text: string;
}

/**
 * Events and customers' keys on NATS JetStream. Every request fails at once with UNAVAILABLE while it is not connected. A
 * subject, `nlu.events.<kind>.<customer>`, says whose an event is, so that a customer's can be counted and purged.
 */
export class NatsEvents {
  readonly #link: NatsLink;

  constructor(options: NatsOptions) {
    this.#link = new NatsLink(options);
  }

  /** The servers, without passwords, as messages name them. */
  get place(): string {
    return this.#link.place;
  }

  /** Connects in the background. Call it once. */
  start(listener: NatsListener): void {
    this.#link.start(listener);
  }

  close(): Promise<void> {
    return this.#link.close();
  }

  /**
   * Publishes events, and resolves when all are stored.
   * @returns for each whether it is new: false for one that was published within the last ten minutes
   */
  publish(events: readonly PublishedEvent[]): Promise<boolean[]> {
    return this.#link.request(async ({ writes }) => {
      const sent = events.map(({ kind, customer, id, text }) =>
        writes.publish(`nlu.events.${kind}.${customer ?? '_'}`, text, { msgID: id }),
      );
      return (await Promise.all(sent)).map(({ duplicate }) => !duplicate);
    });
  }

  /** Number of a customer's events, by kind. */
  count(customer: string): Promise<ReadonlyMap<string, number>> {
    return this.#link.request(async ({ streams }) => {
      const { state } = await streams.info(EVENT_STREAM, { subjects_filter: `nlu.events.*.${customer}` });
      return new Map(Object.entries(state.subjects ?? {}).map(([subject, count]) => [subject.split('.')[2]!, count]));
    });
  }

  /** The sequence of the event that was stored last; 0 where there was none. */
  async lastSequence(): Promise<number> {
    return (await this.#link.request(({ streams }) => streams.info(EVENT_STREAM))).state.last_seq;
  }

  /** Removes a customer's events up to a sequence. */
  async purge(customer: string, last: number): Promise<void> {
    const rule = { filter: `nlu.events.*.${customer}`, seq: last + 1 };
    await this.#link.request(({ streams }) => streams.purge(EVENT_STREAM, rule));
  }

  /** What is stored under a key of the bucket, whose keys begin or end with a fingerprint; undefined: nothing ever was. */
  getKey(customer: string): Promise<StoredValue | undefined> {
    return this.#link.request(async ({ direct }) => {
      const message = await direct.getMessage(`KV_${CUSTOMERS}`, { last_by_subj: subjectOf(CUSTOMERS, customer) });
      return message ? keptValue(customer, message) : undefined;
    });
  }

  /** Stores a value under a key of customers if its latest revision is `revision`, 0 for none. @returns false where it is another */
  async swapKey(customer: string, text: string, revision: number): Promise<boolean> {
    const expect = { lastSubjectSequence: revision };
    try {
      await this.#link.request(({ writes }) => writes.publish(subjectOf(CUSTOMERS, customer), text, { expect }));
      return true;
    } catch (error) {
      if (error instanceof NluError && error.code === 'FAILED_PRECONDITION') return false;
      throw error;
    }
  }

  /** Replaces a customer's key, whose bytes are overwritten, by a text. */
  async replaceKey(customer: string, text: string): Promise<void> {
    const subject = subjectOf(CUSTOMERS, customer);
    await this.#link.request(async ({ direct, streams, writes }) => {
      const stored = await direct.getMessage(`KV_${CUSTOMERS}`, { last_by_subj: subject });
      // The new text would displace the key for readers, and leave its bytes on the disks for a while.
      if (stored) await streams.deleteMessage(`KV_${CUSTOMERS}`, stored.seq, true);
      await writes.publish(subject, text);
    });
  }

  /** Removes a value of a key and overwrites its bytes, where it is the latest one still. */
  async eraseKey(customer: string, revision: number): Promise<void> {
    const subject = subjectOf(CUSTOMERS, customer);
    await this.#link.request(async ({ direct, streams }) => {
      const stored = await direct.getMessage(`KV_${CUSTOMERS}`, { last_by_subj: subject });
      if (stored?.seq === revision) await streams.deleteMessage(`KV_${CUSTOMERS}`, revision, true);
    });
  }

  /** The texts of the events that are stored now, oldest first. @throws NluError UNAVAILABLE */
  async *stored(): AsyncGenerator<string> {
    const { last_seq: last, messages } = (await this.#link.request(({ streams }) => streams.info(EVENT_STREAM))).state;
    if (messages === 0) return;
    const consumer = await this.#link.request(({ writes }) => writes.consumers.get(EVENT_STREAM));
    for (;;) {
      const batch = await this.#link.request(() => consumer.fetch({ max_messages: READ_AHEAD, expires: READ_MS }));
      let read = 0;
      for await (const message of batch) {
        read++;
        if (message.seq > last) return;
        yield message.string();
        // Nothing is asked for beyond the last, for which the server would wait.
        if (message.seq === last || message.info.pending === 0) return;
      }
      if (read === 0)
        throw new NluError('UNAVAILABLE', `${this.place}: the stream ${EVENT_STREAM} could not be read on`);
    }
  }
}
