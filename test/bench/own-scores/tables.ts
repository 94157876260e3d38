import { plainTable } from '../../../cli/evaluation/evaluation-text.js';
import type { Interval } from '../../../training/metrics/bootstrap.js';
import type { DistortionFigures, FewRowsFigures } from './figures.js';

/** The tables' figures under the names of the rows that they stand on. */
export interface OwnScoresReport {
  readonly seed: number;
  readonly distortions: readonly { readonly rows: string; readonly figures: readonly DistortionFigures[] }[];
  readonly fewRows: readonly { readonly rows: string; readonly figures: readonly FewRowsFigures[] }[];
}

const percent = (value: number) => (100 * value).toFixed(2);
const ratio = ({ value, low, high }: Interval) => `${value.toFixed(3)} (${low.toFixed(2)} to ${high.toFixed(2)})`;

/** The report for people: shares in per cent, NLL in nats. */
export function ownScoresText({ seed, distortions, fewRows }: OwnScoresReport): string {
  const lines = [`Seed ${seed}. ECE and IRER in per cent, NLL in nats, of the first hypotheses of merged lists.`];
  for (const { rows, figures } of distortions) {
    const table = plainTable([
      '',
      'shipped: ECE',
      'NLL',
      'retrained: ECE',
      'by chance',
      'NLL',
      'IRER',
      'ECE / undistorted',
      'NLL /',
    ]);
    for (const each of figures) {
      table.push([
        each.distortion,
        percent(each.shipped.ece),
        each.shipped.nll.toFixed(3),
        percent(each.ece),
        percent(each.chanceEce),
        each.nll.toFixed(3),
        percent(each.irer),
        ratio(each.eceRatio),
        ratio(each.nllRatio),
      ]);
    }
    lines.push(`Distorted lists, ${rows}:`, table.toString());
  }
  for (const { rows, figures } of fewRows) {
    const table = plainTable(['', 'rows', 'ECE (of draws)', 'by chance', 'NLL', 'IRER']);
    for (const { form, rows: count, ece, chanceEce, nll, irer } of figures) {
      table.push([
        form,
        String(count),
        `${percent(ece.value)} (${percent(ece.low)} to ${percent(ece.high)})`,
        percent(chanceEce),
        nll.toFixed(3),
        percent(irer),
      ]);
    }
    lines.push(`Few rows of truth, ${rows}:`, table.toString());
  }
  return `${lines.join('\n')}\n`;
}
