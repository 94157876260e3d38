import { type NameModel, nameFeatures } from '../../domains/core/catalogue/name-model.js';
import { tokenize } from '../../domains/core/text/tokenize.js';
import { seeded } from '../numeric/random.js';
import { trainMaxent } from '../recognizer/maxent.js';
import { quantise } from '../recognizer/quantised-table.js';
import type { CatalogueRow } from './catalogue.js';

const CREATOR = 'creator';
const BUCKETS = 16_384;

/** Teaches a classifier to tell the names of creators from the titles of each kind of work; each string once. */
export function trainNameModel(rows: readonly CatalogueRow[], seed: number): NameModel {
  const kinds = [CREATOR, ...new Set(rows.map((row) => row.kind))];
  const labels = new Map<string, number>();
  for (const { kind, title, creators } of rows) {
    labels.set(`${kind}\t${title}`, kinds.indexOf(kind));
    for (const creator of creators) labels.set(`\t${creator}`, 0);
  }
  const examples = [...labels].flatMap(([key, label]) => {
    const words = tokenize(key.slice(key.indexOf('\t') + 1)).map((token) => token.text);
    return words.length === 0 ? [] : [{ features: nameFeatures(words, BUCKETS), label }];
  });
  const weights = trainMaxent(
    examples,
    BUCKETS,
    kinds.length,
    { epochs: 3, rate: 0.1, l2: 0, dropout: 0 },
    seeded(seed),
  );
  const { values, scales } = quantise(weights, kinds.length, 0.02);
  return { kinds, weights: values, scales };
}
