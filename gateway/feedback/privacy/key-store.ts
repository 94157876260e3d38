import { z } from 'zod';
import { timeSchema } from '../events/keys.js';

/**
 * What is stored of a customer besides events: the wrapped key, and of one that was forgotten when that was. What came about
 * before is never sealed again, so that nothing that was still under way survives the forgetting.
 */
export const keyRecordSchema = z.union([
  z.object({
    /** The customer's key, wrapped under the deployment's. */
    key: z.string().min(1),
    /** When it was made. */
    since: timeSchema,
    /** When the customer was last forgotten; absent: never. */
    forgotten: timeSchema.optional(),
    /** When it was found that it opens nothing; absent: it does. Who seals by it takes that away first. */
    retiring: timeSchema.optional(),
  }),
  z.object({ forgotten: timeSchema }),
]);
export type KeyRecord = z.output<typeof keyRecordSchema>;

/** A record, and what names this state of it, so that nobody replaces what they have not seen. */
export interface StoredKey {
  /** Undefined for one that cannot be read: its key is as good as destroyed. */
  readonly record: KeyRecord | undefined;
  readonly revision: number;
}

/** Where customers' keys are kept. All customers are fingerprints. */
export interface KeyStore {
  /** Undefined for a customer that is not known. @throws NluError UNAVAILABLE */
  get(customer: string): Promise<StoredKey | undefined>;
  /**
   * Keeps a new record, for good when it resolves.
   * @param revision that of the record that it replaces; undefined: there was none
   * @returns false where somebody else was faster
   * @throws NluError UNAVAILABLE
   */
  put(customer: string, record: KeyRecord, revision: number | undefined): Promise<boolean>;
  /** Destroys the customer's key, for good when it resolves. @throws NluError UNAVAILABLE */
  forget(customer: string, time: string): Promise<void>;
  /** The customers whose records nobody asked for or wrote since, in ms. Absent: the store does not know. @throws NluError */
  unusedSince?(sinceMs: number): AsyncIterable<string>;
  /** Removes such a record. @returns false where it was used meanwhile @throws NluError UNAVAILABLE */
  remove?(customer: string, sinceMs: number): Promise<boolean>;
}

/** A stored text as a record; undefined for a text that is none. */
export function parsedKeyRecord(text: string): KeyRecord | undefined {
  try {
    return keyRecordSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
