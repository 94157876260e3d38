import * as Plot from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import type { LiveSample, LiveView, MetricsPlace } from '../../model/live.js';
import { Chart } from '../parts/chart.js';
import { milliseconds, percent, rate } from '../parts/format.js';
import { Notice } from '../parts/notice.js';
import { useReports } from '../parts/reports.js';
import { ConfidenceCharts } from './confidence-charts.js';
import { DomainRates } from './domain-rates.js';

const DECISIONS = ['ACCEPT', 'CLARIFY', 'REJECT', 'UNDECIDED'];
const DECISION_COLOURS = ['#009e73', '#e69f00', '#d55e00', '#8c959f'];

/** What is answered at this moment. */
export function LivePage({ live }: { live: LiveView | undefined }) {
  const reports = useReports();
  if (!live) return <p role="status">Reading metrics …</p>;
  const isLost = live.places.length > 0 && live.places.every(({ problem }) => problem?.startsWith('cannot be read'));
  const latest = isLost ? undefined : live.samples.at(-1);
  const last = live.samples.at(-1);
  return (
    <>
      <h1>Live</h1>
      <Places places={live.places} />
      {isLost && last && <Notice>The pictures end at {new Date(last.atMs).toLocaleTimeString()}.</Notice>}
      {!latest && live.places.some(({ problem }) => problem === undefined) && (
        <p role="status">The first figures come with the second reading, in two seconds.</p>
      )}
      {latest && <Tiles sample={latest} />}
      {last && (
        <div class="columns">
          <Decisions samples={live.samples} />
          <Latencies samples={live.samples} />
        </div>
      )}
      {latest && <DomainRates domains={latest.domains} />}
      <ConfidenceCharts confidence={live.confidence} reports={reports ?? []} />
    </>
  );
}

/** What of the metrics cannot be read. */
export function Places({ places }: { places: readonly MetricsPlace[] }) {
  if (places.length === 0) {
    return (
      <Notice>
        The console was given no metrics: start it with <code>--metrics http://127.0.0.1:9464/metrics</code>, and the
        gateway with <code>--metrics-port 9464</code> or a setting for <code>operations</code>.
      </Notice>
    );
  }
  return (
    <>
      {places
        .filter(({ problem }) => problem !== undefined)
        .map(({ url, problem }) => (
          <Notice key={url} kind="bad">
            {url}: {problem}
          </Notice>
        ))}
    </>
  );
}

function Tiles({ sample }: { sample: LiveSample }) {
  const tiles: [string, string][] = [
    ['requests a second', rate(sample.requests)],
    ['p50', milliseconds(sample.p50Ms)],
    ['p99', milliseconds(sample.p99Ms)],
    ['lack a domain', percent(sample.degraded)],
  ];
  return (
    <dl class="tiles panel">
      {tiles.map(([name, value]) => (
        <div key={name}>
          <dt class="soft small">{name}</dt>
          <dd style={{ margin: 0 }}>
            <b>{value}</b>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Decisions({ samples }: { samples: readonly LiveSample[] }) {
  const options = useMemo((): Plot.PlotOptions => {
    const rows = samples.flatMap(({ atMs, decisions }) =>
      DECISIONS.map((decision) => ({ at: new Date(atMs), decision, rate: decisions[decision] ?? 0 })),
    );
    return {
      height: 260,
      x: { type: 'time', label: null },
      y: {
        label: 'answers a second',
        grid: true,
        domain: [0, Math.max(1, ...samples.map(({ requests }) => requests))],
      },
      color: { legend: false, domain: DECISIONS },
      marks: [
        Plot.areaY(rows, { x: 'at', y: 'rate', z: 'decision', fill: 'decision', order: DECISIONS }),
        Plot.ruleY([0]),
      ],
    };
  }, [samples]);
  const latest = samples.at(-1);
  const told = DECISIONS.map((decision) => `${decision} ${rate(latest?.decisions[decision] ?? 0)}`).join(', ');
  return (
    <Chart
      options={options}
      legend={DECISIONS}
      colours={DECISION_COLOURS}
      caption={`Answers a second by decision. At the end: ${told}.`}
    />
  );
}

function Latencies({ samples }: { samples: readonly LiveSample[] }) {
  const options = useMemo((): Plot.PlotOptions => {
    const rows = samples.flatMap(({ atMs, p50Ms, p99Ms }) => [
      { at: new Date(atMs), which: 'p50', ms: p50Ms ?? Number.NaN },
      { at: new Date(atMs), which: 'p99', ms: p99Ms ?? Number.NaN },
    ]);
    return {
      height: 260,
      x: { type: 'time', label: null },
      y: { label: 'ms', grid: true, domain: [0, Math.max(10, ...samples.map(({ p99Ms = 0 }) => p99Ms))] },
      color: { legend: false, domain: ['p50', 'p99'] },
      marks: [Plot.lineY(rows, { x: 'at', y: 'ms', z: 'which', stroke: 'which', strokeWidth: 2 }), Plot.ruleY([0])],
    };
  }, [samples]);
  const latest = samples.at(-1);
  const told = `p50 ${milliseconds(latest?.p50Ms)}, p99 ${milliseconds(latest?.p99Ms)}`;
  return (
    <Chart options={options} legend={['p50', 'p99']} caption={`Time of the gateway's answers. At the end: ${told}.`} />
  );
}
