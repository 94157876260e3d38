import Table from 'cli-table3';
import type { EvaluatedForm, Evaluation } from '../evaluation/evaluation.js';
import type { PairedComparison } from '../metrics/bootstrap.js';
import { COMPARED, type ComparedFigure } from '../metrics/comparison.js';
import type { CalibrationFigures, Figures } from '../metrics/figures.js';
import type { StealMatrix } from '../metrics/steal-matrix.js';

/** What each compared figure is called, and whether it is a share (printed in per cent) or in nats. */
export const FIGURE_NAMES: Readonly<Record<ComparedFigure, { readonly label: string; readonly share: boolean }>> = {
  semer: { label: 'SemER', share: true },
  irer: { label: 'IRER', share: true },
  dcer: { label: 'DCER', share: true },
  icer: { label: 'ICER', share: true },
  slotF1: { label: 'slot F1', share: true },
  ece: { label: 'ECE, top', share: true },
  brier: { label: 'Brier, top', share: true },
  nll: { label: 'NLL, top', share: false },
};

/** The figures for machines: shares in [0, 1], null where nothing counts. */
export function evaluationJson(corpora: readonly string[], { baseline, forms, steals }: Evaluation): string {
  const withoutRows = forms.map(({ scored: _, ...form }) => form);
  return `${JSON.stringify({ corpora, baseline, forms: withoutRows, steals }, null, 2)}\n`;
}

/** The figures for people: shares in per cent. */
export function evaluationText(corpora: readonly string[], evaluation: Evaluation): string {
  const { inDomain, outOfDomain, leftOut } = evaluation.forms[0]!.figures.utterances;
  return `${[
    corpora.join(', '),
    `${inDomain} in-domain and ${outOfDomain} other utterances; ${leftOut} left out (ambiguous, or without slot annotation). Per cent unless said otherwise.`,
    figuresTable(evaluation.forms),
    `Against ${evaluation.baseline}, with paired bootstrap 95% intervals:`,
    ...evaluation.forms.filter((form) => form.comparison).map(comparisonTable),
    'By domain, served (best: its own best hypothesis of every utterance; winning: those that came first):',
    domainTable(evaluation.forms[0]!.figures),
    'Who wins whose utterances (row: owner; column: domain of the top hypothesis):',
    stealTable(evaluation.steals),
  ].join('\n')}\n`;
}

function figuresTable(forms: readonly EvaluatedForm[]): string {
  const rows: [string, (figures: Figures) => string][] = [
    ['SemER', (figures) => share(figures.semer)],
    ['IRER', (figures) => share(figures.irer)],
    ['DCER (100 - domain accuracy)', (figures) => share(figures.dcer)],
    ['ICER (100 - intent accuracy)', (figures) => share(figures.icer)],
    ['slot F1', (figures) => share(figures.slotF1)],
    ['IRER of the best in the list', (figures) => share(figures.oracleIrer)],
    ['ECE, top hypothesis', (figures) => share(figures.top.ece)],
    ['Brier, top hypothesis', (figures) => share(figures.top.brier)],
    ['NLL, top hypothesis (nats)', (figures) => nats(figures.top.nll)],
    ['ECE, all hypotheses', (figures) => share(figures.all.ece)],
    ['rejection AUROC, top confidence', (figures) => share(figures.rejection.auroc)],
    ['  FPR at 95% TPR', (figures) => share(figures.rejection.falsePositivesAt95)],
    ['  TPR at 1% FPR', (figures) => share(figures.rejection.truePositivesAt1)],
    ['rejection AUROC, P(any domain)', (figures) => share(figures.rejectionByInDomain?.auroc)],
    ['  FPR at 95% TPR', (figures) => share(figures.rejectionByInDomain?.falsePositivesAt95)],
    ['  TPR at 1% FPR', (figures) => share(figures.rejectionByInDomain?.truePositivesAt1)],
    ['accepted, of what is ours', (figures) => share(figures.decisions?.accepted)],
    ['accepted, of the rest', (figures) => share(figures.decisions?.falselyAccepted)],
    ['area under risk-coverage', (figures) => share(figures.areaUnderRiskCoverage)],
  ];
  const table = plainTable(['', ...forms.map((form) => form.name)]);
  for (const [label, read] of rows) table.push([label, ...forms.map((form) => read(form.figures))]);
  return table.toString();
}

function comparisonTable({ name, comparison }: EvaluatedForm): string {
  const table = plainTable([name, 'difference', '95% interval', 'relative', '95% interval']);
  for (const figure of COMPARED)
    table.push([FIGURE_NAMES[figure].label, ...comparisonCells(figure, comparison![figure])]);
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

function stealTable({ owners, winners, counts, shares }: StealMatrix): string {
  const table = plainTable(['', 'n', ...winners]);
  for (const [row, owner] of owners.entries()) table.push([owner, String(counts[row]), ...shares[row]!.map(share)]);
  return table.toString();
}

function plainTable(head: string[]): Table.Table {
  return new Table({ head, style: { head: [], border: [], compact: true } });
}

/** A share in per cent; an en dash where nothing counts. */
export function share(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? '–' : (100 * value).toFixed(2);
}

/** A figure in nats. */
export function nats(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? '–' : value.toFixed(4);
}

function signed(value: number, print: (value: number) => string): string {
  return value > 0 && Number.isFinite(value) ? `+${print(value)}` : print(value);
}
