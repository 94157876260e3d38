import { invalidField } from '../../../serving/errors.js';

/** Bytes of UTF-8. */
const LONGEST = 64;

/**
 * Returns a caller's own name of a customer or a session, which may be empty.
 * @throws NluError INVALID_ARGUMENT for one of more than 64 bytes
 */
export function checkOpaque(field: string, name: string): string {
  const bytes = Buffer.byteLength(name);
  if (bytes <= LONGEST) return name;
  throw invalidField(field, `is ${bytes} bytes of UTF-8; at most ${LONGEST} are allowed: send a hash of it`);
}
