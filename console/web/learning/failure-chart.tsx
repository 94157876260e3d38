import * as Plot from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import type { FailuresReport } from '../../model/reports.js';
import { Chart, COLOURS } from '../parts/chart.js';
import { moment, percent } from '../parts/format.js';

/** At which stage suspected requests failed first. */
export function FailureChart({ report }: { report: FailuresReport }) {
  const stages = useMemo(
    () => Object.entries(report.all.stages).map(([stage, share]) => ({ stage: stage.replaceAll('_', ' '), ...share })),
    [report],
  );
  const options = useMemo(
    (): Plot.PlotOptions => ({
      marginLeft: 100,
      height: 60 + 32 * stages.length,
      x: { label: 'share of the suspected requests', tickFormat: '.0%', ticks: 5, grid: true },
      y: { label: null, domain: stages.map(({ stage }) => stage) },
      marks: [
        Plot.barX(stages, { x: 'share', y: 'stage', fill: COLOURS[0] }),
        Plot.ruleY(stages, { x1: 'low', x2: 'high', y: 'stage', strokeWidth: 2 }),
      ],
    }),
    [stages],
  );
  const told = stages.map(({ stage, share }) => `${stage} ${percent(share, 0)}`).join(', ');
  const of = `${report.suspected.toLocaleString()} of ${report.requests.toLocaleString()} requests are suspected`;
  return (
    <Chart
      options={options}
      caption={`The stage that failed first, with 95 % intervals; ${of}, ${moment(report.date)}: ${told}.`}
    />
  );
}
