import { createHmac, hkdfSync } from 'node:crypto';
import { openSealed, seal } from './sealing.js';

/** Bytes of a deployment's key, and of a customer's. */
export const KEY_BYTES = 32;
/** Bytes of a fingerprint: two of 2^40 customers have the same one with a probability of 2^-49. */
const FINGERPRINT_BYTES = 16;

/** Fingerprints that are kept: people come again, and so do names of artists. */
const MOST_KEPT = 8_192;
/** The longest text whose fingerprint is kept, in UTF-16 code units. */
const LONGEST_KEPT = 128;

type Use = 'customer' | 'session' | 'words' | 'event';

/**
 * The key of a deployment, from which all fingerprints follow, and under which the customers' keys are wrapped. Each use has a
 * key of its own (HKDF-SHA-256), so that no fingerprint of one kind tells anything of another.
 */
export class DeploymentKey {
  /** Tells deployments apart: 8 hexadecimal digits that tell nothing of the key. */
  readonly id: string;
  readonly #keys: Readonly<Record<Use | 'wrap', Buffer>>;
  readonly #kept = new Map<string, string>();

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
    return this.#of('customer', name);
  }

  /** The fingerprint of a session's name as callers send it. */
  session(name: string): string {
    return this.#of('session', name);
  }

  /** The fingerprint of words. @param normalised in lower case, with single blanks */
  words(normalised: string): string {
    return this.#of('words', normalised);
  }

  /** The fingerprint of an event's name, which its caller chose. */
  event(name: string): string {
    return this.#of('event', name);
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

  #of(use: Use, text: string): string {
    if (text.length > LONGEST_KEPT || use === 'event') return fingerprint(this.#keys[use], text);
    const name = `${use} ${text}`;
    const kept = this.#kept.get(name);
    if (kept !== undefined) return kept;
    const made = fingerprint(this.#keys[use], text);
    // To begin anew costs less than to keep an order.
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(name, made);
    return made;
  }
}

function fingerprint(key: Buffer, text: string): string {
  return createHmac('sha256', key)
    .update(text)
    .digest('hex')
    .slice(0, 2 * FINGERPRINT_BYTES);
}
