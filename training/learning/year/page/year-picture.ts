import type { TopLevelSpec } from 'vega-lite';
import type { YearMonth } from '../figures.js';

/** The curves, in the order of the legend. */
const CURVES: readonly (readonly [field: 'learning' | 'fixed' | 'control' | 'controlFixed', name: string])[] = [
  ['learning', 'who teach, with learning'],
  ['fixed', 'who teach, without'],
  ['control', 'control group, with learning'],
  ['controlFixed', 'control group, without'],
];

/** Something that happened in a month. */
export interface MarkedMonth {
  readonly month: number;
  readonly what: string;
}

/** Defects month by month: a line for each group, with and without learning, and what happened when. */
export function yearPicture(months: readonly YearMonth[], marks: readonly MarkedMonth[]): TopLevelSpec {
  const names = CURVES.map(([, name]) => name);
  const values = months.flatMap((month) =>
    CURVES.map(([field, name]) => ({ month: month.month, who: name, defects: month[field] })),
  );
  const x = { field: 'month', type: 'ordinal' as const, title: 'month', axis: { labelAngle: 0 } };
  return {
    width: 620,
    height: 300,
    layer: [
      {
        data: { values: [...marks] },
        mark: { type: 'rule', color: '#8c959f', strokeDash: [4, 4] },
        encoding: { x },
      },
      {
        data: { values: [...marks] },
        mark: { type: 'text', align: 'left', dx: 4, y: 8, color: '#57606a', fontSize: 11 },
        encoding: { x, text: { field: 'what' } },
      },
      {
        data: { values },
        mark: { type: 'line', point: true },
        encoding: {
          x,
          y: {
            field: 'defects',
            type: 'quantitative',
            scale: { zero: true },
            axis: { format: '.0%', title: 'defects among first requests' },
          },
          color: {
            field: 'who',
            type: 'nominal',
            sort: names,
            title: null,
            scale: { domain: names, range: ['#0B4A8F', '#7FA8D6', '#9A3B00', '#E2A679'] },
          },
          strokeDash: {
            field: 'who',
            type: 'nominal',
            sort: names,
            legend: null,
            scale: {
              domain: names,
              range: [
                [1, 0],
                [5, 3],
                [1, 0],
                [5, 3],
              ],
            },
          },
        },
      },
    ],
  };
}
