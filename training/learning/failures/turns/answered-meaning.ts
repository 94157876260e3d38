import type { RequestEvent } from '../../../../gateway/feedback/events/request-event.js';
import type { ToldEntity, ToldHypothesis, ToldSlot } from '../../../../gateway/feedback/events/told-hypothesis.js';

/** What an answer made of a request: the reading that came first, or else the hypothesis that did. */
export interface AnsweredMeaning {
  readonly domain: string;
  readonly intent: string;
  readonly slots: readonly ToldSlot[];
  /** Its hypothesis, which has what the catalogue said; absent where the event's list ends before it. */
  readonly hypothesis: ToldHypothesis | undefined;
}

/** @returns undefined where nothing was understood */
export function answeredMeaning({ readings, hypotheses }: RequestEvent): AnsweredMeaning | undefined {
  const [first] = readings.length > 0 ? readings : hypotheses;
  if (!first) return undefined;
  const { domain, intent, slots } = first;
  const hypothesis = hypotheses.find(
    (each) => each.domain === domain && each.intent === intent && slotText(each.slots) === slotText(slots),
  );
  return { domain, intent, slots, hypothesis };
}

/** The entity that an answer acts on: the likeliest, unless that nothing was meant is likelier. */
export function actedEntity(meaning: AnsweredMeaning | undefined): ToldEntity | undefined {
  const { entities = [], entityNone = 0 } = meaning?.hypothesis ?? {};
  const [first] = entities;
  return first && first.probability > entityNone ? first : undefined;
}

/** Slots as a text: the same for the same names and values, in whatever order. */
export function slotText(slots: readonly ToldSlot[]): string {
  return slots
    .map(({ name, key }) => `${name} ${key}`)
    .sort()
    .join('\n');
}
