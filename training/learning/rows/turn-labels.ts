import type { Slot } from '../../../serving/hypothesis.js';
import { OTHER } from '../../corpus/corpus-row.js';
import type { LearnableTurn, Understanding } from './learnable-turn.js';
import { projectedSlots } from './slot-projection.js';

/** What a label stands on. */
export const LABEL_ORIGINS = ['success', 'rephrase', 'choice', 'served', 'rejection'] as const;
export type LabelOrigin = (typeof LABEL_ORIGINS)[number];

/** Whether a label is what was answered, or chosen of what was offered: the customer's signs are about it. */
export function isOfAnswer({ origin }: Pick<TurnLabel, 'origin'>): boolean {
  return origin === 'success' || origin === 'choice' || origin === 'rejection';
}

/** One interpretation of a turn's own text, by what came of the turn. */
export interface TurnLabel {
  readonly origin: LabelOrigin;
  /** A domain that is known, or `other`. */
  readonly domain: string;
  readonly intent: string;
  /** Undefined where only the domain and the intent are known. */
  readonly slots: readonly Slot[] | undefined;
  /** P(this is what the text means), in [0, 1]. */
  readonly probability: number;
}

/** The labels of a turn, and how many interpretations had a slot whose words are not in the text. */
export interface TurnLabels {
  readonly labels: readonly TurnLabel[];
  /** P(the answer was not what was meant, and the customer went on to get it), whatever came of that, in [0, 1]. */
  readonly wentOn: number;
  readonly unprojected: number;
}

/**
 * What a turn says of its own text, credit given by stage and not for the whole:
 * - its answer, by P(success);
 * - a rephrase's answer, `other` where it was rejected, by P(the turn failed) P(it was interpretation that failed) P(it was said again) P(that succeeded);
 * - a reading that was chosen, by P(it was meant);
 * - what the orchestrator did in the end, without slots, by P(failed) P(interpretation failed);
 * - a rejection that was right, and what was done by a domain that is not here, as `other`.
 * The probabilities of one turn sum to 1 at most, save for rounding. The answer is among them whatever its probability.
 * @param domains names of the domains that learn; whatever another one did is `other`
 */
export function turnLabels(turn: LearnableTurn & { readonly text: string }, domains: ReadonlySet<string>): TurnLabels {
  const { text, answer, chosen, served, rephrase, success } = turn;
  const failed = (1 - success) * turn.interpretationFailed;
  const labels: TurnLabel[] = [];
  let [unprojected, wentOn] = [0, 0];
  const add = (origin: LabelOrigin, { domain, intent, slots }: Understanding, probability: number) => {
    if (!(probability > 0) && !isOfAnswer({ origin })) return;
    if (!domains.has(domain)) {
      labels.push({ origin, domain: OTHER, intent: '', slots: undefined, probability });
      return;
    }
    const projected = projectedSlots(text, slots);
    if (projected) labels.push({ origin, domain, intent, slots: projected, probability });
    else unprojected++;
  };
  if (chosen) {
    add('choice', chosen.reading, chosen.probability);
    return { labels, wentOn, unprojected };
  }
  if (answer) add('success', answer, success);
  else labels.push({ origin: 'rejection', domain: OTHER, intent: '', slots: undefined, probability: success });
  if (served) {
    wentOn = failed;
    const isOurs = domains.has(served.domain);
    const { domain, intent } = isOurs ? served : { domain: OTHER, intent: '' };
    if (failed > 0) labels.push({ origin: 'served', domain, intent, slots: undefined, probability: failed });
  } else if (rephrase) {
    const answered = rephrase.answer ?? { domain: OTHER, intent: '', slots: [] };
    wentOn = failed * rephrase.probability;
    add('rephrase', answered, wentOn * rephrase.success);
  }
  return { labels, wentOn, unprojected };
}
