import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import type { Series } from '../../../capacity/forecast/series.js';
import { createSession } from '../../../domains/core/onnx/onnx-session.js';
import { addEncoderGradients, encode, newEncoder } from '../../../training/forecast/convolution/causal-encoder.js';
import { causalGraph } from '../../../training/forecast/convolution/causal-graph.js';
import { causalQuantiles, lastWindow } from '../../../training/forecast/convolution/causal-network.js';
import { trainCausalNetwork } from '../../../training/forecast/convolution/causal-trainer.js';
import { HORIZON_FEATURES, SeasonWindow, STEP_CHANNELS } from '../../../training/forecast/convolution/season-window.js';
import { seeded } from '../../../training/numeric/random.js';

const HOUR = 3_600;

/** Loads of days that are alike but for noise, those of one hour in 24 high. */
function daily(days: number, seed: number, noise = 10): Series {
  const random = seeded(seed);
  const values = Float64Array.from({ length: 24 * days }, (_, hour) => {
    return 100 + (hour % 24 === 7 ? 300 : 0) + noise * (random.next() - 0.5);
  });
  return { name: `${seed}`, stepSeconds: HOUR, startSeconds: undefined, values };
}

const small = { channels: 4, dilations: [1, 2, 4], hidden: [8], horizon: 24, forks: 8, epochs: 60, rate: 0.01 };

describe('the encoder', () => {
  const layers = newEncoder(2, 3, [1, 2], seeded(1));
  // Not where units are cut just there.
  for (const { biases } of layers) biases.fill(0.13);
  const inputs = Float32Array.from({ length: 2 * 9 }, (_, at) => Math.sin(at * at + 0.5));

  it('convolves by hand: two taps, what lies before the first step is 0', () => {
    const [first] = layers;
    const one = { ...first!, inputs: 1, outputs: 1, weights: Float32Array.of(2, 3), biases: Float32Array.of(1) };
    expect([...encode([one], Float32Array.of(1, 5, 7))[1]!]).toEqual([4, 18, 32]);
    const cut = { ...one, isResidual: true, dilation: 2, weights: Float32Array.of(-1, 1) };
    // 1 + relu(1 + 1), 5 + relu(5 + 1), 7 + relu(7 - 1 + 1)
    expect([...encode([cut], Float32Array.of(1, 5, 7))[1]!]).toEqual([3, 11, 14]);
  });

  it('is causal: what comes later changes no code', () => {
    const before = encode(layers, inputs).at(-1)!;
    const changed = inputs.slice();
    changed.fill(9, 2 * 6);
    const after = encode(layers, changed).at(-1)!;
    expect([...after.subarray(0, 3 * 6)]).toEqual([...before.subarray(0, 3 * 6)]);
    expect([...after.subarray(3 * 6)]).not.toEqual([...before.subarray(3 * 6)]);
  });

  it('has the derivatives that differences give', () => {
    const weighing = Float32Array.from({ length: 3 * 9 }, (_, at) => Math.cos(at));
    const loss = () =>
      encode(layers, inputs)
        .at(-1)!
        .reduce((sum, code, at) => sum + code * weighing[at]!, 0);
    const gradients = {
      weights: layers.map(({ weights }) => new Float32Array(weights.length)),
      biases: layers.map(({ biases }) => new Float32Array(biases.length)),
    };
    addEncoderGradients(layers, encode(layers, inputs), weighing, gradients);
    for (const [index, { weights, biases }] of layers.entries()) {
      for (const [table, sums] of [
        [weights, gradients.weights[index]!],
        [biases, gradients.biases[index]!],
      ] as const) {
        for (let at = 0; at < table.length; at++) {
          const value = table[at]!;
          table[at] = value + 1e-3;
          const above = loss();
          table[at] = value - 1e-3;
          const below = loss();
          table[at] = value;
          expect(sums[at]).toBeCloseTo((above - below) / 2e-3, 2);
        }
      }
    }
  });
});

