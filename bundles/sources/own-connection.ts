import { NluError } from '../../serving/errors.js';
import type { NatsListener } from './nats-options.js';
import type { NatsStores } from './nats-stores.js';

/** Longest wait for a first connection, in ms. */
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Starts stores, and resolves when they can be used for the first time.
 * @throws NluError UNAVAILABLE, saying why, when that takes too long; they go on trying to connect
 */
export function connected(stores: NatsStores, hint = ''): Promise<void> {
  return new Promise((resolve, reject) => {
    let reason = `${stores.place}: no answer`;
    const timer = setTimeout(() => reject(new NluError('UNAVAILABLE', `${reason}${hint}`)), CONNECT_TIMEOUT_MS);
    const listener: NatsListener = {
      up: () => {
        clearTimeout(timer);
        resolve();
      },
      down: ({ message }) => {
        reason = message;
      },
    };
    stores.start(listener);
  });
}
