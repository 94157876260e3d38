import type { EvaluationReport, ReportForm } from '../../console/model/reports.js';
import type { EvaluatedForm, Evaluation } from '../../training/evaluation/evaluation.js';
import { domainsOf } from '../../training/evaluation/figures.js';
import type { Interpreted } from '../../training/evaluation/interpreted.js';
import { manifestFigures } from '../../training/evaluation/manifest-figures.js';
import { domainOutcomes, topOutcomes } from '../../training/metrics/outcomes.js';
import { diagramBins } from '../../training/metrics/reliability-diagram.js';
import { stealMatrix } from '../../training/metrics/steal-matrix.js';
import { overlapText } from '../../training/overlap/overlap.js';
import { type InterpretationError, worstErrors } from '../../training/report/worst-errors.js';
import type { Evaluated } from './evaluated.js';

/**
 * An evaluation as the console shows it: what the pictures of its page are drawn from.
 * @param reasons by text, what spoke for and against the top hypotheses of the worst errors
 */
export function evaluationReport(
  evaluated: Evaluated,
  { baseline, forms }: Evaluation,
  served: readonly Interpreted[],
  reasons: ReadonlyMap<string, readonly string[]>,
): EvaluationReport {
  const versions = Object.entries(evaluated.bundles).map(([form, bundles]) => [
    form,
    Object.fromEntries(Object.entries(bundles).map(([domain, { version }]) => [domain, version])),
  ]);
  return {
    kind: 'evaluation',
    date: evaluated.date,
    corpora: evaluated.corpora.map(({ name, rows }) => `${name} (${rows} rows)`),
    notes: [
      ...evaluated.overlaps.map((overlap) => `${overlapText(overlap)}: its figures flatter it`),
      ...(evaluated.digestOnly === undefined ? [] : [evaluated.digestOnly]),
    ],
    baseline,
    bundles: Object.fromEntries(versions),
    forms: forms.map(reportForm),
    worst: worstErrors(served).map((error) => wrongText(error, reasons.get(error.row.text) ?? [])),
  };
}

function reportForm({ name, scored, figures, comparison }: EvaluatedForm): ReportForm {
  const { owners, winners, counts, shares } = stealMatrix(scored);
  const domains = domainsOf(scored).map((domain) => [domain, diagramBins(domainOutcomes(scored, domain))]);
  const differences =
    comparison && Object.entries(comparison).map(([figure, { difference }]) => [figure, difference] as const);
  return {
    name,
    figures: manifestFigures(figures),
    ...(differences && { comparison: Object.fromEntries(differences.map(([figure, each]) => [figure, finite(each)])) }),
    reliability: diagramBins(topOutcomes(scored)),
    domains: Object.fromEntries(domains),
    steals: { owners: [...owners], winners: [...winners], counts: [...counts], shares: shares.map((row) => [...row]) },
  };
}

/** JSON has no NaN: a figure that nothing gives is null. */
function finite({ value, low, high }: { readonly value: number; readonly low: number; readonly high: number }) {
  const known = (figure: number) => (Number.isFinite(figure) ? figure : null);
  return { value: known(value), low: known(low), high: known(high) };
}

function wrongText(
  { row, top, rankOfRight }: InterpretationError,
  reasons: readonly string[],
): EvaluationReport['worst'][number] {
  const { domain, intent, slot } = top.scores;
  const next = row.hypotheses[1];
  const scores = `raw scores: domain ${fixed(domain)}, intent ${fixed(intent)}, slots ${fixed(slot)}`;
  const rival = next ? `; next: ${interpretationText(next)}, ${fixed(next.confidence)}` : '; nothing else was listed';
  return {
    text: row.text,
    right: interpretationText(row.reference),
    top: interpretationText(top),
    confidence: top.confidence,
    rankOfRight: rankOfRight ?? null,
    explanation: [...reasons, `${scores}${rival}`].join('; '),
  };
}

function fixed(value: number | undefined): string {
  return value === undefined ? 'missing' : value.toFixed(2);
}

interface Told {
  readonly domain: string;
  readonly intent: string;
  readonly slots: readonly { readonly name: string; readonly value: string }[] | undefined;
}

function interpretationText({ domain, intent, slots = [] }: Told): string {
  return [`${domain}/${intent}`, ...slots.map(({ name, value }) => `${name}=${value}`)].join(' ');
}
