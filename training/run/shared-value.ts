import { deserialize, serialize } from 'node:v8';

/** A value on its way to worker threads, written once into memory that they share. */
export interface SharedValue {
  readonly id: number;
  readonly bytes: Uint8Array;
}

const sent = new WeakMap<object, SharedValue>();
let nextId = 0;

/** The same object is written once, however often it is sent; it must not change after the first time. */
export function share(value: object): SharedValue {
  const known = sent.get(value);
  if (known) return known;
  const written = serialize(value);
  const bytes = new Uint8Array(new SharedArrayBuffer(written.length));
  bytes.set(written);
  const shared = { id: nextId++, bytes };
  sent.set(value, shared);
  return shared;
}

/**
 * What this thread read last. A domain's tasks follow each other and share an object or two, so more need not be kept.
 */
const KEPT = 2;
const received = new Map<number, unknown>();

/** The value; one that was received shortly before is the very same object, so it must not be changed. */
export function receive({ id, bytes }: SharedValue): unknown {
  const known = received.get(id);
  const value = known ?? deserialize(bytes);
  received.delete(id);
  received.set(id, value);
  for (const old of received.keys()) if (received.size > KEPT) received.delete(old);
  return value;
}
