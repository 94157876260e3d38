import type { SentHearing } from '../../../../gateway/answer/hearings/weights.js';
import type { DeviceContext } from '../../../../gateway/answer/priors/context.js';
import type { RequestEvent } from '../../../../gateway/feedback/events/request-event.js';
import type { Meaning, Work } from './goal.js';

/** What the line is asked. */
export interface LineRequest {
  readonly id: string;
  /** Likeliest first, at least one. */
  readonly hearings: readonly SentHearing[];
  readonly context: DeviceContext;
}

/** One thing that the line offers, with the work that it would act on. */
export interface OfferedMeaning extends Meaning {
  readonly work: Work | undefined;
}

/** An answer as its event tells it, and what the event tells by ids alone. */
export interface LineAnswer {
  readonly event: RequestEvent;
  /** What was accepted (one) or offered, in the event's order. */
  readonly offered: readonly OfferedMeaning[];
}

/** The line from words to an entity, as it is served. */
export interface Line {
  /** One answer for each request, in their order. */
  answer(requests: readonly LineRequest[]): Promise<LineAnswer[]>;
  /** The work that a meaning would act on; undefined: nothing of the catalogue. */
  resolve(meaning: Meaning, requestId: string): Work | undefined;
  /** Whether the domain's catalogue has the work. */
  lists(domain: string, work: Work): boolean;
  /** Slots of the domain that name things of its catalogue. */
  namingSlots(domain: string): ReadonlySet<string>;
}
