import * as Plot from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import { Chart, COLOURS } from '../parts/chart.js';

type Runs = Readonly<Record<string, number>>;

/** How often each way of looking for entities ran, which the bandit decides. */
export function StrategyCharts({ strategies }: { strategies: Readonly<Record<string, Runs>> }) {
  const domains = Object.entries(strategies);
  return (
    <section aria-label="Ways of looking for entities">
      <h2>Ways of looking for entities</h2>
      {domains.length === 0 ? (
        <p class="soft">
          No domain has looked in a catalogue, or the metrics of domains are not among those that the console reads.
        </p>
      ) : (
        <div class="columns">
          {domains.map(([domain, runs]) => (
            <StrategyChart key={domain} domain={domain} runs={runs} />
          ))}
        </div>
      )}
    </section>
  );
}

function StrategyChart({ domain, runs }: { domain: string; runs: Runs }) {
  const options = useMemo((): Plot.PlotOptions => {
    const rows = Object.entries(runs).map(([strategy, count]) => ({ strategy, count }));
    return {
      marginLeft: 90,
      height: 60 + 28 * rows.length,
      x: { label: 'runs that were decided on', grid: true, ticks: 5 },
      y: { label: null },
      marks: [Plot.barX(rows, { x: 'count', y: 'strategy', fill: COLOURS[2], sort: { y: '-x' } })],
    };
  }, [runs]);
  const told = Object.entries(runs).map(([strategy, count]) => `${strategy} ${count}`);
  return <Chart options={options} caption={`${domain}: ${told.join(', ')}.`} />;
}
