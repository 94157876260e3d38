import { seeded, shuffle } from '../../numeric/random.js';
import { Adam } from './adam.js';
import {
  forward,
  type Layer,
  NETWORK_DEFAULTS,
  type NetworkSettings,
  newActivations,
  newNetwork,
  type QuantileNetwork,
  risen,
  standardised,
} from './quantile-network.js';

/** Sums of derivatives of the loss by the weights and biases of every layer. */
export interface Gradients {
  readonly weights: readonly Float32Array[];
  readonly biases: readonly Float32Array[];
}

export function newGradients(layers: readonly Layer[]): Gradients {
  return {
    weights: layers.map(({ weights }) => new Float32Array(weights.length)),
    biases: layers.map(({ biases }) => new Float32Array(biases.length)),
  };
}

/**
 * Adds the derivatives of a row's quantile loss, the mean over shares, by back-propagation.
 * @param activations of the row, its input filled in
 * @param ofInput where the derivatives by the input are added, `[inputs]`
 * @returns the loss
 */
export function addGradients(
  { layers, shares }: Pick<QuantileNetwork, 'layers' | 'shares'>,
  activations: readonly Float32Array[],
  target: number,
  gradients: Gradients,
  ofInput?: Float32Array,
): number {
  forward(layers, activations);
  const last = activations[activations.length - 1];
  const quantiles = risen(last);
  let loss = 0;
  let delta = new Float32Array(last.length);
  // A step raises its own quantile and all above.
  let above = 0;
  for (let index = shares.length - 1; index >= 0; index--) {
    const [share, off] = [shares[index], target - quantiles[index]];
    loss += (off >= 0 ? share * off : (share - 1) * off) / shares.length;
    above += (off >= 0 ? -share : 1 - share) / shares.length;
    delta[index] = index === 0 ? above : above / (1 + Math.exp(-last[index]));
  }
  for (let index = layers.length - 1; index >= 0; index--) {
    const { inputs, outputs, weights } = layers[index];
    const from = activations[index];
    const [ofWeights, ofBiases] = [gradients.weights[index], gradients.biases[index]];
    for (let output = 0; output < outputs; output++) ofBiases[output] += delta[output];
    const before = new Float32Array(inputs);
    for (let input = 0; input < inputs; input++) {
      const value = from[input];
      // A missing input, or a unit that is cut, has no part in it.
      if (value === 0) continue;
      const row = input * outputs;
      let sum = 0;
      for (let output = 0; output < outputs; output++) {
        ofWeights[row + output] += value * delta[output];
        sum += weights[row + output] * delta[output];
      }
      before[input] = sum;
    }
    delta = before;
  }
  if (ofInput) for (let input = 0; input < ofInput.length; input++) ofInput[input] += delta[input];
  return loss;
}

/**
 * Trains a network by quantile loss.
 * @param values `[targets.length * inputs]`, NaN where missing
 */
export function trainNetwork(
  values: Float64Array,
  targets: Float64Array,
  inputs: number,
  shares: readonly number[],
  settings: Partial<NetworkSettings> = {},
  onEpoch: (epoch: number, loss: number) => void = () => {},
): QuantileNetwork {
  const full = { ...NETWORK_DEFAULTS, ...settings };
  const network = newNetwork(values, targets, inputs, shares, full);
  const { layers } = network;
  const random = seeded(full.seed + 1);
  const activations = newActivations(layers);
  const order = Int32Array.from(targets.keys());
  const adam = layers.flatMap(({ weights, biases }) => [new Adam(weights), new Adam(biases)]);
  const batches = Math.ceil(order.length / full.batch);
  for (let epoch = 0; epoch < full.epochs; epoch++) {
    shuffle(order, random);
    let loss = 0;
    for (let batch = 0; batch < batches; batch++) {
      const gradients = newGradients(layers);
      const rows = order.subarray(batch * full.batch, (batch + 1) * full.batch);
      for (const row of rows) {
        standardised(network, values, row * inputs, activations[0]);
        loss += addGradients(network, activations, targets[row], gradients) / order.length;
      }
      const done = (epoch * batches + batch) / (full.epochs * batches);
      const rate = (full.rate * (1 + Math.cos(Math.PI * done))) / 2;
      for (const [index] of layers.entries()) {
        adam[2 * index].step(gradients.weights[index], rows.length, rate);
        adam[2 * index + 1].step(gradients.biases[index], rows.length, rate);
      }
    }
    onEpoch(epoch + 1, loss);
  }
  return network;
}
