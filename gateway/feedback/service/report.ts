import type { Outcome__Output } from '../../../proto/gen/nlu/v1/Outcome.js';
import type { OutcomeResult } from '../../../proto/gen/nlu/v1/OutcomeResult.js';
import { NluError } from '../../../serving/errors.js';
import type { OutcomeEvent } from '../events/outcome-event.js';
import type { Feedback } from '../open-feedback.js';
import type { Kept } from '../recording/recorder.js';
import { checkOutcome } from './check-outcome.js';

/** How far an outcome may lie ahead of the gateway's clock, in ms. */
const MOST_AHEAD_MS = 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

const WHY: Readonly<Record<Kept, string>> = {
  STORED: '',
  DUPLICATE: '',
  FORGOTTEN: 'the customer was forgotten since',
  TOO_MANY: 'the customer has had as many events in this hour as are kept',
  NOT_STORED: 'it could not be stored now; report it again later',
};

/**
 * Writes outcomes, each by itself: one that is wrong harms no other.
 * @param heard told of each that was kept for the first time
 * @returns what became of each, in their order
 */
export async function report(
  { recorder, deployment, config, metrics }: Pick<Feedback, 'recorder' | 'deployment' | 'config' | 'metrics'>,
  outcomes: readonly Outcome__Output[],
  heard: (outcome: OutcomeEvent) => void,
): Promise<OutcomeResult[]> {
  const received = recorder.time;
  const nowMs = Date.parse(received);
  const [oldest, newest] = [nowMs - config.days * DAY_MS, nowMs + MOST_AHEAD_MS];
  const results: OutcomeResult[] = [];
  const taken: { event: OutcomeEvent; place: number }[] = [];
  for (const [place, outcome] of outcomes.entries()) {
    const { eventId } = outcome;
    try {
      const event = checkOutcome(`outcomes[${place}]`, outcome, received, deployment);
      const atMs = Date.parse(event.time);
      if (atMs < oldest) {
        metrics.count('outcome', 'too-old');
        const message = `outcomes[${place}].time: ${outcome.time} is more than ${config.days} days ago`;
        results[place] = { eventId, status: 'OUTCOME_STATUS_TOO_OLD', message };
      } else if (atMs > newest) {
        metrics.count('outcome', 'in-future');
        const message = `outcomes[${place}].time: ${outcome.time} is more than an hour ahead of ${received}`;
        results[place] = { eventId, status: 'OUTCOME_STATUS_IN_FUTURE', message };
      } else {
        taken.push({ event, place });
      }
    } catch (error) {
      if (!(error instanceof NluError)) throw error;
      metrics.count('outcome', 'refused');
      results[place] = { eventId: eventId.slice(0, 128), status: 'OUTCOME_STATUS_REFUSED', message: error.message };
    }
  }
  const kept = await recorder.report(taken.map(({ event }) => event));
  for (const [index, { event, place }] of taken.entries()) {
    const each = kept[index]!;
    if (each === 'STORED') heard(event);
    results[place] = { eventId: event.id, status: `OUTCOME_STATUS_${each}`, message: WHY[each] };
  }
  return results;
}
