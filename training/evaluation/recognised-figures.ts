import { spokenForm } from '../../gateway/answer/hearings/spoken-form.js';
import { type BootstrapOptions, type Interval, pairedBootstrap } from '../metrics/bootstrap.js';
import { hasRightIntent } from '../metrics/interpretation-match.js';
import { type Ratio, ratioValue } from '../metrics/ratio.js';
import {
  isInDomain,
  isOutOfDomain,
  type NamedValue,
  type Reference,
  type ScoredHypothesis,
} from '../metrics/scored.js';

/** One answer to a row, as far as it is measured. */
export interface RecognisedAnswer {
  /** The top hypothesis; undefined without any. */
  readonly top: ScoredHypothesis | undefined;
  readonly rejected: boolean;
}

/** What a row is interpreted from: its text as written, the recogniser's best hearing, or its n-best list. */
export const INPUTS = ['written', 'oneBest', 'nBest'] as const;
export type Input = (typeof INPUTS)[number];

/** A row with its answers; intents that its corpus does not tell apart are the corpus's, on both sides. */
export interface RecognisedAnswers {
  readonly reference: Reference;
  readonly answers: Readonly<Record<Input, RecognisedAnswer>>;
}

/**
 * Shares of rows whose top hypothesis has the right domain; domain and intent; domain, intent and slots; of in-domain rows
 * that are rejected; and of other rows that are not.
 */
export const RECOGNISED_FIGURES = ['domain', 'intent', 'whole', 'rejected', 'othersAccepted'] as const;
export type RecognisedFigure = (typeof RECOGNISED_FIGURES)[number];

/** One figure, each as a share in [0, 1] with its 95% interval. */
export interface RecognisedComparison extends Readonly<Record<Input, Interval>> {
  /** N-best minus one best, paired on the same rows. */
  readonly difference: Interval;
}

/** The figures of recognised speech. */
export interface RecognisedEvaluation {
  /** Rows of a domain of ours with slots, and rows that no domain should answer. */
  readonly inDomain: number;
  readonly others: number;
  /** Ambiguous rows, and those of a domain whose slots are not annotated. */
  readonly leftOut: number;
  readonly figures: Readonly<Record<RecognisedFigure, RecognisedComparison>>;
}

/** Which rows a figure counts, and what it counts of them. */
const COUNTED: Readonly<
  Record<RecognisedFigure, (reference: Reference, answer: RecognisedAnswer) => boolean | undefined>
> = {
  domain: (reference, { top }) => (isInDomain(reference) ? top?.domain === reference.domain : undefined),
  intent: (reference, { top }) => (isInDomain(reference) ? hasIntent(reference, top) : undefined),
  whole: (reference, { top }) =>
    isInDomain(reference) ? hasIntent(reference, top) && hasSlots(reference.slots, top?.slots ?? []) : undefined,
  rejected: (reference, { rejected }) => (isInDomain(reference) ? rejected : undefined),
  othersAccepted: (reference, { rejected }) => (isOutOfDomain(reference) ? !rejected : undefined),
};

export function recognisedFigures(
  rows: readonly RecognisedAnswers[],
  options?: BootstrapOptions,
): RecognisedEvaluation {
  const inDomain = rows.filter(({ reference }) => isInDomain(reference)).length;
  const others = rows.filter(({ reference }) => isOutOfDomain(reference)).length;
  const comparisons = RECOGNISED_FIGURES.map((figure) => [figure, compared(rows, figure, options)] as const);
  return {
    inDomain,
    others,
    leftOut: rows.length - inDomain - others,
    figures: Object.fromEntries(comparisons) as Record<RecognisedFigure, RecognisedComparison>,
  };
}

function compared(
  rows: readonly RecognisedAnswers[],
  figure: RecognisedFigure,
  options: BootstrapOptions | undefined,
): RecognisedComparison {
  const share = (input: Input) => {
    const ratio = ratioOf(rows.map(({ reference, answers }) => COUNTED[figure](reference, answers[input])));
    return (weights: ArrayLike<number>) => ratioValue(ratio, weights);
  };
  const none = () => 0;
  const [written, oneBest, nBest] = [share('written'), share('oneBest'), share('nBest')];
  const intervals = pairedBootstrap(
    rows.length,
    {
      written: { system: written, baseline: none },
      oneBest: { system: oneBest, baseline: none },
      nBest: { system: nBest, baseline: none },
      difference: { system: nBest, baseline: oneBest },
    },
    options,
  );
  return {
    written: intervals.written.difference,
    oneBest: intervals.oneBest.difference,
    nBest: intervals.nBest.difference,
    difference: intervals.difference.difference,
  };
}

function ratioOf(holds: readonly (boolean | undefined)[]): Ratio {
  return {
    numerators: Float64Array.from(holds, (each) => Number(each ?? false)),
    denominators: Float64Array.from(holds, (each) => Number(each !== undefined)),
  };
}

function hasIntent(reference: Reference, top: ScoredHypothesis | undefined): boolean {
  return top !== undefined && hasRightIntent(reference, top);
}

/** The same slots, by name and by what their values sound like. */
function hasSlots(reference: readonly NamedValue[], slots: readonly NamedValue[]): boolean {
  return slotsText(slots) === slotsText(reference);
}

function slotsText(slots: readonly NamedValue[]): string {
  return slots
    .map(({ name, value }) => `${name}\t${spokenForm(value)}`)
    .sort()
    .join('\n');
}
