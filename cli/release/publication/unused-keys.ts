import type { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import { parsedKeyRecord } from '../../../gateway/feedback/privacy/key-store.js';
import { codeOf } from '../../../serving/errors.js';

/** What became of the keys of customers of whom no event is kept. */
export interface UnusedKeys {
  /** Keys that open nothing, and are removed next time unless somebody seals by them before. */
  readonly retiring: number;
  readonly removed: number;
}

/** A key retires for so long before it is removed, in ms: no gateway holds on to what it sealed before for longer. */
const RETIRES_MS = 24 * 60 * 60 * 1000;
/** Keys that are looked up at a time. */
const TOGETHER = 64;

const BUCKET = 'nlu-customers';

/**
 * Retires the keys that were stored long ago and of whose customers there are no events any more and no preferences, and removes
 * those that retire since a day. A gateway that is to seal by a retiring key says first that it stays, so that nothing is sealed by
 * a key that is removed. Of a customer who was forgotten it removes the time, which is of no use once nothing is as old.
 * @param olderMs the age of a key's value from which it is looked at, in ms: more than events are kept
 * @param nowMs the time of day
 * @throws NluError UNAVAILABLE; PERMISSION_DENIED for a login that may not
 */
export async function removeUnusedKeys(
  stores: Pick<NatsStores, 'customerNames' | 'customersWithEvents' | 'storedMs' | 'getKey' | 'swapKey' | 'eraseValue'>,
  olderMs: number,
  nowMs: number,
): Promise<UnusedKeys> {
  const names = await stores.customerNames();
  const beside = new Set(names.flatMap((name) => /-([^-]+)$/u.exec(name)?.[1] ?? []));
  const used = await stores.customersWithEvents();
  const unused = names.filter((name) => !name.includes('-') && !beside.has(name) && !used.has(name));
  let [retiring, removed] = [0, 0];
  for (let from = 0; from < unused.length; from += TOGETHER) {
    const fates = await Promise.all(unused.slice(from, from + TOGETHER).map((customer) => look(customer)));
    retiring += fates.filter((fate) => fate === 'retiring').length;
    removed += fates.filter((fate) => fate === 'removed').length;
  }
  return { retiring, removed };

  async function look(customer: string): Promise<'kept' | 'retiring' | 'removed'> {
    const [storedMs, value] = await Promise.all([stores.storedMs(BUCKET, customer), stores.getKey(BUCKET, customer)]);
    const record = value?.text === undefined ? undefined : parsedKeyRecord(value.text);
    if (!value || !record || storedMs === undefined) return 'kept';
    if ('key' in record && record.retiring !== undefined) {
      if (nowMs - Date.parse(record.retiring) < RETIRES_MS) return 'retiring';
    } else {
      if (nowMs - storedMs < olderMs) return 'kept';
      if ('key' in record)
        return retire(customer, { ...record, retiring: new Date(nowMs).toISOString() }, value.revision);
    }
    await stores.eraseValue(BUCKET, value.revision);
    return 'removed';
  }

  async function retire(customer: string, record: object, revision: number): Promise<'kept' | 'retiring'> {
    try {
      await stores.swapKey(BUCKET, customer, JSON.stringify(record), revision);
      return 'retiring';
    } catch (error) {
      // Somebody changed it meanwhile: it is used.
      if (codeOf(error) === 'FAILED_PRECONDITION') return 'kept';
      throw error;
    }
  }
}
