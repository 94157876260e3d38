import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { initSync, MSTL } from '@bsull/augurs/mstl';

/** SARIMA of the package `arima`, which is a CommonJS module with types of its own. */
interface Arima {
  train(values: Float64Array | number[]): Arima;
  /** @returns means and variances of what follows */
  predict(steps: number): [number[], number[]];
}
type ArimaClass = new (options: Readonly<Record<string, number | boolean>>) => Arima;

const PERIOD = 24;
/** Hours at the end of a series that baselines learn from: the time of a fit grows with them. */
const MOST_HOURS = 14 * PERIOD;

/** The normal distribution's quantiles of .1 to .9. */
const NORMAL = [-1.2816, -0.8416, -0.5244, -0.2533, 0, 0.2533, 0.5244, 0.8416, 1.2816] as const;
/** Probabilities of the intervals between them, the narrowest first. */
const LEVELS = [0.2, 0.4, 0.6, 0.8] as const;

let isReady = false;

/**
 * Quantiles .1 to .9 by exponential smoothing with a daily season: MSTL with AutoETS for the trend (augurs, Grafana Labs).
 * @returns `[hours][9]`; undefined where it finds no model
 */
export function etsQuantiles(values: Float64Array, hours: number): Float64Array[] | undefined {
  if (!isReady) {
    const wasm = fileURLToPath(import.meta.resolve('@bsull/augurs/mstl')).replace(/\.js$/u, '_bg.wasm');
    initSync({ module: readFileSync(wasm) });
    isReady = true;
  }
  try {
    const model = MSTL.ets([PERIOD]);
    model.fit(values.slice(-MOST_HOURS));
    const { point } = model.predict(hours);
    const intervals = LEVELS.map((level) => model.predict(hours, level).intervals!);
    model.free();
    const at = (hour: number) => [
      ...intervals.map(({ lower }) => lower[hour]!).reverse(),
      point[hour]!,
      ...intervals.map(({ upper }) => upper[hour]!),
    ];
    return finite(Array.from({ length: hours }, (_, hour) => Float64Array.from(at(hour))));
  } catch {
    return undefined;
  }
}

let arima: ArimaClass | undefined;

/**
 * Quantiles .1 to .9 by SARIMA (1, 0, 0)(0, 1, 1) of 24 hours (package `arima`, after ctsa); errors are taken as normal.
 * @returns `[hours][9]`; undefined where what it finds does not hold still
 */
export function arimaQuantiles(values: Float64Array, hours: number): Float64Array[] | undefined {
  arima ??= createRequire(import.meta.url)('arima') as ArimaClass;
  const model = new arima({ p: 1, d: 0, q: 0, P: 0, D: 1, Q: 1, s: PERIOD, verbose: false });
  const most = 10 * values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const [means, variances] = model.train(values.slice(-MOST_HOURS)).predict(hours);
  if (means.some((mean) => !(Math.abs(mean) <= most))) return undefined;
  const at = (hour: number) => NORMAL.map((z) => means[hour]! + z * Math.sqrt(Math.max(0, variances[hour]!)));
  return finite(Array.from({ length: hours }, (_, hour) => Float64Array.from(at(hour))));
}

function finite(quantiles: Float64Array[]): Float64Array[] | undefined {
  return quantiles.every((each) => each.every(Number.isFinite)) ? quantiles : undefined;
}
