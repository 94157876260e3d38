import type { Random } from '../../numeric/random.js';

/**
 * A causal convolution over two steps, `dilation` apart (van den Oord et al. 2016): out[t] = in[t] + relu(W0 in[t - dilation] +
 * W1 in[t] + b), where steps before the first are 0. Weights are row-major, `[2, inputs, outputs]`.
 */
export interface CausalLayer {
  readonly dilation: number;
  readonly inputs: number;
  readonly outputs: number;
  /** Whether `in[t]` is added, and what is below 0 cut: not of the first layer, which makes channels of inputs. */
  readonly isResidual: boolean;
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

/** Layers of random weights (He et al. 2015): one that makes channels, then one for each dilation. */
export function newEncoder(
  inputs: number,
  channels: number,
  dilations: readonly number[],
  random: Random,
): CausalLayer[] {
  return [1, ...dilations].map((dilation, index) => {
    const from = index === 0 ? inputs : channels;
    const bound = Math.sqrt(3 / (2 * from)) / (index === 0 ? 1 : 2);
    return {
      ...{ dilation, inputs: from, outputs: channels, isResidual: index > 0 },
      weights: Float32Array.from({ length: 2 * from * channels }, () => bound * (2 * random.next() - 1)),
      biases: new Float32Array(channels),
    };
  });
}

/** Steps before one that its code depends on. */
export function receptiveSteps(layers: readonly CausalLayer[]): number {
  return layers.reduce((sum, { dilation }) => sum + dilation, 0);
}

/** The codes of every step after every layer: the inputs first, each `[steps, channels]`. */
export function encode(layers: readonly CausalLayer[], inputs: Float32Array): Float32Array[] {
  const steps = inputs.length / layers[0]!.inputs;
  const codes = [inputs];
  for (const layer of layers) {
    const [from, to] = [codes[codes.length - 1]!, new Float32Array(steps * layer.outputs)];
    for (let step = 0; step < steps; step++) convolve(layer, from, to, step);
    codes.push(to);
  }
  return codes;
}

function convolve(layer: CausalLayer, from: Float32Array, to: Float32Array, step: number): void {
  const { dilation, inputs, outputs, weights, biases, isResidual } = layer;
  const at = step * outputs;
  for (let output = 0; output < outputs; output++) to[at + output] = biases[output]!;
  for (let tap = step >= dilation ? 0 : 1; tap < 2; tap++) {
    const source = (step - (tap === 0 ? dilation : 0)) * inputs;
    for (let input = 0; input < inputs; input++) {
      const value = from[source + input]!;
      const row = (tap * inputs + input) * outputs;
      for (let output = 0; output < outputs; output++) to[at + output]! += value * weights[row + output]!;
    }
  }
  if (!isResidual) return;
  for (let output = 0; output < outputs; output++) {
    to[at + output] = from[step * inputs + output]! + Math.max(0, to[at + output]!);
  }
}

/** Sums of derivatives by weights and biases of every layer. */
export interface EncoderGradients {
  readonly weights: readonly Float32Array[];
  readonly biases: readonly Float32Array[];
}

/**
 * Adds the derivatives by back-propagation through the steps.
 * @param codes of `encode`
 * @param ofCodes derivatives of the loss by the last codes, `[steps, channels]`
 */
export function addEncoderGradients(
  layers: readonly CausalLayer[],
  codes: readonly Float32Array[],
  ofCodes: Float32Array,
  gradients: EncoderGradients,
): void {
  let delta = ofCodes;
  for (let index = layers.length - 1; index >= 0; index--) {
    const { dilation, inputs, outputs, weights, isResidual } = layers[index]!;
    const [from, to] = [codes[index]!, codes[index + 1]!];
    const [ofWeights, ofBiases] = [gradients.weights[index]!, gradients.biases[index]!];
    const before = isResidual ? delta.slice() : new Float32Array(from.length);
    const steps = from.length / inputs;
    for (let step = 0; step < steps; step++) {
      const at = step * outputs;
      for (let output = 0; output < outputs; output++) {
        const own = delta[at + output]!;
        // A unit that is cut has no part in it.
        if (own === 0 || (isResidual && to[at + output]! <= from[step * inputs + output]!)) continue;
        ofBiases[output]! += own;
        for (let tap = step >= dilation ? 0 : 1; tap < 2; tap++) {
          const source = (step - (tap === 0 ? dilation : 0)) * inputs;
          for (let input = 0; input < inputs; input++) {
            const place = (tap * inputs + input) * outputs + output;
            ofWeights[place]! += own * from[source + input]!;
            before[source + input]! += own * weights[place]!;
          }
        }
      }
    }
    delta = before;
  }
}
