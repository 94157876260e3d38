import { FIGURE_NAMES, nats, share, signed } from '../../training/evaluation/figure-names.js';
import type { Figures } from '../../training/evaluation/figures.js';
import { overlapText } from '../../training/overlap/overlap.js';
import { plainTable } from '../evaluation/evaluation-text.js';
import { ownOrderText } from '../release/gates/lists/hypothesis-model.js';
import { OWN_FIGURES, type OwnEvaluation } from './evaluate-own-scores.js';

/** The figures for people: shares in per cent, NLL in nats. */
export function ownEvaluationText(evaluation: OwnEvaluation): string {
  const { figures, differences, corpora, rows, bundles, date, ownOrder, warnings, overlaps } = evaluation;
  const { inDomain, outOfDomain } = figures.bundles.utterances;
  const table = plainTable(['', 'your scores', 'bundle', 'difference', '95% interval']);
  for (const figure of OWN_FIGURES) {
    const { label, share: isShare } = FIGURE_NAMES[figure];
    const print = isShare ? share : nats;
    const { value, low, high } = differences[figure];
    // An order alone says nothing of how sure the caller is.
    const isKnown = figure === 'irer' || ownOrder.isProbable;
    table.push([
      label,
      isKnown ? print(figureOf(figures.callersOwn, figure)) : '–',
      print(figureOf(figures.bundles, figure)),
      ...(isKnown ? [signed(value, print), `${signed(low, print)} to ${signed(high, print)}`] : ['–', '–']),
    ]);
  }
  const auroc = (side: Figures) => share(side.rejectionByInDomain?.auroc ?? Number.NaN);
  table.push(['AUROC by P(in domain)', auroc(figures.callersOwn), auroc(figures.bundles), '', '']);
  return `${[
    `Measured ${date}`,
    ...corpora.map(({ name, rows, sha256 }) => `${name}: ${rows} rows, SHA-256 ${sha256}`),
    ...bundles.map(({ domain, version, digest }) => `Bundle: ${domain} ${version} (digest ${digest.slice(0, 12)})`),
    ...overlaps.map((overlap) => `${overlapText(overlap)}: its figures flatter it`),
    ...(rows.measured < rows.of ? [`Measured on ${rows.measured} of ${rows.of} rows, a fair draw.`] : []),
    `${inDomain} in-domain and ${outOfDomain} other utterances. Per cent unless said otherwise.`,
    table.toString(),
    `Your scores: the order ${ownOrderText(ownOrder)}`,
    ...warnings.map(
      ({ domain, score, kind, lists }) =>
        `${domain}: score ${score} ${PROBLEMS[kind]} in ${lists} ${lists === 1 ? 'list' : 'lists'}`,
    ),
  ].join('\n')}\n`;
}

const PROBLEMS: Readonly<Record<string, string>> = {
  outside: 'is outside the range of training',
  missing: 'is missing, which it never was in training,',
  undeclared: 'is not known, and not read,',
};

function figureOf(figures: Figures, figure: (typeof OWN_FIGURES)[number]): number {
  return figure === 'irer' ? figures.irer : figures.top[figure];
}
