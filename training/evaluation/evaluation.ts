import type { BootstrapOptions, PairedComparison } from '../metrics/bootstrap.js';
import type { Scored } from '../metrics/scored.js';
import { type StealMatrix, stealMatrix } from '../metrics/steal-matrix.js';
import { type ComparedFigure, compare } from './comparison.js';
import { type Figures, measure } from './figures.js';
import { asServed, R0, rescored } from './forms.js';
import type { Interpreted } from './interpreted.js';

/** One way of scoring the same utterances. */
export interface EvaluatedForm {
  readonly name: string;
  readonly scored: readonly Scored[];
  readonly figures: Figures;
  /** How it compares with the baseline; absent for the baseline itself. */
  readonly comparison?: Record<ComparedFigure, PairedComparison>;
}

/** A form that is compared with the baseline. */
export type ComparedForm = EvaluatedForm & Required<Pick<EvaluatedForm, 'comparison'>>;

/** All forms on one list of utterances. */
export interface Evaluation {
  /** The name of the form that the others are compared against. */
  readonly baseline: string;
  /** The served form first, then further ones, then R0's. */
  readonly forms: readonly EvaluatedForm[];
  /** Who wins whose utterances in the served form; what the gateway rejects is won by none. */
  readonly steals: StealMatrix;
  /** The same for the baseline, which makes no decision: a top hypothesis under one half is taken for a rejection. */
  readonly baselineSteals: StealMatrix;
}

export const SERVED = 'served';
export const BASELINE = 'R0 product';

/**
 * Figures of the served bundles and of `further` (name to the same utterances served otherwise), with R0 beside them.
 */
export function evaluate(
  served: readonly Interpreted[],
  further: ReadonlyMap<string, readonly Interpreted[]> = new Map(),
  options?: BootstrapOptions,
): Evaluation {
  const ours = asServed(served);
  const baseline = rescored(served, R0.product);
  const others: [string, Scored[]][] = [
    [SERVED, ours],
    ...[...further].map(([name, rows]): [string, Scored[]] => [name, asServed(withReferences(rows, served))]),
    ['R0 logits', rescored(served, R0.logits)],
  ];
  const forms: EvaluatedForm[] = others.map(([name, scored]) => ({
    name,
    scored,
    figures: measure(scored),
    comparison: compare(scored, baseline, options),
  }));
  forms.push({ name: BASELINE, scored: baseline, figures: measure(baseline) });
  return {
    baseline: BASELINE,
    forms,
    steals: stealMatrix(ours),
    baselineSteals: stealMatrix(baseline, ({ hypotheses: [top] }) => (top?.confidence ?? 0) >= 0.5),
  };
}

/** Those of the forms that are compared with the baseline: all but the baseline itself. */
export function comparedForms(forms: readonly EvaluatedForm[]): ComparedForm[] {
  return forms.filter((form): form is ComparedForm => form.comparison !== undefined);
}

/** The rows with the very references of `served`: paired comparison goes by identity. */
function withReferences(rows: readonly Interpreted[], served: readonly Interpreted[]): Interpreted[] {
  return rows.map((row, index) => ({ ...row, reference: served[index].reference }));
}
