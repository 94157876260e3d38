import type { TopLevelSpec } from 'vega-lite';
import { QUANTILES } from '../../../capacity/forecast/quantile-levels.js';
import { SCORED_SHARES } from '../../../training/forecast/rolling-origin.js';
import type { RollingFigures } from './rolling.js';
import type { ScaledRun } from './scaling-replay.js';

/** The forecast intervals of an hour ahead, and the load that came. */
export function fanPicture({ fan, name }: RollingFigures): TopLevelSpec {
  const at = (quantiles: readonly number[], share: number) => quantiles[QUANTILES.indexOf(share)];
  const values = fan.map(({ seconds, load, quantiles }) => ({
    time: new Date(1_000 * seconds).toISOString(),
    load,
    ...{ low: at(quantiles, 0.1), high: at(quantiles, 0.9), middle: at(quantiles, 0.5), highest: at(quantiles, 0.99) },
  }));
  const y = (field: string) => ({ field, type: 'quantitative' as const, title: `${name}: load` });
  return {
    width: 760,
    height: 240,
    data: { values },
    encoding: { x: { field: 'time', type: 'temporal', title: null, scale: { type: 'utc' } } },
    layer: [
      { mark: { type: 'area', opacity: 0.25 }, encoding: { y: y('low'), y2: { field: 'high' } } },
      { mark: { type: 'line', strokeWidth: 1 }, encoding: { y: y('middle') } },
      { mark: { type: 'line', strokeWidth: 1, strokeDash: [4, 3] }, encoding: { y: y('highest') } },
      { mark: { type: 'point', size: 8, filled: true, color: '#24292f' }, encoding: { y: y('load') } },
    ],
  };
}

/** Share of loads at most each quantile against the share that it is for: a straight line where forecasts are calibrated. */
export function coveragePicture(figures: readonly RollingFigures[]): TopLevelSpec {
  const values = figures.flatMap(({ name, atMost }) =>
    atMost.map((share, index) => ({ series: name, said: SCORED_SHARES[index], came: share })),
  );
  return {
    width: 300,
    height: 300,
    layer: [
      {
        data: { values: [0, 1].map((share) => ({ said: share, came: share })) },
        mark: { type: 'line', color: '#8c959f', strokeDash: [4, 3] },
        encoding: { x: { field: 'said', type: 'quantitative' }, y: { field: 'came', type: 'quantitative' } },
      },
      {
        data: { values },
        mark: { type: 'line', point: true },
        encoding: {
          x: { field: 'said', type: 'quantitative', title: 'quantile' },
          y: { field: 'came', type: 'quantitative', title: 'share of loads at most it' },
          color: { field: 'series', type: 'nominal', title: null },
        },
      },
    ],
  };
}

/** Pods against violated minutes, the fewest of each way to scale. */
export function costPicture(runs: readonly ScaledRun[]): TopLevelSpec {
  const isBest = (run: ScaledRun) =>
    !runs.some(
      (other) =>
        other.by === run.by &&
        other.readyMinutes === run.readyMinutes &&
        other.pods <= run.pods &&
        other.violated <= run.violated &&
        (other.pods < run.pods || other.violated < run.violated),
    );
  const values = runs
    .filter((run) => isBest(run) && run.violated < 0.05)
    .map(({ by, readyMinutes, pods, violated }) => ({
      by,
      ready: `ready after ${readyMinutes} min`,
      pods,
      percent: 100 * violated,
    }));
  return {
    data: { values },
    facet: { column: { field: 'ready', type: 'nominal', title: null } },
    spec: {
      width: 240,
      height: 240,
      mark: { type: 'line', point: true },
      encoding: {
        x: { field: 'percent', type: 'quantitative', title: 'violated minutes, %' },
        y: { field: 'pods', type: 'quantitative', title: 'mean pods', scale: { zero: false } },
        color: { field: 'by', type: 'nominal', title: null },
        order: { field: 'percent', type: 'quantitative' },
      },
    },
  };
}
