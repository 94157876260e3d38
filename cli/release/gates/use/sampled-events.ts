import { hashText } from '../../../../domains/core/numeric/hash.js';
import type { FeedbackEvent } from '../../../../gateway/feedback/events/event.js';

/** Events that are learned from at most: half as many again need 2 GB. */
export const MOST_EVENTS = 500_000;

/**
 * Keeps the events of all customers as long as there are not too many, then of every second one, of every fourth and so on:
 * memory and time are bounded, and what is learned of a customer is whole. Who is taken depends on their fingerprint alone, so
 * that each run takes the same. Of what is nobody's, a request and its outcomes stand or fall together.
 */
export class SampledEvents {
  readonly #most: number;
  #events: FeedbackEvent[] = [];
  /** One customer in so many is taken: a power of two. */
  #oneIn = 1;

  /** @param most at least 1 */
  constructor(most = MOST_EVENTS) {
    this.#most = most;
  }

  get events(): readonly FeedbackEvent[] {
    return this.#events;
  }

  get oneIn(): number {
    return this.#oneIn;
  }

  add(event: FeedbackEvent): void {
    if (!this.#isTaken(event)) return;
    this.#events.push(learnable(event));
    while (this.#events.length > this.#most && this.#oneIn < MOST_ONE_IN) {
      this.#oneIn *= 2;
      this.#events = this.#events.filter((each) => this.#isTaken(each));
    }
  }

  #isTaken({ customer, requestId }: FeedbackEvent): boolean {
    return this.#oneIn === 1 || (hashText(`sample\n${customer ?? requestId}`) & (this.#oneIn - 1)) === 0;
  }
}

/** A single customer's events are halved no further. */
const MOST_ONE_IN = 2 ** 20;

/** What labels and rows are made of: a request's context, versions and domains are half of its memory, and none of that. */
function learnable(event: FeedbackEvent): FeedbackEvent {
  return event.kind === 'request' ? { ...event, context: [], versions: {}, domains: [] } : event;
}
