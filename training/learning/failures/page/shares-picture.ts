import type { TopLevelSpec } from 'vega-lite';
import type { FailureShares } from '../failure-shares.js';
import { STAGES } from '../failure-stage.js';

/** Parts that are drawn, those with most turns. */
const MOST_PARTS = 12;

/** Shares of the stages, a row of bars for each part. */
export function sharesPicture(parts: readonly FailureShares[]): TopLevelSpec {
  const names = parts.slice(0, MOST_PARTS).map(({ name, turns }) => `${name} (${turns})`);
  const values = parts
    .slice(0, MOST_PARTS)
    .flatMap(({ stages }, index) => STAGES.map((stage) => ({ part: names[index], stage, ...stages[stage] })));
  return {
    data: { values },
    facet: {
      row: { field: 'part', type: 'nominal', sort: names, title: null, header: { labelAngle: 0, labelAlign: 'left' } },
    },
    spec: {
      width: 420,
      height: 110,
      encoding: { y: { field: 'stage', type: 'nominal', sort: [...STAGES], title: null } },
      layer: [
        {
          mark: { type: 'bar', color: '#0B4A8F' },
          encoding: {
            x: {
              field: 'share',
              type: 'quantitative',
              scale: { domain: [0, 1] },
              axis: { format: '.0%', title: 'share of suspected requests' },
            },
          },
        },
        {
          mark: { type: 'rule', color: '#24292f' },
          encoding: { x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' } },
        },
      ],
    },
  };
}
