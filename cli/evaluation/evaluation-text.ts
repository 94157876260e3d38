import Table from 'cli-table3';
import { COMPARED, type ComparedFigure } from '../../training/evaluation/comparison.js';
import {
  type ComparedForm,
  comparedForms,
  type EvaluatedForm,
  type Evaluation,
} from '../../training/evaluation/evaluation.js';
import { FIGURE_NAMES, FIGURES, nats, share, signed } from '../../training/evaluation/figure-names.js';
import type { CalibrationFigures, Figures } from '../../training/evaluation/figures.js';
import type { PairedComparison } from '../../training/metrics/bootstrap.js';
import type { StealMatrix } from '../../training/metrics/steal-matrix.js';
import { type Evaluated, evaluatedLines } from './evaluated.js';

/** The figures for machines, with their corpora, bundles and date: shares in [0, 1], null where nothing counts. */
export function evaluationJson(evaluated: Evaluated, { forms, ...evaluation }: Evaluation): string {
  const withoutRows = forms.map(({ scored: _, ...form }) => form);
  return `${JSON.stringify({ ...evaluated, forms: withoutRows, ...evaluation }, null, 2)}\n`;
}

/** The number of utterances behind the figures, as a sentence. */
export function utterancesText({ forms }: Evaluation): string {
  const { inDomain, outOfDomain, leftOut } = forms[0].figures.utterances;
  return `${inDomain} in-domain and ${outOfDomain} other utterances; ${leftOut} left out (ambiguous; or without slot annotation, which count for rejection only). Per cent unless said otherwise.`;
}

/** The figures for people: shares in per cent. */
export function evaluationText(evaluated: Evaluated, evaluation: Evaluation): string {
  return `${[
    ...evaluatedLines(evaluated),
    utterancesText(evaluation),
    figuresTable(evaluation.forms),
    `Against ${evaluation.baseline}, with paired bootstrap 95% intervals:`,
    ...comparedForms(evaluation.forms).map(comparisonTable),
    'By domain, served (best: its own best hypothesis of every utterance; winning: those that came first):',
    domainTable(evaluation.forms[0].figures),
    'Who wins whose utterances, served (row: owner; column: domain of the top hypothesis; none: rejected):',
    stealTable(evaluation.steals),
  ].join('\n')}\n`;
}

function figuresTable(forms: readonly EvaluatedForm[]): string {
  const table = plainTable(['', ...forms.map((form) => form.name)]);
  for (const { label, read } of FIGURES) table.push([label, ...forms.map((form) => read(form.figures))]);
  return table.toString();
}

function comparisonTable({ name, comparison }: ComparedForm): string {
  const table = plainTable([name, 'difference', '95% interval', 'relative', '95% interval']);
  for (const figure of COMPARED)
    table.push([FIGURE_NAMES[figure].label, ...comparisonCells(figure, comparison[figure])]);
  return table.toString();
}

function comparisonCells(figure: ComparedFigure, { difference, relative }: PairedComparison): string[] {
  const print = FIGURE_NAMES[figure].share ? share : nats;
  return [
    signed(difference.value, print),
    `${signed(difference.low, print)} to ${signed(difference.high, print)}`,
    signed(relative.value, share),
    `${signed(relative.low, share)} to ${signed(relative.high, share)}`,
  ];
}

function domainTable({ domains }: Figures): string {
  const table = plainTable(['', 'n', 'ECE', 'Brier', 'NLL (nats)']);
  const row = (label: string, figures: CalibrationFigures) =>
    table.push([label, String(figures.outcomes), share(figures.ece), share(figures.brier), nats(figures.nll)]);
  for (const [domain, { best, winning }] of Object.entries(domains)) {
    row(`${domain}, best`, best);
    row(`${domain}, winning`, winning);
  }
  return table.toString();
}

/** Who wins whose utterances, as a table. */
export function stealTable({ owners, winners, counts, shares }: StealMatrix): string {
  const table = plainTable(['', 'n', ...winners]);
  for (const [row, owner] of owners.entries()) table.push([owner, String(counts[row]), ...shares[row].map(share)]);
  return table.toString();
}

/** A table without colours. */
export function plainTable(head: string[]): Table.Table {
  return new Table({ head, style: { head: [], border: [], compact: true } });
}
