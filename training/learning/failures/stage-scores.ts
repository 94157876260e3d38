import { anyDomain } from '../../../gateway/answer/any-domain.js';
import { byRank } from '../../../gateway/answer/hearings/weights.js';
import type { RequestEvent } from '../../../gateway/feedback/events/request-event.js';
import { answeredMeaning } from './turns/answered-meaning.js';

/** What each stage said of its own work, each a probability in [0, 1]; NaN: it said nothing. */
export interface StageScores {
  /** P(the wake word was said). */
  readonly wake: number;
  /** Share of the n-best list's confidence that its first entry has. */
  readonly heard: number;
  /** P(the utterance is any domain's). */
  readonly anyDomain: number;
  /** P(what was answered is exactly right), after the priors. */
  readonly understood: number;
  /** P(the likeliest entity is meant), given the slots. */
  readonly entity: number;
}

export function stageScores(request: RequestEvent): StageScores {
  const meaning = answeredMeaning(request);
  const { entities, posterior } = meaning?.hypothesis ?? {};
  const reading = request.readings[0]?.probability;
  return {
    wake: request.wakeConfidence ?? Number.NaN,
    heard: hearingShares(request)[0] ?? Number.NaN,
    anyDomain: anyDomain(request.domains.flatMap(({ inDomain }) => inDomain ?? [])),
    understood: posterior ?? reading ?? Number.NaN,
    entity: entities ? (entities[0]?.probability ?? 0) : Number.NaN,
  };
}

/**
 * The n-best list's confidences as shares that sum to 1, in the list's order; by rank alone where any entry has none. Empty
 * where there is no list.
 */
export function hearingShares({ recognised = [] }: Pick<RequestEvent, 'recognised'>): number[] {
  const sum = recognised.reduce((total, { confidence = Number.NaN }) => total + confidence, 0);
  if (sum > 0) return recognised.map(({ confidence = 0 }) => confidence / sum);
  return byRank(recognised.length);
}
