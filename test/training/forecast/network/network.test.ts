import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { createSession } from '../../../../domains/core/onnx/onnx-session.js';
import { forecastGraph } from '../../../../training/forecast/network/forecast-graph.js';
import { addGradients, newGradients, trainNetwork } from '../../../../training/forecast/network/network-trainer.js';
import {
  networkQuantiles,
  newActivations,
  newNetwork,
  standardised,
} from '../../../../training/forecast/network/quantile-network.js';
import { seeded } from '../../../../training/numeric/random.js';

const SHARES = [0.1, 0.5, 0.9];

/** Rows of two features, of which the first tells where the target lies and the second how far it scatters. */
function rows(count: number) {
  const random = seeded(5);
  const values = new Float64Array(2 * count);
  const targets = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const [centre, width] = [4 * random.next(), 1 + random.next()];
    values.set([centre, width], 2 * row);
    targets[row] = centre + width * (2 * random.next() - 1);
  }
  return { values, targets };
}

it('has the derivatives that differences of its loss show', () => {
  const { values, targets } = rows(20);
  const network = newNetwork(values, targets, 2, SHARES, { hidden: [5, 4], seed: 2 });
  const activations = newActivations(network.layers);
  standardised(network, values, 6, activations[0]);
  const gradients = newGradients(network.layers);
  const loss = () => addGradients(network, activations, 2.5, newGradients(network.layers));
  addGradients(network, activations, 2.5, gradients);
  for (const [index, { weights, biases }] of network.layers.entries()) {
    for (const [table, found] of [
      [weights, gradients.weights[index]],
      [biases, gradients.biases[index]],
    ] as const) {
      for (let at = 0; at < table.length; at++) {
        const kept = table[at];
        table[at] = kept + 1e-2;
        const above = loss();
        table[at] = kept - 1e-2;
        const below = loss();
        table[at] = kept;
        expect(found[at], `layer ${index}, ${at}`).toBeCloseTo((above - below) / 2e-2, 2);
      }
    }
  }
});

describe('a trained network', () => {
  const { values, targets } = rows(4_000);
  const losses: number[] = [];
  const settings = { hidden: [16], epochs: 20, rate: 0.01 };
  const network = trainNetwork(values, targets, 2, SHARES, settings, (_, loss) => losses.push(loss));

  it('knows the quantiles of what it learned from', () => {
    expect(losses[losses.length - 1]).toBeLessThan(losses[0]);
    for (const [centre, width] of [
      [1, 1.2],
      [3, 1.8],
    ]) {
      const quantiles = networkQuantiles(network, Float64Array.of(centre, width));
      for (const [index, share] of SHARES.entries()) {
        expect(Math.abs(quantiles[index] - (centre + width * (2 * share - 1)))).toBeLessThan(0.3);
      }
    }
  });

  it('is the same in onnxruntime, also where a feature is missing, and its quantiles rise', async () => {
    const session = await createSession(forecastGraph(network));
    const asked = [
      [1, 1.2],
      [Number.NaN, 1.5],
      [1e9, -1e9],
    ];
    const features = new ort.Tensor('float32', Float32Array.from(asked.flat()), [asked.length, 2]);
    const { quantiles } = await session.run({ features });
    for (const [row, given] of asked.entries()) {
      const own = networkQuantiles(network, Float64Array.from(given));
      const served = Array.from(quantiles.data as Float32Array).slice(3 * row, 3 * row + 3);
      for (const [index, value] of own.entries()) expect(served[index]).toBeCloseTo(value, 3);
      expect([...own]).toEqual([...own].sort((one, other) => one - other));
    }
    await session.release();
  });

  it('is the same from the same seed', () => {
    const again = trainNetwork(values, targets, 2, SHARES, settings);
    expect(again.layers[1].weights).toEqual(network.layers[1].weights);
  });
});
