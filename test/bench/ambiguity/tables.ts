import Table from 'cli-table3';
import { type HeadReport, headTables } from './head-tables.js';
import type { AmbiguityRow } from './measure.js';
import type { TypedFigures } from './typed.js';

export interface AmbiguityReport {
  readonly seed: number;
  readonly requests: number;
  readonly titles: number;
  readonly carriers: number;
  /** Exact, over every context, for the drawn titles and carriers. */
  readonly ceiling: { readonly withContext: number; readonly withoutContext: number };
  readonly bayes: readonly AmbiguityRow[];
  readonly homogeneous: readonly AmbiguityRow[];
  readonly mixed: readonly AmbiguityRow[];
  readonly typed: readonly (TypedFigures & { readonly corpus: string })[];
  readonly head: HeadReport;
}

export function ambiguityText({
  seed,
  requests,
  titles,
  carriers,
  ceiling,
  bayes,
  homogeneous,
  mixed,
  typed,
  head,
}: AmbiguityReport): string {
  const lines = [
    `${requests} requests on ${titles} held-out titles and ${carriers} held-out carriers, seed ${seed}`,
    `Bayes ceiling, exact: ${percent(ceiling.withContext)} with the context, ${percent(ceiling.withoutContext)} without`,
    table([...bayes, ...homogeneous], ceiling.withContext),
  ];
  if (mixed.length > 0) lines.push('mixed recipes, adjusted as before the mix', table(mixed, ceiling.withContext));
  for (const { corpus, titles, accuracy, readingAccuracy, asked, rejected, others, falseAccepts } of typed) {
    if (titles > 0) {
      lines.push(
        `${corpus}, ${titles} requests with a title: domain of the first hypothesis ${percent(accuracy)}, of the likeliest reading ${percent(readingAccuracy)}, asked ${percent(asked)}, rejected ${percent(rejected)}`,
      );
    }
    if (others > 0) lines.push(`${corpus}, ${others} others: ${(100 * falseAccepts).toFixed(2)} % let in`);
  }
  lines.push(headTables(head));
  return lines.join('\n');
}

function table(rows: readonly AmbiguityRow[], ceiling: number): string {
  const head = ['', 'priors', 'accuracy', 'of ceiling', 'ECE', 'NLL', 'coverage', 'set size', 'asked', 'whole title'];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const { system, priors, figures, wholeTitle } of rows) {
    const { accuracy, accuracyMargin, ece, nll, coverage, size, asked } = figures;
    table.push([
      system,
      priors ? 'yes' : 'no',
      `${percent(accuracy)} ± ${(100 * accuracyMargin).toFixed(1)}`,
      (accuracy / ceiling).toFixed(3),
      percent(ece),
      nll.toFixed(3),
      percent(coverage),
      size.toFixed(2),
      percent(asked),
      wholeTitle === undefined ? '' : percent(wholeTitle),
    ]);
  }
  return table.toString();
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
