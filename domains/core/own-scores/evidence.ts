import type { OwnForm } from '../../../bundles/format/manifest.js';
import type { OwnScore } from '../../../bundles/format/own-scores.js';
import { logSumExp } from '../../../serving/numeric/log-odds.js';
import type { Evidence } from '../reranker/evidence.js';
import { onScale } from './scale.js';

/** The scores of one hypothesis by name; a score that is absent, null or no finite number is missing. */
export type NamedScores = Readonly<Record<string, number | null | undefined>>;

/** The columns of evidence of a model, by the names of their weights. */
export interface OwnColumns {
  readonly list: readonly string[];
  readonly hypothesis: readonly string[];
}

/** Behind the columns of the scores of the list's top hypothesis; no score's name has a dot. */
const LIST_CONTEXT = [
  /** How far the top hypothesis stands above the second, by the sum of their scores in units; 0 where there is none. */
  'list.gap',
  /** log of the sum of e^score over the list, less the top hypothesis's. */
  'list.logSum',
  /** log of the number of hypotheses. */
  'list.count',
] as const;
const MISSING = '.missing';
/** Behind the columns of a hypothesis's own scores: log of 1 + the hypotheses that stand above it. */
const RANK = 'list.rank';

/**
 * The names of the columns. Each score has `<score>`, its value less the centre in units; `<score>~1` and so on, how far
 * it lies beyond a knot, on the side away from the centre; and `<score>.missing`, 1 where the hypothesis lacks it, all
 * others being 0 then. A list has those of its top hypothesis, but for the share of hypotheses that lack a score.
 */
export function ownColumns(scores: readonly Pick<OwnScore, 'name' | 'knots'>[]): OwnColumns {
  const own = scores.flatMap(({ name, knots }) => [
    name,
    ...knots.map((_, index) => `${name}~${index + 1}`),
    `${name}${MISSING}`,
  ]);
  return { list: [...own, ...LIST_CONTEXT], hypothesis: [...own, RANK] };
}

/** The score that a column belongs to, or the column itself where it belongs to none. */
export function scoreOfColumn(column: string): string {
  return column.replace(/(~\d+|\.missing)$/u, '');
}

/** A score of a hypothesis, within the range seen in training; undefined where it is missing. */
export function ownValue({ name, least, most }: OwnScore, named: NamedScores): number | undefined {
  const value = named[name];
  if (value === undefined || value === null || !Number.isFinite(value)) return undefined;
  return Math.min(most, Math.max(least, value));
}

/**
 * The evidence for one list; the same in any order of its hypotheses, those of equal scores aside. One function for
 * training and serving.
 * @param hypotheses the named scores of each, at least one
 */
export function ownEvidence(scores: readonly OwnScore[], form: OwnForm, hypotheses: readonly NamedScores[]): Evidence {
  const { list: listColumns, hypothesis: columns } = ownColumns(scores);
  const [width, own] = [columns.length, columns.length - 1];
  const table = new Float64Array(hypotheses.length * width);
  const sums = new Float64Array(hypotheses.length);
  for (const [row, named] of hypotheses.entries()) {
    let column = row * width;
    for (const score of scores) {
      const { centre, spread, knots } = score;
      const value = ownValue(score, named);
      if (value === undefined) {
        column += knots.length + 1;
        table[column++] = 1;
        continue;
      }
      const scaled = onScale(score, value, form);
      const units = (scaled - centre) / spread;
      sums[row] += units;
      table[column++] = units;
      for (const knot of knots) {
        table[column++] = Math.max(0, knot >= centre ? scaled - knot : knot - scaled) / spread;
      }
      column++;
    }
  }
  let top = 0;
  for (let row = 1; row < sums.length; row++) if (sums[row] > sums[top]) top = row;
  let second = -Infinity;
  for (let row = 0; row < sums.length; row++) {
    let above = 0;
    for (let other = 0; other < sums.length; other++) if (sums[other] > sums[row]) above++;
    table[row * width + own] = Math.log1p(above);
    if (row !== top) second = Math.max(second, sums[row]);
  }
  const list = new Float64Array(listColumns.length);
  list.set(table.subarray(top * width, top * width + own));
  // Of the list: how many of its hypotheses lack a score, whichever they are.
  for (const [column, name] of listColumns.entries()) {
    if (!name.endsWith(MISSING)) continue;
    let missing = 0;
    for (let row = 0; row < sums.length; row++) missing += table[row * width + column];
    list[column] = missing / sums.length;
  }
  list.set([second === -Infinity ? 0 : sums[top] - second, logSumExp(sums) - sums[top], Math.log(sums.length)], own);
  return { list, hypotheses: table };
}
