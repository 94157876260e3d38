import { mixed, orderBy, type Random, shuffle } from '../numeric/random.js';
import { AdaGrad } from '../optimiser/adagrad.js';
import { Dropout } from '../optimiser/dropout.js';

/** One example: ids of active features (each once) and its class. */
export interface ClassifiedExample {
  readonly features: Int32Array;
  readonly label: number;
  /** What its gradient is multiplied by, in (0, 1]; absent: 1. */
  readonly weight?: number | undefined;
  /** Names it where rows stand by themselves (`order`), a whole number of 32 bits; absent: its number. */
  readonly key?: number | undefined;
}

export interface MaxentSettings {
  readonly epochs: number;
  readonly rate: number;
  /** L2 penalty on the weights an example touches, per example. */
  readonly l2: number;
  /** Share of an example's features left out of a step, so that words that were never seen together are enough. */
  readonly dropout: number;
  /**
   * by-row: the place and the draws of an example depend on its key alone, so that examples that are added change little of what the
   * others teach; absent: shuffled.
   */
  readonly order?: 'by-row' | undefined;
}

/**
 * Logistic regression by AdaGrad: multinomial over `columns` classes, or with one column binary, whose logit is that of
 * label 1.
 * @returns weights `[1 + features, columns]` row-major; feature ids start at 1, row 0 stays zero.
 */
export function trainMaxent(
  examples: readonly ClassifiedExample[],
  features: number,
  columns: number,
  settings: MaxentSettings,
  random: Random,
): Float32Array {
  const optimiser = new AdaGrad((features + 1) * columns, settings.rate);
  const { weights } = optimiser;
  const order = Int32Array.from(examples, (_, index) => index);
  const gradient = new Float64Array(columns);
  const dropout = new Dropout(settings.dropout, random);
  const keys = Int32Array.from(examples, (example, index) => example.key ?? index);
  const key = settings.order === 'by-row' ? random.below(2 ** 31 - 1) : undefined;
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    if (key === undefined) shuffle(order, random);
    else orderBy(order, mixed(key, epoch), keys);
    for (const index of order) {
      if (key !== undefined) dropout.restart(mixed(mixed(key, epoch) + 1, keys[index]));
      const example = examples[index];
      const features = dropout.thin(example.features);
      score(weights, columns, features, gradient);
      if (columns === 1) gradient[0] = 1 / (1 + Math.exp(-gradient[0])) - (example.label === 1 ? 1 : 0);
      else softmaxGradient(gradient, example.label);
      if (example.weight !== undefined)
        for (let column = 0; column < columns; column++) gradient[column] = gradient[column] * example.weight;
      for (let column = 0; column < columns; column++) {
        const derivative = gradient[column];
        if (Math.abs(derivative) < 1e-4) continue;
        for (let at = 0; at < example.features.length; at++) {
          const feature = features[at];
          if (feature === 0) continue;
          const entry = feature * columns + column;
          optimiser.step(entry, derivative + settings.l2 * weights[entry]);
        }
      }
    }
  }
  return weights;
}

/** Sums the rows of the active features into `into` `[columns]`. */
export function score(weights: ArrayLike<number>, columns: number, features: Int32Array, into: Float64Array): void {
  into.fill(0);
  for (const feature of features) {
    const row = feature * columns;
    for (let column = 0; column < columns; column++) into[column] = into[column] + weights[row + column];
  }
}

/** From logits to d(-log softmax[label]) / d logits, in place. */
function softmaxGradient(logits: Float64Array, label: number): void {
  let max = -Infinity;
  for (const logit of logits) if (logit > max) max = logit;
  let sum = 0;
  for (let index = 0; index < logits.length; index++) {
    logits[index] = Math.exp(logits[index] - max);
    sum += logits[index];
  }
  for (let index = 0; index < logits.length; index++) logits[index] = logits[index] / sum - (index === label ? 1 : 0);
}
