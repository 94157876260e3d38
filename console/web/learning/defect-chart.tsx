import * as Plot from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import type { FailuresReport } from '../../model/reports.js';
import { Chart } from '../parts/chart.js';
import { percent } from '../parts/format.js';

const GROUPS = ['all', 'rewritten', 'control'] as const;

/** Defects by day: of all requests, and of those that have a rewrite, with it and in the control group without. */
export function DefectChart({ report }: { report: FailuresReport }) {
  const { options, told } = useMemo(() => {
    const rows = report.days.flatMap((day) =>
      GROUPS.flatMap((group) => {
        const { requests, defects } = day[group];
        return requests === 0 ? [] : [{ day: new Date(`${day.day}T12:00Z`), group, share: defects / requests }];
      }),
    );
    const totals = GROUPS.map((group) => {
      const sum = (read: (count: { requests: number; defects: number }) => number) =>
        report.days.reduce((total, day) => total + read(day[group]), 0);
      const requests = sum((count) => count.requests);
      return `${group} ${requests === 0 ? 'none' : `${percent(sum((count) => count.defects) / requests)} of ${requests}`}`;
    });
    const picture: Plot.PlotOptions = {
      height: 260,
      x: { type: 'utc', label: null },
      y: { label: 'share that failed', tickFormat: '.0%', grid: true, zero: true },
      color: { legend: false, domain: [...GROUPS] },
      marks: [
        Plot.lineY(rows, { x: 'day', y: 'share', z: 'group', stroke: 'group', strokeWidth: 2 }),
        Plot.dot(rows, { x: 'day', y: 'share', fill: 'group', symbol: 'group', r: 4 }),
        Plot.ruleY([0]),
      ],
    };
    return { options: picture, told: totals.join('; ') };
  }, [report]);
  return (
    <Chart
      options={options}
      legend={GROUPS}
      caption={`Defects by day: of all requests, of those that were rewritten, and of the control group, which is kept from it. In all: ${told}.`}
    />
  );
}
