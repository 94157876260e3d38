import { type Random, seeded } from '../../numeric/random.js';

/**
 * A feed-forward network whose outputs are quantiles that do not cross: the lowest, and from each to the next a step of
 * softplus. Inputs are standardised, bounded, and 0 where missing. Layers are row-major, `[inputs, outputs]`.
 */
export interface QuantileNetwork {
  readonly shares: readonly number[];
  /** `[inputs]` */
  readonly means: Float32Array;
  readonly deviations: Float32Array;
  readonly layers: readonly Layer[];
}

export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

/** Standardised inputs beyond are cut. */
export const MOST_INPUT = 5;

export interface NetworkSettings {
  readonly hidden: readonly number[];
  readonly epochs: number;
  readonly batch: number;
  /** Step of Adam (Kingma, Ba 2015) at the beginning; it falls by a cosine to 0. */
  readonly rate: number;
  readonly seed: number;
}

export const NETWORK_DEFAULTS: NetworkSettings = { hidden: [64, 64], epochs: 6, batch: 64, rate: 0.002, seed: 1 };

/** Writes a row as the first layer takes it. */
export function standardised(
  { means, deviations }: Pick<QuantileNetwork, 'means' | 'deviations'>,
  values: Float64Array,
  offset: number,
  input: Float32Array,
): void {
  for (let column = 0; column < input.length; column++) {
    const scaled = (values[offset + column] - means[column]) / deviations[column];
    input[column] = Number.isNaN(scaled) ? 0 : Math.max(-MOST_INPUT, Math.min(MOST_INPUT, scaled));
  }
}

/** The quantiles of a row, `[shares]`, rising. */
export function networkQuantiles(network: QuantileNetwork, values: Float64Array, offset = 0): Float64Array {
  const activations = newActivations(network.layers);
  standardised(network, values, offset, activations[0]);
  forward(network.layers, activations);
  return risen(activations[activations.length - 1]);
}

/** Buffers of the input and of every layer's output. */
export function newActivations(layers: readonly Layer[]): Float32Array[] {
  return [new Float32Array(layers[0].inputs), ...layers.map(({ outputs }) => new Float32Array(outputs))];
}

/** Fills in the outputs of the layers; all but the last are cut at 0. */
export function forward(layers: readonly Layer[], activations: readonly Float32Array[]): void {
  for (const [index, { outputs, weights, biases }] of layers.entries()) {
    const [from, to] = [activations[index], activations[index + 1]];
    to.set(biases);
    for (let input = 0; input < from.length; input++) {
      const value = from[input];
      if (value === 0) continue;
      const row = input * outputs;
      for (let output = 0; output < outputs; output++) to[output] += value * weights[row + output];
    }
    if (index < layers.length - 1) for (let output = 0; output < outputs; output++) if (to[output] < 0) to[output] = 0;
  }
}

/** Quantiles of the last layer's outputs: the first, then steps of softplus. */
export function risen(outputs: Float32Array): Float64Array {
  const quantiles = new Float64Array(outputs.length);
  for (let index = 0; index < outputs.length; index++) {
    quantiles[index] = index === 0 ? outputs[0] : quantiles[index - 1] + softplus(outputs[index]);
  }
  return quantiles;
}

export function softplus(value: number): number {
  return Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)));
}

/** Layers of random weights (He et al. 2015). @param sizes from the inputs to the outputs */
export function newLayers(sizes: readonly number[], random: Random): Layer[] {
  return sizes.slice(1).map((outputs, index) => {
    const inputs = sizes[index];
    const bound = Math.sqrt(6 / inputs) / (index === sizes.length - 2 ? 10 : 1);
    const weights = Float32Array.from({ length: inputs * outputs }, () => bound * (2 * random.next() - 1));
    return { inputs, outputs, weights, biases: new Float32Array(outputs) };
  });
}

/** A new network for rows, whose outputs are the targets' own quantiles but for small random weights. */
export function newNetwork(
  values: Float64Array,
  targets: Float64Array,
  inputs: number,
  shares: readonly number[],
  { hidden, seed }: Pick<NetworkSettings, 'hidden' | 'seed'>,
): QuantileNetwork {
  const [means, deviations] = moments(values, targets.length, inputs);
  const layers = newLayers([inputs, ...hidden, shares.length], seeded(seed));
  const sorted = targets.slice().sort();
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))];
  const { biases } = layers[layers.length - 1];
  for (const [index, share] of shares.entries()) {
    // The inverse of softplus, for a step of at least a little.
    const step = index === 0 ? 0 : Math.max(1e-3, at(share) - at(shares[index - 1]));
    biases[index] = index === 0 ? at(share) : step + Math.log(-Math.expm1(-step));
  }
  return { shares, means, deviations, layers };
}

/** Means and standard deviations of columns, of what is not missing. */
function moments(values: Float64Array, count: number, columns: number): [Float32Array, Float32Array] {
  const [means, deviations] = [new Float32Array(columns), new Float32Array(columns)];
  for (let column = 0; column < columns; column++) {
    let [known, sum, squares] = [0, 0, 0];
    for (let row = 0; row < count; row++) {
      const value = Math.max(-100, Math.min(100, values[row * columns + column]));
      if (Number.isNaN(value)) continue;
      known++;
      sum += value;
      squares += value * value;
    }
    means[column] = known > 0 ? sum / known : 0;
    const variance = known > 0 ? squares / known - means[column] ** 2 : 0;
    deviations[column] = variance > 1e-8 ? Math.sqrt(variance) : 1;
  }
  return [means, deviations];
}
