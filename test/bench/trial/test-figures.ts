import Table from 'cli-table3';
import { quantile } from '../measurement/spread.js';
import { type Simulated, simulatedEnds } from './simulated-trials.js';

const ALPHA = 0.01;
const TRIALS = 1_000;

const healthy = { rate: 0.1, ratio: 1, share: 0.2, requests: 10_000, every: 10 };
const worse = { rate: 0.1, share: 0.2, requests: 40_000, every: 10 };

const HEALTHY: readonly (readonly [string, Simulated])[] = [
  ['defects of 10 %, a share of 20 %', healthy],
  ['the same, looked at after every request', { ...healthy, every: 1 }],
  ['a share of 5 %', { ...healthy, share: 0.05 }],
  ['defects of 1 %', { ...healthy, rate: 0.01 }],
  ['outcomes up to 300 requests late, a rate that swings', { ...healthy, lag: 300, swings: true }],
  ['2,000 customers with rates of their own', { ...healthy, customers: 2_000 }],
  ['200 customers with rates of their own', { ...healthy, customers: 200 }],
];

const WORSE: readonly (readonly [string, Simulated])[] = [
  ['twice 10 %, a share of 20 %', { ...worse, ratio: 2 }],
  ['twice 10 %, a share of 5 %', { ...worse, ratio: 2, share: 0.05 }],
  ['half more than 10 %, a share of 20 %', { ...worse, ratio: 1.5 }],
  ['a quarter more than 10 %, a share of 20 %', { ...worse, ratio: 1.25 }],
  ['1 % in the place of 0.1 %, a share of 5 %', { ...worse, rate: 0.001, ratio: 10, share: 0.05 }],
];

/** What the sequential test does to simulated trials, at an error of 1 %. */
export function testFigures(): string {
  const alarms = new Table({
    head: ['candidates that are no worse', 'called worse, %'],
    style: { head: [], border: [] },
  });
  for (const [name, simulated] of HEALTHY) {
    const called = simulatedEnds(TRIALS, ALPHA, simulated).filter((end) => end !== undefined).length;
    alarms.push([name, ((100 * called) / TRIALS).toFixed(1)]);
  }
  const power = new Table({
    head: ['candidates that are worse', 'called so, %', 'after requests: median', 'of 80 %'],
    style: { head: [], border: [] },
  });
  for (const [name, simulated] of WORSE) {
    const ends = simulatedEnds(TRIALS, ALPHA, simulated).map((end) => end ?? Number.POSITIVE_INFINITY);
    const sorted = Float64Array.from(ends).sort();
    const found = ends.filter(Number.isFinite).length;
    const after = (share: number) => {
      const requests = quantile(sorted, share);
      return Number.isFinite(requests) ? Math.round(requests).toLocaleString('en-US') : `over ${simulated.requests}`;
    };
    power.push([name, ((100 * found) / TRIALS).toFixed(1), after(0.5), after(0.8)]);
  }
  return `${TRIALS} trials each, alpha ${ALPHA}\n${alarms}\n${power}\n`;
}
