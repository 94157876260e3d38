import * as Plot from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import type { DomainBelief } from '../../explanation/prior-shift.js';
import { Chart, COLOURS } from '../parts/chart.js';
import { logOdds, percent } from '../parts/format.js';

/** P(the utterance is the domain's) of each domain, before the context prior and after it. */
export function BeliefChart({ beliefs }: { beliefs: readonly DomainBelief[] }) {
  const options = useMemo(
    (): Plot.PlotOptions => ({
      marginLeft: 80,
      height: 70 + 44 * Math.max(1, beliefs.length),
      x: { domain: [0, 1], label: 'probability that it is this domain’s', tickFormat: '.0%', ticks: 5, grid: true },
      y: { label: null, domain: beliefs.map(({ domain }) => domain) },
      marks: [
        Plot.arrow(
          beliefs.filter(({ before, after }) => Math.abs(after - before) > 0.01),
          { x1: 'before', x2: 'after', y1: 'domain', y2: 'domain', stroke: COLOURS[1], strokeWidth: 2, inset: 5 },
        ),
        Plot.dot(beliefs, { x: 'before', y: 'domain', r: 6, stroke: COLOURS[0], strokeWidth: 2 }),
        Plot.dot(beliefs, { x: 'after', y: 'domain', r: 6, fill: COLOURS[1] }),
      ],
    }),
    [beliefs],
  );
  const told = beliefs.map(
    ({ domain, before, after, shift }) =>
      `${domain} ${percent(before)}, prior ${logOdds(shift)}, then ${percent(after)}`,
  );
  return (
    <Chart
      options={options}
      caption={`Circles: what a domain believes; dots: after the context prior. In numbers: ${told.join('; ')}.`}
    />
  );
}
