import { expect, test } from 'vitest';
import { seeded } from '../../../training/numeric/random.js';
import { score, trainMaxent } from '../../../training/recognizer/maxent.js';

const FEATURES = 300;
const random = seeded(11);
const truth = Float64Array.from({ length: FEATURES + 1 }, () => random.next() - 0.5);

/** Examples whose label mostly follows from their features; a key names each, wherever it stands. */
const examples = (count: number, from: number) =>
  Array.from({ length: count }, (_, index) => {
    const features = Int32Array.from(new Set(Array.from({ length: 8 }, () => 1 + random.below(FEATURES))));
    const sum = features.reduce((total, feature) => total + truth[feature]!, 0);
    return { features, label: sum + 0.6 * (random.next() - 0.5) > 0 ? 1 : 0, key: 7 * (from + index) };
  });
const [taught, added, asked] = [examples(900, 0), examples(20, 900), examples(4_000, 1_000)];

/** How many answers change by the rows that are added in the midst of the others. */
function changed(order: 'by-row' | undefined): number {
  const settings = { epochs: 4, rate: 0.1, l2: 1e-6, dropout: 0.25, order };
  const answers = (rows: typeof taught) => {
    const weights = trainMaxent(rows, FEATURES, 1, settings, seeded(1));
    const logit = new Float64Array(1);
    return asked.map(({ features }) => {
      score(weights, 1, features, logit);
      return logit[0]! > 0;
    });
  };
  const before = answers(taught);
  const after = answers([...taught.slice(0, 300), ...added, ...taught.slice(300)]);
  return before.filter((answer, index) => answer !== after[index]).length;
}

test('rows that are added change fewer answers where each row stands by itself', () => {
  const [shuffled, byRow] = [changed(undefined), changed('by-row')];
  expect(byRow).toBeGreaterThan(0);
  expect(byRow).toBeLessThan(0.6 * shuffled);
});
