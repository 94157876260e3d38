import { invalidField } from '../../../serving/errors.js';

/** Bytes of UTF-8. */
const LONGEST = 64;

/**
 * Returns a caller's own name of a customer or a session, which may be empty.
 * @throws NluError INVALID_ARGUMENT for one of more than 64 bytes, or that is not UTF-8
 */
export function checkOpaque(field: string, name: string): string {
  checkEncoding(field, name);
  const bytes = Buffer.byteLength(name);
  if (bytes <= LONGEST) return name;
  throw invalidField(field, `is ${bytes} bytes of UTF-8; at most ${LONGEST} are allowed: send a hash of it`);
}

/**
 * Bytes that are not UTF-8 arrive as U+FFFD, whichever they were: two names would be one, and a customer somebody else.
 * @throws NluError INVALID_ARGUMENT for a name that holds it
 */
export function checkEncoding(field: string, name: string): string {
  if (!name.includes('\ufffd')) return name;
  throw invalidField(field, 'is not UTF-8, or holds U+FFFD, as which such bytes arrive: send it as hexadecimal digits');
}
