import { createHash, timingSafeEqual } from 'node:crypto';

/** A caller that is known by its token, of which only the hash is kept. */
export interface KnownCaller {
  readonly name: string;
  /** SHA-256 of the token, 64 hexadecimal digits. Tokens are long random strings, so that a fast hash is safe. */
  readonly tokenSha256: string;
}

/**
 * The name of the caller whose token stands in `authorization`, or undefined. All tokens are compared, each in constant
 * time, so that the time taken tells nothing about them.
 * @param authorization value of the header, `Bearer <token>`
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
