import type { Slot } from '../../serving/hypothesis.js';

/** An utterance's annotation beside its answer, which is absent where no domain offered a hypothesis. */
export interface StandardOutcome {
  readonly reference: { readonly intent: string; readonly slots: readonly Slot[] };
  readonly answer: { readonly intent: string; readonly slots: readonly Slot[] } | undefined;
}

/** The figures of published systems on SNIPS and ATIS (Goo et al. 2018), in [0, 1]; NaN of no utterances. */
export interface StandardFigures {
  readonly intentAccuracy: number;
  /** Micro F1 over chunks, as conlleval has it: right are those of the right name, first token and last. */
  readonly slotF1: number;
  /** Share of utterances whose intent and every chunk are right. */
  readonly sentenceAccuracy: number;
}

/** Scores answers as the literature does: a slot by name and place, whatever the intent that it comes with. */
export function standardFigures(outcomes: readonly StandardOutcome[]): StandardFigures {
  let intents = 0;
  let sentences = 0;
  let matched = 0;
  let chunks = 0;
  for (const { reference, answer } of outcomes) {
    const found = answer?.slots ?? [];
    const places = new Set(found.map(placeOf));
    const right = reference.slots.filter((slot) => places.has(placeOf(slot))).length;
    const isIntentRight = answer?.intent === reference.intent;
    matched += right;
    chunks += reference.slots.length + found.length;
    if (isIntentRight) intents++;
    if (isIntentRight && right === reference.slots.length && right === found.length) sentences++;
  }
  return {
    intentAccuracy: intents / outcomes.length,
    slotF1: (2 * matched) / chunks,
    sentenceAccuracy: sentences / outcomes.length,
  };
}

function placeOf({ name, start, end }: Slot): string {
  return `${name} ${start} ${end}`;
}
