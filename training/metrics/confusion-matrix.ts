import { isInDomain, type Scored } from './scored.js';
import { NOBODY } from './steal-matrix.js';

/** Counts of in-domain utterances by the reference's `domain/intent` and the top hypothesis's. */
export interface ConfusionMatrix {
  /** Row and column names, in alphabetical order; columns end with `none`. */
  readonly labels: readonly string[];
  /** [labels][labels + none] */
  readonly counts: readonly (readonly number[])[];
}

/** Which intents are taken for which: the top hypothesis of every in-domain utterance. */
export function confusionMatrix(scored: readonly Scored[]): ConfusionMatrix {
  const cells = new Map<string, number>();
  const labels = new Set<string>();
  for (const { reference, hypotheses } of scored) {
    if (!isInDomain(reference)) continue;
    const actual = `${reference.domain}/${reference.intent}`;
    const top = hypotheses[0];
    const predicted = top ? `${top.domain}/${top.intent}` : NOBODY;
    labels.add(actual);
    if (top) labels.add(predicted);
    const key = `${actual}\n${predicted}`;
    cells.set(key, (cells.get(key) ?? 0) + 1);
  }
  const names = [...labels].sort();
  const counts = names.map((actual) =>
    [...names, NOBODY].map((predicted) => cells.get(`${actual}\n${predicted}`) ?? 0),
  );
  return { labels: names, counts };
}
