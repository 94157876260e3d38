import * as Plot from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import type { ConfidenceSpread } from '../../model/live.js';
import type { FoundReport, ReportBin } from '../../model/reports.js';
import { Chart, COLOURS } from '../parts/chart.js';
import { evaluationOf } from '../parts/reports.js';
import { driftBars, stabilityIndex } from './drift.js';

interface Props {
  readonly confidence: Readonly<Record<string, ConfidenceSpread>>;
  readonly reports: readonly FoundReport[];
}

/** How each domain's confidences are spread, beside what they were when it was measured. */
export function ConfidenceCharts({ confidence, reports }: Props) {
  const domains = Object.entries(confidence).filter(([, { count }]) => count > 0);
  if (domains.length === 0) return null;
  return (
    <section aria-label="Confidences">
      <h2>Confidences</h2>
      <p class="soft">
        Of each domain's best hypothesis, 0 where it had none. A spread that leaves the one that was measured is the
        first sign that a domain no longer fits its traffic; a report is of the utterances of its corpora, so that some
        difference is to be expected.
      </p>
      <div class="columns">
        {domains.map(([domain, spread]) => (
          <ConfidenceChart
            key={domain}
            domain={domain}
            spread={spread}
            bins={evaluationOf(reports, domain)?.forms[0]?.domains[domain] ?? []}
          />
        ))}
      </div>
    </section>
  );
}

function ConfidenceChart({
  domain,
  spread,
  bins,
}: {
  domain: string;
  spread: ConfidenceSpread;
  bins: readonly ReportBin[];
}) {
  const bars = useMemo(() => driftBars(spread, bins), [spread, bins]);
  const options = useMemo((): Plot.PlotOptions => {
    const shown =
      bars.length > 0
        ? bars
        : spread.ends.map((to, index) => ({
            from: index === 0 ? 0 : (spread.ends[index - 1] ?? 0),
            to: Math.min(1, to),
            live: spread.shares[index] ?? 0,
            measured: 0,
          }));
    return {
      height: 200,
      x: { domain: [0, 1], label: 'confidence', tickFormat: '.0%', ticks: 5 },
      y: { label: 'share of the answers', tickFormat: '.0%', grid: true, ticks: 4 },
      marks: [
        Plot.rectY(shown, { x1: 'from', x2: 'to', y: 'live', fill: COLOURS[0], fillOpacity: 0.75, inset: 1 }),
        ...(bars.length > 0
          ? [Plot.ruleY(bars, { x1: 'from', x2: 'to', y: 'measured', stroke: COLOURS[1], strokeWidth: 3 })]
          : []),
        Plot.ruleY([0]),
      ],
    };
  }, [bars, spread]);
  const since = spread.of === 'watched' ? 'of the last minutes' : 'since the gateway started';
  const drift =
    bars.length > 0
      ? ` The population stability index is ${stabilityIndex(bars).toFixed(2)} (over .25 much has changed).`
      : ' There is no report to compare it with.';
  return (
    <Chart
      options={options}
      {...(bars.length > 0 && { legend: ['live', 'measured'] })}
      caption={`${domain}: ${spread.count.toLocaleString()} answers ${since}.${drift}`}
    />
  );
}
