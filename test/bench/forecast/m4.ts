import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { FeatureReader } from '../../../capacity/forecast/features.js';
import {
  type ForecastModel,
  forecastQuantiles,
  type OffQuantiles,
  TREE_FEATURES,
} from '../../../capacity/forecast/forecast-model.js';
import { seasonalNaive } from '../../../capacity/forecast/seasonal-naive.js';
import type { Series } from '../../../capacity/forecast/series.js';
import { createSession } from '../../../domains/core/onnx/onnx-session.js';
import { parseCsv } from '../../../training/corpus/sources/csv.js';
import { trainCausalNetwork } from '../../../training/forecast/convolution/causal-trainer.js';
import {
  FORECAST_DEFAULTS,
  type ForecastSettings,
  forecastRows,
  forestOfRows,
} from '../../../training/forecast/forecast-trainer.js';
import { forecastGraph } from '../../../training/forecast/network/forecast-graph.js';
import { trainNetwork } from '../../../training/forecast/network/network-trainer.js';
import { ForecastScore } from '../../../training/forecast/pinball.js';
import { SCORED_SHARES } from '../../../training/forecast/rolling-origin.js';

import { arimaQuantiles, etsQuantiles } from './baselines.js';
import { forecastsByConvolutions } from './by-convolutions.js';

const HOURS = 48;

/** Chosen on windows of 48 hours at the end of the training series alone (`--m4-back`). */
const SETTINGS: ForecastSettings = {
  ...FORECAST_DEFAULTS,
  horizons: Array.from({ length: HOURS }, (_, hour) => hour + 1),
  naiveShare: 0.3,
};

const WAYS = [
  'seasonal naive',
  'with residuals',
  'ETS',
  'ARIMA',
  'forest',
  'network',
  'forest and network',
  'convolutions',
  'forest and convolutions',
] as const;
type Way = (typeof WAYS)[number];

/** Figures of M4 hourly: the 48 hours after each of 414 series. */
export interface M4Figures {
  readonly series: number;
  readonly losses: Readonly<Record<Way, number>>;
  /** Share of loads in the interval from 10 % to 90 %. */
  readonly coverage: Readonly<Record<Way, number>>;
  readonly seconds: Readonly<
    Record<'rows' | 'forest' | 'network' | 'convolutions' | 'baselines' | 'forecasts', number>
  >;
  /** CPU of all of it, in seconds. */
  readonly cpuSeconds: number;
}

function readSeries(file: string): { name: string; values: Float64Array }[] {
  const [, ...records] = parseCsv(readFileSync(file, 'utf8'));
  return records.map(([name, ...cells]) => ({
    name: name ?? '',
    values: Float64Array.from(cells.filter((cell) => cell !== '' && cell !== 'NA').map(Number)),
  }));
}

/**
 * Learns from the training series and forecasts what follows.
 * @param back hours at the end of the training series that are left out; what is forecast are their first 48, to choose
 *   settings by; 0: the test file
 */
