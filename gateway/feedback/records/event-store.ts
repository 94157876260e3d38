import type { StoredRecord } from './stored-record.js';

/** How many events of a customer are stored. */
export interface StoredCounts {
  readonly requests: number;
  readonly outcomes: number;
}

/** Where events go. */
export interface EventStore {
  /**
   * Writes records in their order.
   * @param lasting whether they must be there after a crash of this machine when it resolves; others are within a second
   * @returns for each whether it is new, as far as the store knows: false for one that it has already
   * @throws NluError UNAVAILABLE where none of them is stored for sure
   */
  append(records: readonly StoredRecord[], lasting: boolean): Promise<readonly boolean[]>;
  /** @throws NluError UNAVAILABLE */
  count(customer: string): Promise<StoredCounts>;
  /**
   * Names what is stored by now, so that `purge` leaves what comes later.
   * @param time the time of day, ISO 8601
   */
  mark(time: string): Promise<string>;
  /** Removes what was stored of a customer by a mark. @throws NluError UNAVAILABLE */
  purge(customer: string, mark: string): Promise<void>;
  /** Has all that was written on the disk. */
  close(): Promise<void>;
}
