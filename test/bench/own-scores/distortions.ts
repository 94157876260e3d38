import { logit, sigmoid } from '../../../serving/numeric/log-odds.js';
import type { HypothesisRow } from '../../../training/own-scores/hypothesis-row.js';

/** What another NLU might have given: each probability of a domain's hypothesis under another scale. */
export type Distortion = (probability: number, domain: string) => number;

const scaled = (factor: number) => (probability: number) => sigmoid(factor * logit(probability));

/** Logits of the domains' scores times these, so that no two domains have the same scale. */
const MIXED: Readonly<Record<string, number>> = { music: 3, books: 1, video: 1 / 3 };

/** The distortions that are measured, by name; the first one changes nothing. */
export const DISTORTIONS: Readonly<Record<string, Distortion>> = {
  undistorted: (probability) => probability,
  'logits x 3': scaled(3),
  'logits x 0.7': scaled(0.7),
  'logits x 1/3': scaled(1 / 3),
  'mixed by domain': (probability, domain) => scaled(MIXED[domain] ?? 1)(probability),
  'two digits': (probability) => Math.round(100 * probability) / 100,
};

/** The rows with every score distorted. */
export function distorted(rows: readonly HypothesisRow[], distortion: Distortion): HypothesisRow[] {
  return rows.map((row) => ({
    ...row,
    hypotheses: row.hypotheses.map((hypothesis) => ({
      ...hypothesis,
      scores: Object.fromEntries(
        Object.entries(hypothesis.scores).map(([name, value]) => [name, distortion(value ?? 0, hypothesis.domain)]),
      ),
    })),
  }));
}