export async function m4Figures(folder: string, back: number, say: (text: string) => void): Promise<M4Figures> {
  const train = readSeries(join(folder, 'm4-hourly-train.csv'));
  const test = back === 0 ? readSeries(join(folder, 'm4-hourly-test.csv')) : undefined;
  const series: Series[] = train.map(({ name, values }) => ({
    name,
    stepSeconds: 3_600,
    startSeconds: undefined,
    values: values.slice(0, values.length - back),
  }));
  const marks = [performance.now()];
  const cpu = process.cpuUsage();
  const rows = forecastRows(series, SETTINGS);
  marks.push(performance.now());
  say('the forest learns');
  const model = forestOfRows(rows, 3_600, SETTINGS);
  marks.push(performance.now());
  const network = trainNetwork(rows.values, rows.off, TREE_FEATURES, SCORED_SHARES, {}, (epoch, loss) =>
    say(`the network learns: epoch ${epoch}, loss ${loss.toFixed(4)}`),
  );
  marks.push(performance.now());
  const convolutions = trainCausalNetwork(series, SCORED_SHARES, {}, (epoch, loss) =>
    say(`the convolutions learn: epoch ${epoch}, loss ${loss.toFixed(4)}`),
  );
  marks.push(performance.now());
  const byConvolutions = await forecastsByConvolutions(convolutions, series, SETTINGS.horizons);
  const byNetwork = await networkForecasts(series, model, forecastGraph(network));
  marks.push(performance.now());
  const baselines = series.map(({ values }, index) => {
    if (index % 50 === 49) say(`ETS and ARIMA: ${index + 1} of ${series.length}`);
    return { ets: etsQuantiles(values, HOURS), arima: arimaQuantiles(values, HOURS) };
  });
  marks.push(performance.now());
  const scores = new Map(WAYS.map((way) => [way, new ForecastScore(SCORED_SHARES)]));
  for (const [index, one] of series.entries()) {
    const length = one.values.length;
    const loads = test ? test[index].values : train[index].values.subarray(length, length + HOURS);
    const naive = seasonalNaive(one, length, SETTINGS.horizons, SCORED_SHARES)!;
    const forest = forecastQuantiles(model, new FeatureReader(one), length, SCORED_SHARES) ?? naive;
    for (let hour = 0; hour < HOURS; hour++) {
      const yesterday = one.values[length - 24 + (hour % 24)];
      const ofNetwork = byNetwork[index]?.[hour] ?? naive[hour];
      const ofConvolutions = byConvolutions[index]?.[hour] ?? naive[hour];
      const meanWith = (other: Float64Array) => forest[hour].map((value, share) => (value + other[share]) / 2);
      const given: Record<Way, Float64Array> = {
        'seasonal naive': new Float64Array(SCORED_SHARES.length).fill(yesterday),
        'with residuals': naive[hour],
        // Where they find no model, naive stands.
        ETS: baselines[index]?.ets?.[hour] ?? naive[hour],
        ARIMA: baselines[index]?.arima?.[hour] ?? naive[hour],
        forest: forest[hour],
        network: ofNetwork,
        'forest and network': meanWith(ofNetwork),
        convolutions: ofConvolutions,
        'forest and convolutions': meanWith(ofConvolutions),
      };
      for (const way of WAYS) scores.get(way)!.add(loads[hour], given[way]);
    }
  }
  marks.push(performance.now());
  const figures = (of: (score: ForecastScore) => number) =>
    Object.fromEntries(WAYS.map((way) => [way, of(scores.get(way)!)])) as Record<Way, number>;
  const [ofRows, ofForest, ofNetwork, convolved, asked, baselined, scored] = marks
    .slice(1)
    .map((mark, index) => (mark - marks[index]) / 1_000);
  return {
    series: series.length,
    losses: figures((score) => score.weightedQuantileLoss),
    coverage: figures((score) => score.coverage(0.1, 0.9)),
    seconds: {
      rows: ofRows,
      forest: ofForest,
      network: ofNetwork,
      convolutions: convolved,
      baselines: baselined,
      forecasts: asked + scored,
    },
    cpuSeconds: process.cpuUsage(cpu).user / 1e6,
  };
}

/** The network's forecasts by onnxruntime, in one run: `[series][hours][shares]`. */
async function networkForecasts(
  series: readonly Series[],
  model: ForecastModel,
  graph: Uint8Array,
): Promise<(Float64Array[] | undefined)[]> {
  const asked: Float64Array[] = [];
  const through = (offQuantiles: OffQuantiles) =>
    series.map((one) =>
      forecastQuantiles(model, new FeatureReader(one), one.values.length, SCORED_SHARES, offQuantiles),
    );
  through((row, shares) => {
    asked.push(row.slice());
    return new Float64Array(shares.length);
  });
  const features = new Float32Array(asked.length * TREE_FEATURES);
  for (const [index, row] of asked.entries()) features.set(row, index * TREE_FEATURES);
  const session = await createSession(graph);
  const input = new ort.Tensor('float32', features, [asked.length, TREE_FEATURES]);
  const { quantiles } = await session.run({ features: input });
  const data = quantiles.data as Float32Array;
  let next = 0;
  const given = through((_, shares) => {
    const at = shares.length * next++;
    return Float64Array.from(data.subarray(at, at + shares.length));
  });
  await session.release();
  return given;
}
