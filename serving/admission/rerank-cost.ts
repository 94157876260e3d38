/** Hypotheses and slots that a domain measures in the time in which it interprets an utterance. */
const MEASURED_PER_PLACE = 64;

/** Places that a request to re-rank takes: one, and one more for each 64 hypotheses and slots. */
export function rerankCost({
  hypotheses,
}: {
  readonly hypotheses: readonly { readonly slots: readonly unknown[] }[];
}): number {
  let measured = hypotheses.length;
  for (const { slots } of hypotheses) measured += slots.length;
  return 1 + Math.floor(measured / MEASURED_PER_PLACE);
}
