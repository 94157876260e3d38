import { mixed, orderBy, type Random, shuffle } from '../numeric/random.js';
import { AdaGrad } from '../optimiser/adagrad.js';
import { Dropout } from '../optimiser/dropout.js';
import { Marginals } from './marginals.js';

/** One tagged utterance: `[T, width]` feature ids (0 fills up) and `[T]` labels. */
export interface TaggedExample {
  readonly features: Int32Array;
  readonly width: number;
  readonly labels: Uint8Array;
  /** What its gradient is multiplied by, in (0, 1]; absent: 1. */
  readonly weight?: number | undefined;
  /** Names it where rows stand by themselves (`order`), a whole number of 32 bits; absent: its number. */
  readonly key?: number | undefined;
}

export interface CrfSettings {
  readonly epochs: number;
  readonly rate: number;
  readonly l2: number;
  /** Share of a token's features left out of a step, so that the tagger relies on no single feature. */
  readonly dropout: number;
  /**
   * by-row: the place and the draws of an example depend on its key alone, so that examples that are added change little of what the
   * others teach; absent: shuffled.
   */
  readonly order?: 'by-row' | undefined;
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
  const dropout = new Dropout(settings.dropout, random);
  const wrong = new Wrong(labels);
  const keys = Int32Array.from(examples, (example, index) => example.key ?? index);
  const key = settings.order === 'by-row' ? random.below(2 ** 31 - 1) : undefined;
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    if (key === undefined) shuffle(order, random);
    else orderBy(order, mixed(key, epoch), keys);
    for (const index of order) {
      if (key !== undefined) dropout.restart(mixed(mixed(key, epoch) + 1, keys[index]));
      const { width, labels: gold, features: all, weight = 1 } = examples[index];
      const length = gold.length;
      if (length === 0) continue;
      const features = dropout.thin(all);
      const scores = emissionScores(emissions.weights, labels, { features, width }, length);
      marginals.compute(scores, length, transitions.weights, start.weights);
      for (let position = 0; position < length; position++) {
        wrong.find(marginals.node, position * labels, gold[position], weight);
        if (position === 0)
          for (let at = 0; at < wrong.count; at++) start.step(wrong.labels[at], wrong.derivatives[at]);
        if (wrong.count === 0) continue;
        for (let at = position * width; at < (position + 1) * width; at++) {
          const feature = features[at];
          if (feature !== 0) stepRow(emissions, feature * labels, wrong, settings.l2);
        }
      }
      for (let position = 1; position < length; position++) {
        const arc = gold[position - 1] * labels + gold[position];
        marginals.arc[arc] = marginals.arc[arc] - 1;
      }
      for (let arc = 0; arc < labels * labels; arc++) {
        const derivative = weight * marginals.arc[arc];
        if (Math.abs(derivative) >= LEAST_DERIVATIVE) transitions.step(arc, derivative);
      }
    }
  }
  return { emissions: emissions.weights, transitions: transitions.weights, start: start.weights };
}

/** A derivative nearer to zero than this is not worth the time of its step. */
const LEAST_DERIVATIVE = 1e-4;

/** The labels of one token whose probability is off, with d(-log P) / d score. */
class Wrong {
  readonly labels: Int32Array;
  readonly derivatives: Float64Array;
  count = 0;
  readonly #size: number;

  constructor(size: number) {
    this.labels = new Int32Array(size);
    this.derivatives = new Float64Array(size);
    this.#size = size;
  }

  /** Finds the labels of the token whose marginals begin at `row` in `node`, by an example of a weight. */
  find(node: Float64Array, row: number, gold: number, weight: number): void {
    this.count = 0;
    for (let label = 0; label < this.#size; label++) {
      const derivative = weight * (label === gold ? node[row + label] - 1 : node[row + label]);
      if (Math.abs(derivative) < LEAST_DERIVATIVE) continue;
      this.labels[this.count] = label;
      this.derivatives[this.count++] = derivative;
    }
  }
}

function stepRow(emissions: AdaGrad, row: number, { labels, derivatives, count }: Wrong, l2: number): void {
  for (let at = 0; at < count; at++) {
    const entry = row + labels[at];
    emissions.step(entry, l2 > 0 ? derivatives[at] + l2 * emissions.weights[entry] : derivatives[at]);
  }
}

/** `[T, L]` sums of the active features' rows. */
export function emissionScores(
  weights: Float32Array,
  labels: number,
  { features, width }: Pick<TaggedExample, 'features' | 'width'>,
  length = features.length / width,
): Float64Array {
  const scores = new Float64Array(length * labels);
  for (let position = 0; position < length; position++) {
    const to = position * labels;
    for (let column = 0; column < width; column++) {
      const from = features[position * width + column] * labels;
      if (from === 0) continue;
      for (let label = 0; label < labels; label++) scores[to + label] = scores[to + label] + weights[from + label];
    }
  }
  return scores;
}
