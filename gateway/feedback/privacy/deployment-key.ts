import { createHmac, hkdfSync } from 'node:crypto';
import { openSealed, seal } from './sealing.js';

/** Bytes of a deployment's key, and of a customer's. */
export const KEY_BYTES = 32;
/** Bytes of a fingerprint: two of 2^40 customers have the same one with a probability of 2^-49. */
const FINGERPRINT_BYTES = 16;

/**
 * The key of a deployment, from which all fingerprints follow, and under which the customers' keys are wrapped. Each use has a
 * key of its own (HKDF-SHA-256), so that no fingerprint of one kind tells anything of another.
 */
export class DeploymentKey {
  /** Tells deployments apart: 8 hexadecimal digits that tell nothing of the key. */
  readonly id: string;
  readonly #keys: Readonly<Record<'customer' | 'session' | 'words' | 'event' | 'wrap', Buffer>>;

  /** @param key 32 random bytes */
  constructor(key: Uint8Array) {
    const derived = (use: string) => Buffer.from(hkdfSync('sha256', key, '', `nlu-events ${use}`, KEY_BYTES));
    this.#keys = {
      customer: derived('customer'),
      session: derived('session'),
      words: derived('words'),
      event: derived('event'),
      wrap: derived('wrap'),
    };
    this.id = fingerprint(derived('id'), '').slice(0, 8);
  }

  /** The fingerprint of a customer's name as callers send it. */
  customer(name: string): string {
    return fingerprint(this.#keys.customer, name);
  }

  /** The fingerprint of a session's name as callers send it. */
  session(name: string): string {
    return fingerprint(this.#keys.session, name);
  }

  /** The fingerprint of words. @param normalised in lower case, with single blanks */
  words(normalised: string): string {
    return fingerprint(this.#keys.words, normalised);
  }

  /** The fingerprint of an event's name, which its caller chose. */
  event(name: string): string {
    return fingerprint(this.#keys.event, name);
  }

  /** A customer's key as it is stored: of no use without the deployment's. */
  wrap(customer: string, key: Buffer): string {
    return seal(this.#keys.wrap, customer, key);
  }

  /** A customer's key from how it is stored; undefined where another deployment, or nobody, wrapped it. */
  unwrap(customer: string, wrapped: string): Buffer | undefined {
    const key = openSealed(this.#keys.wrap, customer, wrapped);
    return key?.length === KEY_BYTES ? key : undefined;
  }
}

function fingerprint(key: Buffer, text: string): string {
  return createHmac('sha256', key)
    .update(text)
    .digest('hex')
    .slice(0, 2 * FINGERPRINT_BYTES);
}
