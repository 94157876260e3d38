import * as Plot from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import type { Forecast } from '../../model/live.js';
import { Chart, COLOURS } from '../parts/chart.js';

/** The load to come, as fans of quantiles. */
export function ForecastCharts({ forecasts }: { forecasts: readonly Forecast[] }) {
  return (
    <section aria-label="Forecasts">
      <h2>Forecasts of load</h2>
      {forecasts.length === 0 ? (
        <p class="soft">
          None: no capacity process runs, or its <code>/metrics</code> is not among those that the console reads.
        </p>
      ) : (
        <div class="columns">
          {forecasts.map((forecast) => (
            <ForecastChart key={forecast.domain} forecast={forecast} />
          ))}
        </div>
      )}
    </section>
  );
}

const FANS: readonly (readonly [low: string, high: string])[] = [
  ['0.1', '0.99'],
  ['0.1', '0.9'],
  ['0.25', '0.75'],
];

function ForecastChart({ forecast: { domain, by, replicasWanted, horizons } }: { forecast: Forecast }) {
  const options = useMemo((): Plot.PlotOptions => {
    const fans = FANS.map(([low, high]) =>
      horizons.flatMap(({ seconds, quantiles }) => {
        const [from, to] = [quantiles[low], quantiles[high]];
        return from === undefined || to === undefined ? [] : [{ minutes: seconds / 60, from, to }];
      }),
    ).filter((fan) => fan.length > 0);
    const middle = horizons.flatMap(({ seconds, quantiles }) =>
      quantiles['0.5'] === undefined ? [] : [{ minutes: seconds / 60, rate: quantiles['0.5'] }],
    );
    return {
      height: 240,
      x: { type: 'log', label: 'minutes ahead (log)', ticks: [1, 5, 15, 60, 1440], tickFormat: 'd' },
      y: { label: 'requests a second', grid: true, zero: true },
      marks: [
        ...fans.map((fan) =>
          Plot.areaY(fan, { x: 'minutes', y1: 'from', y2: 'to', fill: COLOURS[0], fillOpacity: 0.25 }),
        ),
        Plot.lineY(middle, { x: 'minutes', y: 'rate', stroke: COLOURS[0], strokeWidth: 2 }),
        Plot.dot(middle, { x: 'minutes', y: 'rate', fill: COLOURS[0] }),
      ],
    };
  }, [horizons]);
  const wanted = replicasWanted === undefined ? '' : ` Replicas that it will want: ${replicasWanted}.`;
  const nothing =
    horizons.length === 0
      ? ' Too little is known yet.'
      : ' Line: the median; areas: quantiles .1 to .99 and those between.';
  return <Chart options={options} caption={`${domain}, by ${by}.${nothing}${wanted}`} />;
}
