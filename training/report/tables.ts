import { COMPARED, type ComparedFigure } from '../evaluation/comparison.js';
import { type ComparedForm, comparedForms, type EvaluatedForm } from '../evaluation/evaluation.js';
import { FIGURE_NAMES, FIGURES, nats, share, signed } from '../evaluation/figure-names.js';
import type { Figures } from '../evaluation/figures.js';
import type { Interval } from '../metrics/bootstrap.js';
import type { NamedValue } from '../metrics/scored.js';
import { type TableCell, table } from './page.js';
import type { InterpretationError } from './worst-errors.js';

/** Every figure, one column per form. */
export function figuresTable(forms: readonly EvaluatedForm[]): string {
  const head = [{ text: '' }, ...forms.map((form) => ({ text: form.name }))];
  const rows = FIGURES.map(({ label, read }) => [
    { text: label },
    ...forms.map((form) => ({ text: read(form.figures) })),
  ]);
  return table(head, rows);
}

/** Differences to the baseline with their intervals; coloured where the interval leaves zero out. */
export function comparisonTable(forms: readonly EvaluatedForm[]): string {
  const compared = comparedForms(forms);
  const head = [{ text: '' }, ...compared.flatMap((form) => [{ text: form.name }, { text: 'relative' }])];
  const rows = COMPARED.map((figure) => [
    { text: FIGURE_NAMES[figure].label },
    ...compared.flatMap((form) => comparisonCells(figure, form)),
  ]);
  return table(head, rows);
}

function comparisonCells(figure: ComparedFigure, { comparison }: ComparedForm): TableCell[] {
  const { difference, relative } = comparison[figure];
  const isBetter = figure === 'slotF1' ? difference.low > 0 : difference.high < 0;
  const isWorse = figure === 'slotF1' ? difference.high < 0 : difference.low > 0;
  const style = isBetter ? { style: 'good' as const } : isWorse ? { style: 'bad' as const } : {};
  return [
    { text: intervalText(difference, FIGURE_NAMES[figure].share ? share : nats), ...style },
    {
      text: intervalText(relative, (value) => (Number.isFinite(value) ? `${(100 * value).toFixed(1)}%` : '–')),
      ...style,
    },
  ];
}

function intervalText({ value, low, high }: Interval, print: (value: number) => string): string {
  return `${signed(value, print)} [${signed(low, print)}, ${signed(high, print)}]`;
}

/** Calibration of each domain, served. */
export function domainTable({ domains }: Figures): string {
  const head = ['domain', 'hypotheses', 'n', 'ECE', 'Brier', 'NLL (nats)'].map((text) => ({ text }));
  const rows = Object.entries(domains).flatMap(([domain, kinds]) =>
    (['best', 'winning'] as const).map((kind) => {
      const { outcomes, ece, brier, nll } = kinds[kind];
      return [domain, kind, String(outcomes), share(ece), share(brier), nats(nll)].map((text) => ({ text }));
    }),
  );
  return table(head, rows);
}

/** The errors, worst first. */
export function errorTable(errors: readonly InterpretationError[]): string {
  const texts = ['id', 'utterance', 'reference', 'top hypothesis'];
  const head: TableCell[] = [
    ...texts.map((text): TableCell => ({ text, style: 'text' })),
    { text: 'confidence' },
    { text: 'rank of the right one' },
  ];
  const rows = errors.map(({ row, top, rankOfRight }): TableCell[] => [
    { text: row.id, style: 'text' },
    { text: row.text, style: 'text' },
    { text: describe(row.reference), style: 'text' },
    { text: describe(top), style: 'text' },
    { text: top.confidence.toFixed(3) },
    { text: rankOfRight ? String(rankOfRight) : '–' },
  ]);
  return table(head, rows);
}

interface Described {
  readonly domain: string;
  readonly intent: string;
  readonly slots: readonly NamedValue[] | undefined;
}

function describe({ domain, intent, slots = [] }: Described): string {
  const values = slots.map(({ name, value }) => `${name}: ${value}`);
  return [`${domain}/${intent}`, ...values].join(' · ');
}
