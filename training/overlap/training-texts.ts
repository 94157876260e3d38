import { createHash } from 'node:crypto';
import { groupKey } from '../corpus/folds.js';

/** The part of a bundle that says which texts its training read. Serving does not use it. */
export const TRAINING_TEXTS_PART = 'training-texts.bin';

const BYTES = 4;

/**
 * A record of texts: 32 bits of the SHA-256 of each text without case, punctuation and spacing, as big-endian integers
 * in rising order, each once. A text that is not in it is taken for one that is with probability distinct texts / 2^32.
 */
export function packTrainingTexts(texts: Iterable<string>): Uint8Array {
  const distinct = [...new Set(Array.from(texts, fingerprint))].sort((one, other) => one - other);
  const bytes = Buffer.alloc(distinct.length * BYTES);
  for (const [index, value] of distinct.entries()) bytes.writeUInt32BE(value, index * BYTES);
  return bytes;
}

/** Tells whether a text was read, by the record that `packTrainingTexts` makes. */
export function trainingTexts(record: Uint8Array): (text: string) => boolean {
  const bytes = Buffer.from(record.buffer, record.byteOffset, record.byteLength);
  const known = new Set<number>();
  for (let at = 0; at + BYTES <= bytes.length; at += BYTES) known.add(bytes.readUInt32BE(at));
  return (text) => known.has(fingerprint(text));
}

function fingerprint(text: string): number {
  return createHash('sha256').update(groupKey(text)).digest().readUInt32BE(0);
}
