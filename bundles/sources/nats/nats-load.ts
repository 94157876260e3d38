import { NatsLink } from './nats-link.js';
import type { NatsListener, NatsOptions } from './nats-options.js';

/** Where gateways say every ten seconds how many requests they had. */
export const LOAD_SUBJECT = 'nlu.load';

/** Counts of load on NATS: messages that nobody stores, since the next one comes soon. */
export class NatsLoad {
  readonly #link: NatsLink;
  readonly #subscribed = new WeakSet<object>();

  constructor(options: NatsOptions) {
    this.#link = new NatsLink(options);
  }

  /** Connects in the background. Call it once. @param onText gets every message; absent: none are asked for */
  start(listener: NatsListener, onText?: (text: string) => void): void {
    this.#link.start({
      up: () => {
        if (onText) void this.#subscribe(onText).catch((error) => listener.down?.(error));
        listener.up();
      },
      down: (error) => listener.down?.(error),
    });
  }

  /** Publishes a message. @throws NluError UNAVAILABLE while it is not connected */
  publish(text: string): Promise<void> {
    return this.#link.request(async ({ connection }) => connection.publish(LOAD_SUBJECT, text));
  }

  close(): Promise<void> {
    return this.#link.close();
  }

  /** Subscriptions outlive reconnections of the same connection. */
  #subscribe(onText: (text: string) => void): Promise<void> {
    return this.#link.request(async ({ connection }) => {
      if (this.#subscribed.has(connection)) return;
      this.#subscribed.add(connection);
      connection.subscribe(LOAD_SUBJECT, {
        callback: (error, message) => {
          if (!error) onText(message.string());
        },
      });
    });
  }
}
