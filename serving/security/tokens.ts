import { createHash, timingSafeEqual } from 'node:crypto';

/** A caller that may ask, told by its token. Only the hash is known here. */
export interface KnownCaller {
  readonly name: string;
  /** SHA-256 of the token, 64 hexadecimal digits. Tokens are long random strings, so that no slow hash is needed. */
  readonly tokenSha256: string;
}

/**
 * The name of the caller that an `authorization` value belongs to, undefined for none. Takes the same time whichever
 * token it is compared with, and whichever matches.
 */
export function callerOf(authorization: string, callers: readonly KnownCaller[]): string | undefined {
  const token = /^Bearer ([\x21-\x7e]{1,4096})$/i.exec(authorization)?.[1];
  const given = createHash('sha256')
    .update(token ?? '')
    .digest();
  let found: string | undefined;
  for (const { name, tokenSha256 } of callers) {
    if (timingSafeEqual(given, Buffer.from(tokenSha256, 'hex'))) found = name;
  }
  return token === undefined ? undefined : found;
}
