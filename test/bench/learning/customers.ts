import { type CorpusRow, OTHER } from '../../../training/corpus/corpus-row.js';
import { drawOf } from '../../../training/corpus/folds.js';
import type { LearnableTurn } from '../../../training/learning/rows/learnable-turn.js';
import { isRight } from '../../../training/metrics/interpretation-match.js';
import type { ServedAnswer } from './served.js';

/** How customers tell what was right. */
export interface FeedbackSettings {
  /** Share of what is observed that is the opposite of the truth: outcomes, and whether a request says the same again. */
  readonly noise: number;
  /** Customers who say each text, each with outcomes of their own. */
  readonly customers: number;
  /** Whether those who say a lot mostly do not tell: of texts above the median in length one in five is told of, of others four. */
  readonly biased: boolean;
  readonly seed: number;
}

/** A traffic row, what was answered to it, and to the ways in which the same is said again. */
export interface ServedRow {
  readonly row: CorpusRow;
  readonly served: ServedAnswer;
  readonly rephrases: readonly ServedAnswer[];
  /** What somebody said next who wanted something else. */
  readonly unrelated: ServedAnswer;
}

/** The noise that labels reckon with, whatever it is: nobody tells them. */
export const ASSUMED_NOISE = 0.1;

/** Median length of a SNIPS row, in characters. */
const MEDIAN_LENGTH = 46;

/** Whether an answer is what a row asks for: of a row of no domain, a rejection. */
export function isServedRight({ domain, intent, slots }: CorpusRow, { answer }: ServedAnswer): boolean {
  if (domain === OTHER) return answer === undefined;
  return answer !== undefined && isRight({ domain, intent, slots }, { ...answer, confidence: 1 });
}

/** What labels make of the turns of a row's customers; none of those who do not tell. */
export function turnsOf(served: ServedRow, { noise, customers, biased, seed }: FeedbackSettings): LearnableTurn[] {
  const { row } = served;
  return Array.from({ length: customers }, (_, customer) => customer).flatMap((customer) => {
    const draw = (what: string) => drawOf(row.text, `${what} of customer ${customer}\n${seed}`);
    const told = row.text.length > MEDIAN_LENGTH ? 0.2 : 0.8;
    if (biased && draw('telling') >= told) return [];
    const observed = (truth: boolean, what: string) => truth !== draw(what) < noise;
    const success = isServedRight(row, served.served);
    const turn = {
      id: `${row.id}/${customer}`,
      customer: `${customer}`,
      text: row.text,
      answer: served.served.answer,
      interpretationFailed: 1,
    };
    // Who was answered wrongly says it again until it works; whoever was not says something else next.
    const [first, second] = served.rephrases;
    const again = success || !first ? undefined : isServedRight(row, first) || !second ? first : second;
    const next = again ?? served.unrelated;
    const isSeenAsAgain = observed(again !== undefined, 'rephrase');
    const nextRight = again ? isServedRight(row, again) : next.confidence > 0.5;
    const isSuccess = observed(success, 'outcome');
    const nextSuccess = observed(nextRight, 'outcome of the rephrase');
    // Whoever did not get it by then gives up: nothing is said again.
    const isSeenThrice = observed(false, 'second rephrase');
    return {
      ...turn,
      success: afterUse(served.served.confidence, isSuccess, isSeenAsAgain),
      rephrase: {
        probability: isSeenAsAgain ? 1 - ASSUMED_NOISE : ASSUMED_NOISE,
        answer: next.answer,
        success: afterUse(next.confidence, nextSuccess, isSeenThrice),
      },
    };
  });
}

/**
 * P(right | confidence, outcome, whether the next request says it again) by Bayes, with observations that are wrong as often as
 * labels reckon with: whoever was answered rightly does not say it again, whoever was not does.
 */
export function afterUse(confidence: number, isSuccess: boolean, isSaidAgain: boolean): number {
  const likely = (agrees: boolean) => (agrees ? 1 - ASSUMED_NOISE : ASSUMED_NOISE);
  const prior = Math.min(0.999, Math.max(0.001, confidence));
  const right = prior * likely(isSuccess) * likely(!isSaidAgain);
  const wrong = (1 - prior) * likely(!isSuccess) * likely(isSaidAgain);
  return right / (right + wrong);
}
