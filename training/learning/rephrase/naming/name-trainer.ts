import { sigmoid } from '../../../../serving/numeric/log-odds.js';
import { seeded } from '../../../numeric/random.js';
import { NAME_WEIGHTS, type NameModel, nameFeatures } from './name-model.js';

/** Words of a request of which it is known which are part of a name. */
export interface NamedText {
  readonly words: readonly string[];
  /** `[words]` */
  readonly isName: readonly boolean[];
  /** The fold that must not know them. */
  readonly fold: number;
}

const EPOCHS = 4;
const RATE = 0.15;
/** What a weight's own squared gradients begin with. */
const FIRST = 0.5;
/** What a weight loses of itself each time that it is met. */
const DECAY = 1e-4;

/** Logistic regression by AdaGrad (Duchi, Hazan, Singer 2011) over the texts in a drawn order; rounded to 8 bits. */
export function trainNames(texts: readonly NamedText[], seed: number): NameModel {
  const random = seeded(seed);
  const weights = new Float64Array(NAME_WEIGHTS);
  const squares = new Float64Array(NAME_WEIGHTS).fill(FIRST);
  const made = texts.map(({ words, isName }) => ({
    isName,
    features: words.map((_, index) => nameFeatures(words, index)),
  }));
  const order = made.map((_, index) => index);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (let last = order.length - 1; last > 0; last--) {
      const other = random.below(last + 1);
      [order[last], order[other]] = [order[other], order[last]];
    }
    for (const text of order) {
      const { isName, features } = made[text];
      for (const [index, own] of features.entries()) {
        const score = own.reduce((sum, place) => sum + weights[place], 0);
        const error = sigmoid(score) - Number(isName[index]);
        for (const place of own) {
          const gradient = error + DECAY * weights[place];
          squares[place] += gradient ** 2;
          weights[place] -= (RATE * gradient) / Math.sqrt(squares[place]);
        }
      }
    }
  }
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const scale = Math.fround(largest / 127) || 1;
  return { scale, weights: Int8Array.from(weights, (weight) => Math.round(weight / scale)) };
}
