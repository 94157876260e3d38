import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { NameModel } from '../domains/core/catalogue/name-model.js';
import { nameFeatures } from '../domains/core/catalogue/name-model.js';
import { tokenize } from '../domains/core/text/tokenize.js';
import { NluError } from '../proto/errors.js';
import { trainMaxent } from './models/maxent.js';
import { quantise } from './models/quantised-table.js';
import { seeded } from './random.js';

/** One work of a catalogue. */
export interface CatalogueRow {
  readonly kind: string;
  readonly title: string;
  readonly creators: readonly string[];
}

const rowSchema = z.object({ kind: z.string().min(1), title: z.string(), creators: z.array(z.string()) });

/** Reads a JSON Lines catalogue. Throws INVALID_ARGUMENT with file and line. */
export function readCatalogue(path: string): CatalogueRow[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      if (line.trim() === '') return [];
      try {
        return [rowSchema.parse(JSON.parse(line))];
      } catch (cause) {
        const problem =
          cause instanceof z.ZodError ? `${cause.issues[0]!.path.join('.')}: ${cause.issues[0]!.message}` : 'not JSON';
        throw new NluError('INVALID_ARGUMENT', `catalogue ${path}, line ${index + 1}: ${problem}`, { cause });
      }
    });
}

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
  const weights = trainMaxent(examples, BUCKETS, kinds.length, { epochs: 3, rate: 0.1, l2: 0 }, seeded(seed));
  const { values, scales } = quantise(weights, kinds.length, 0.02);
  return { kinds, weights: values, scales };
}
