import { createHash } from 'node:crypto';
import type { DirectStreamAPI, StoredMsg } from '@nats-io/jetstream';
import type { KvEntry } from '@nats-io/kv';
import type { ObjectInfo } from '@nats-io/obj';
import { NluError } from '../../../serving/errors.js';
import { BUNDLE_BUCKET, type KeyBucket, type StoredValue } from '../stored-value.js';

/** The header of a value that says that its key was removed. */
export const OPERATION = 'KV-Operation';

/** Description of an object, where the object store keeps it (NATS ADR-20); undefined for none. */
export async function objectInfo(direct: DirectStreamAPI, name: string): Promise<ObjectInfo | undefined> {
  const encoded = Buffer.from(name).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
  const subject = `$O.${BUNDLE_BUCKET}.M.${encoded}`;
  const message = await direct.getMessage(`OBJ_${BUNDLE_BUCKET}`, { last_by_subj: subject });
  return message?.json<ObjectInfo>();
}

/**
 * Reads an object chunk by chunk, as the object store lays them out (NATS ADR-20). The client's own `get` hashes in
 * JavaScript, which takes 28 ms for 2 MB on the thread that answers requests.
 */
export async function readChunks(
  direct: DirectStreamAPI,
  { nuid, chunks, size, digest }: ObjectInfo,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let offset = 0;
  let seq = 1;
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    const next = { seq, next_by_subj: `$O.${BUNDLE_BUCKET}.C.${nuid}` };
    const message = await direct.getMessage(`OBJ_${BUNDLE_BUCKET}`, next);
    if (!message || offset + message.data.length > size) break;
    bytes.set(message.data, offset);
    offset += message.data.length;
    seq = message.seq + 1;
  }
  // The store pads its base64url, and Node does not.
  const hash = `SHA-256=${createHash('sha256').update(bytes).digest('base64url')}`;
  if (digest.replace(/=+$/, '') !== hash)
    throw new NluError('UNAVAILABLE', 'the stored object was changed while it was read');
  return bytes;
}

/** The subject that a key's values are written to. */
export function subjectOf(bucket: KeyBucket, key: string): string {
  return `$KV.${bucket}.${key}`;
}

/** A key's value that was read directly. */
export function keptValue(key: string, message: StoredMsg): StoredValue {
  const isRemoval = (message.header?.get(OPERATION) ?? '') !== '';
  return { key, revision: message.seq, text: isRemoval ? undefined : message.string() };
}

/** A key's value as the client lists it. */
export function storedValue(entry: KvEntry): StoredValue {
  const { key, revision, operation } = entry;
  return { key, revision, text: operation === 'PUT' ? entry.string() : undefined };
}
