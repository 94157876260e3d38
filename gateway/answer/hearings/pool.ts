import type { Hypothesis, ShiftedHypothesis } from '../hypothesis.js';
import { spokenForm } from './spoken-form.js';

/** A domain's hypotheses of one hearing. */
export interface HeardList<H extends Hypothesis> {
  /** The hearing's words. */
  readonly text: string;
  /** P(these words were said), in [0, 1]. */
  readonly weight: number;
  readonly hypotheses: readonly ShiftedHypothesis<H>[];
}

/** What a hypothesis means, apart from its domain: two with the same text mean the same. */
export type MeaningOf<H> = (hypothesis: H) => string;

/**
 * A meaning as a text: the intent, and the slots by name and spoken form, in whatever order.
 * @param spoken brings a value to its spoken form
 */
export function meaningText(
  intent: string,
  slots: readonly { readonly name: string; readonly value: string }[],
  spoken = spokenForm,
): string {
  return [intent, ...slots.map(({ name, value }) => `${name}\t${spoken(value)}`).sort()].join('\n');
}

/** Hypotheses of one meaning: the one that counts most so far, and the sums over hearings. */
interface Pooled<H extends Hypothesis> {
  best: ShiftedHypothesis<H>;
  text: string;
  /** The best one's weight times its posterior. */
  share: number;
  confidence: number;
  posterior: number;
}

/**
 * One domain's hypotheses of all hearings, those of one meaning as one: by the law of total probability, P(meaning) = sum
 * over hearings of P(hearing) P(meaning | hearing), of confidences and posteriors alike. It stands as the hypothesis that
 * adds most, in the words of its hearing; in the order in which the meanings come.
 */
export function pool<H extends Hypothesis>(
  lists: readonly HeardList<H>[],
  meaningOf: MeaningOf<H>,
): ShiftedHypothesis<H>[] {
  const byMeaning = new Map<string, Pooled<H>>();
  for (const { text, weight, hypotheses } of lists) {
    for (const shifted of hypotheses) {
      const { hypothesis, posterior } = shifted;
      const [confidence, share] = [weight * hypothesis.confidence, weight * posterior];
      const meaning = meaningOf(hypothesis);
      const same = byMeaning.get(meaning);
      if (!same) {
        byMeaning.set(meaning, { best: shifted, text, share, confidence, posterior: share });
        continue;
      }
      same.confidence += confidence;
      same.posterior += share;
      if (share > same.share) Object.assign(same, { best: shifted, text, share });
    }
  }
  return [...byMeaning.values()].map(({ best, text, confidence, posterior }) => ({
    ...best,
    hypothesis: { ...best.hypothesis, confidence: Math.min(1, confidence) },
    posterior: Math.min(1, posterior),
    heard: { text, confidence: best.hypothesis.confidence },
  }));
}
