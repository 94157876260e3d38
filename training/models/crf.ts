import { mayFollow } from '../../domains/core/recognizer/labels.js';
import { type Random, shuffle } from '../random.js';
import { AdaGrad } from './adagrad.js';

/** One tagged utterance: `[T, width]` feature ids (0 fills up) and `[T]` labels. */
export interface TaggedExample {
  readonly features: Int32Array;
  readonly width: number;
  readonly labels: Uint8Array;
}

export interface CrfSettings {
  readonly epochs: number;
  readonly rate: number;
  readonly l2: number;
  /** Share of a token's features left out of a step, so that no single feature is leant on. */
  readonly dropout: number;
}

/** `emissions` `[1 + features, L]`, row 0 zero; `transitions` `[L, L]`; `start` `[L]`. */
export interface CrfWeights {
  readonly emissions: Float32Array;
  readonly transitions: Float32Array;
  readonly start: Float32Array;
}

/**
 * A linear-chain conditional random field (Lafferty, McCallum, Pereira 2001) by AdaGrad on one utterance at a time.
 * Moves that BIO forbids have no probability in training, as none in decoding.
 */
export function trainCrf(
  examples: readonly TaggedExample[],
  features: number,
  labels: number,
  settings: CrfSettings,
  random: Random,
): CrfWeights {
  const emissions = new AdaGrad((features + 1) * labels, settings.rate);
  const transitions = new AdaGrad(labels * labels, settings.rate);
  const start = new AdaGrad(labels, settings.rate);
  const order = Int32Array.from(examples, (_, index) => index);
  const marginals = new Marginals(labels);
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    shuffle(order, random);
    for (const index of order) {
      const example = settings.dropout > 0 ? thinned(examples[index]!, settings.dropout, random) : examples[index]!;
      const length = example.labels.length;
      if (length === 0) continue;
      const scores = emissionScores(emissions.weights, labels, example);
      marginals.compute(scores, length, transitions.weights, start.weights);
      for (let position = 0; position < length; position++) {
        for (let label = 0; label < labels; label++) {
          const gold = example.labels[position] === label ? 1 : 0;
          const slope = marginals.node[position * labels + label]! - gold;
          if (Math.abs(slope) < 1e-4) continue;
          if (position === 0) start.step(label, slope);
          const row = position * example.width;
          for (let column = 0; column < example.width; column++) {
            const feature = example.features[row + column]!;
            if (feature === 0) continue;
            const entry = feature * labels + label;
            emissions.step(entry, settings.l2 > 0 ? slope + settings.l2 * emissions.weights[entry]! : slope);
          }
        }
      }
      for (let position = 1; position < length; position++) {
        const arc = example.labels[position - 1]! * labels + example.labels[position]!;
        marginals.arc[arc] = marginals.arc[arc]! - 1;
      }
      for (let arc = 0; arc < labels * labels; arc++) {
        const slope = marginals.arc[arc]!;
        if (Math.abs(slope) >= 1e-4) transitions.step(arc, slope);
      }
    }
  }
  return { emissions: emissions.weights, transitions: transitions.weights, start: start.weights };
}

/** `[T, L]` sums of the active features' rows. */
export function emissionScores(
  weights: Float32Array,
  labels: number,
  example: Pick<TaggedExample, 'features' | 'width'>,
): Float64Array {
  const length = example.features.length / example.width;
  const scores = new Float64Array(length * labels);
  for (let position = 0; position < length; position++) {
    const to = position * labels;
    for (let column = 0; column < example.width; column++) {
      const from = example.features[position * example.width + column]! * labels;
      if (from === 0) continue;
      for (let label = 0; label < labels; label++) scores[to + label] = scores[to + label]! + weights[from + label]!;
    }
  }
  return scores;
}

function thinned(example: TaggedExample, dropout: number, random: Random): TaggedExample {
  return { ...example, features: example.features.map((feature) => (random.next() < dropout ? 0 : feature)) };
}

/** Forward-backward: P(label at t) in `node` `[T, L]`, expected moves in `arc` `[L, L]`. Buffers are kept between calls. */
export class Marginals {
  node = new Float64Array(0);
  readonly arc: Float64Array;
  #beta = new Float64Array(0);
  readonly #labels: number;
  readonly #potentials: Float64Array;
  readonly #scale: number[] = [];

  constructor(labels: number) {
    this.#labels = labels;
    this.arc = new Float64Array(labels * labels);
    this.#potentials = new Float64Array(labels * labels);
  }

  /** Scaled recursions (Rabiner 1989): one exp a cell, and only products inside. */
  compute(scores: Float64Array, length: number, transitions: Float32Array, start: Float32Array): void {
    const labels = this.#labels;
    const size = length * labels;
    if (this.node.length < size) {
      this.node = new Float64Array(size * 2);
      this.#beta = new Float64Array(size * 2);
    }
    const alpha = this.node;
    const beta = this.#beta;
    const potentials = this.#potentials;
    for (let arc = 0; arc < labels * labels; arc++) {
      potentials[arc] = mayFollow(Math.floor(arc / labels), arc % labels) ? Math.exp(transitions[arc]!) : 0;
    }
    const emission = new Float64Array(size);
    for (let position = 0; position < length; position++) {
      let max = -Infinity;
      for (let label = 0; label < labels; label++) max = Math.max(max, scores[position * labels + label]!);
      for (let label = 0; label < labels; label++) {
        emission[position * labels + label] = Math.exp(scores[position * labels + label]! - max);
      }
    }
    for (let position = 0; position < length; position++) {
      const row = position * labels;
      let sum = 0;
      for (let label = 0; label < labels; label++) {
        let total = 0;
        if (position === 0) total = mayFollow(-1, label) ? Math.exp(start[label]!) : 0;
        else
          for (let previous = 0; previous < labels; previous++)
            total += alpha[row - labels + previous]! * potentials[previous * labels + label]!;
        alpha[row + label] = total * emission[row + label]!;
        sum += alpha[row + label]!;
      }
      this.#scale[position] = sum;
      for (let label = 0; label < labels; label++) alpha[row + label] = alpha[row + label]! / sum;
    }
    this.arc.fill(0);
    beta.fill(1, size - labels, size);
    for (let position = length - 1; position > 0; position--) {
      const row = position * labels;
      for (let previous = 0; previous < labels; previous++) {
        let total = 0;
        for (let label = 0; label < labels; label++) {
          const flow = potentials[previous * labels + label]! * emission[row + label]! * beta[row + label]!;
          total += flow;
          this.arc[previous * labels + label] =
            this.arc[previous * labels + label]! + (alpha[row - labels + previous]! * flow) / this.#scale[position]!;
        }
        beta[row - labels + previous] = total / this.#scale[position]!;
      }
    }
    for (let cell = 0; cell < size; cell++) this.node[cell] = alpha[cell]! * beta[cell]!;
  }
}
