import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
/** Bytes of the initialisation vector, which is random: one key may seal 2^32 texts (NIST SP 800-38D, 8.3). */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Random bytes are drawn by the thousand: one draw costs as much as to seal. */
const pool = Buffer.alloc(IV_BYTES * 512);
let drawn = pool.length;

/**
 * Seals bytes with AES-256-GCM.
 * @param key 32 bytes
 * @param context what the text belongs to: it opens with the same one only
 * @returns base64url of IV, sealed bytes and tag
 */
export function seal(key: Buffer, context: string, plain: Buffer | string): string {
  const iv = nextIv();
  const cipher = createCipheriv(CIPHER, key, iv);
  cipher.setAAD(Buffer.from(context));
  const sealed = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain);
  // GCM has all of it by now: the rest is empty.
  cipher.final();
  return Buffer.concat([iv, sealed, cipher.getAuthTag()]).toString('base64url');
}

/** What was sealed; undefined for another key or context, and for bytes that were changed. */
export function openSealed(key: Buffer, context: string, text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    return undefined;
  }
}

function nextIv(): Buffer {
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  drawn += IV_BYTES;
  return Buffer.from(pool.subarray(drawn - IV_BYTES, drawn));
}