describe('the network', () => {
  const series = [1, 2, 3].map((seed) => daily(20, seed));
  const losses: number[] = [];
  const network = trainCausalNetwork(series, [0.1, 0.5, 0.9], small, (_, loss) => losses.push(loss));
  const horizons = Array.from({ length: 24 }, (_, hour) => hour + 1);

  it('learns, and its quantiles rise around what comes', () => {
    expect(losses.at(-1)).toBeLessThan(0.8 * losses[0]!);
    const [one] = series;
    const quantiles = causalQuantiles(network, one!, horizons)!;
    for (const [index, [low, middle, high]] of quantiles.entries()) {
      const load = index % 24 === 7 ? 400 : 100;
      expect(low).toBeLessThanOrEqual(middle!);
      expect(middle).toBeLessThanOrEqual(high!);
      expect(Math.abs(middle! - load)).toBeLessThan(10);
    }
  });

  it('is the same whatever the size of the loads', () => {
    const [one] = series;
    const larger = { ...one!, values: one!.values.map((value) => 1_000 * value) };
    const [plain, scaled] = [one!, larger].map((each) => causalQuantiles(network, each, [1, 24])!);
    for (const [index, quantiles] of plain!.entries()) {
      for (const [share, value] of quantiles.entries()) expect(scaled![index]![share]! / 1_000).toBeCloseTo(value, 3);
    }
  });

  it('says the same by onnxruntime', async () => {
    const session = await createSession(causalGraph(network));
    const windows = series.map((one) => lastWindow(network, one)!);
    const steps = new Float32Array(series.length * STEP_CHANNELS * network.steps);
    const known = new Float32Array(series.length * horizons.length * HORIZON_FEATURES);
    for (const [index, window] of windows.entries()) {
      for (let at = 0; at < window.inputs.length; at++) {
        const [step, channel] = [Math.floor(at / STEP_CHANNELS), at % STEP_CHANNELS];
        steps[(index * STEP_CHANNELS + channel) * network.steps + step] = window.inputs[at]!;
      }
      for (const [place, horizon] of horizons.entries()) {
        window.tell(network.steps - 1, horizon, known, (index * horizons.length + place) * HORIZON_FEATURES);
      }
    }
    const { quantiles } = await session.run({
      steps: new ort.Tensor('float32', steps, [series.length, STEP_CHANNELS, network.steps]),
      horizons: new ort.Tensor('float32', known, [series.length, horizons.length, HORIZON_FEATURES]),
    });
    const data = quantiles!.data as Float32Array;
    for (const [index, one] of series.entries()) {
      for (const [place, expected] of causalQuantiles(network, one, horizons)!.entries()) {
        for (const [share, load] of expected.entries()) {
          const off = data[(index * horizons.length + place) * 3 + share]!;
          expect(windows[index]!.load(network.steps - 1, horizons[place]!, off)).toBeCloseTo(load, 2);
        }
      }
    }
    await session.release();
  });

  it('says nothing of a series that is too short, and survives holes and nothing at all', () => {
    expect(causalQuantiles(network, daily(1, 9), [1])).toBeUndefined();
    const holes = { ...daily(20, 5), values: daily(20, 5).values.fill(Number.NaN, 200, 230) };
    const zero = { ...daily(20, 6), values: new Float64Array(480) };
    const odd = trainCausalNetwork([holes, zero], [0.1, 0.5, 0.9], { ...small, epochs: 2 });
    for (const one of [holes, zero]) {
      for (const quantiles of causalQuantiles(odd, one, horizons)!) expect(quantiles.every(Number.isFinite)).toBe(true);
    }
  });
});

it('a window has what loads are off a day and a week before, by their mean change from day to day', () => {
  const values = Float64Array.from({ length: 24 * 9 }, (_, hour) => 10 + Math.floor(hour / 24));
  const window = new SeasonWindow({ name: '', stepSeconds: HOUR, startSeconds: undefined, values }, 24 * 7, 30, 24);
  // Every day is 1 more than the last; so is the scale.
  expect([...window.inputs.subarray(0, 2)]).toEqual([1, 5]);
  expect(window.target(0, 1)).toBe(1);
  expect(window.load(0, 1, 1)).toBe(17);
});
