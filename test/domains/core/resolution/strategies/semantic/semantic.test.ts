import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { ENTITY_FIELDS, type Entity } from '../../../../../../domains/core/resolution/entities/entity.js';
import type { EntityTable } from '../../../../../../domains/core/resolution/entities/entity-table.js';
import { searchTerms } from '../../../../../../domains/core/resolution/entities/name-words.js';
import { queryVector } from '../../../../../../domains/core/resolution/strategies/semantic/query-vector.js';
import { semanticStrategy } from '../../../../../../domains/core/resolution/strategies/semantic/semantic.js';
import {
  QUERY_UNIT,
  type SemanticIndex,
  UNIT,
} from '../../../../../../domains/core/resolution/strategies/semantic/semantic-index.js';
import {
  decodeSemantic,
  encodeSemantic,
} from '../../../../../../domains/core/resolution/strategies/semantic/semantic-parts.js';
import { TextFeatures } from '../../../../../../domains/core/resolution/strategies/semantic/text-features.js';
import { buildSemantic } from '../../../../../../training/entities/semantic/semantic-builder.js';
import { TOWER_SETTINGS } from '../../../../../../training/entities/semantic/tower-settings.js';
import { trainTowers } from '../../../../../../training/entities/semantic/tower-trainer.js';
import { entities, queryFor, tableOf } from '../../small-catalogue.js';

const settings = { ...TOWER_SETTINGS, bits: 12, epochs: 4 };

interface Work {
  readonly kind: string;
  readonly title: string;
  readonly creators?: readonly string[];
}

/** Some of the works that ship. */
function works(): Entity[] {
  const lines = readFileSync('training/works/works.jsonl', 'utf8').trim().split('\n').slice(0, 2_000);
  return entities(
    ...lines
      .map((line) => JSON.parse(line) as Work)
      .map(({ kind, title, creators = [] }) => ({ kind, title, creators })),
  );
}

describe('the semantic strategy', () => {
  let rows: Entity[];
  let table: EntityTable;
  let index: SemanticIndex;

  beforeAll(async () => {
    rows = works();
    table = await tableOf(rows);
    index = await buildSemantic(rows, trainTowers(rows, [], settings));
  });

  test('has a score of 1 + the cosine, worked out by hand', async () => {
    // One bucket of two for any word: a query's vector is (3, 4) however many words it has.
    const flat: SemanticIndex = {
      dimensions: 2,
      bits: 1,
      table: Int8Array.of(3, 4, 3, 4),
      centres: Int8Array.of(UNIT, 0, 0, UNIT),
      starts: Uint32Array.of(0, 1, 3),
      rows: Uint32Array.of(1, 0, 2),
      vectors: Int8Array.of(UNIT, 0, 0, UNIT, 0, -UNIT),
    };
    const small = await tableOf(entities({ title: 'a' }, { title: 'b', kind: 'album' }, { title: 'c' }));
    const semantic = semanticStrategy(flat, small);
    const found = semantic.retrieve(queryFor('any words'), 10);
    expect(found.map(({ row }) => row)).toEqual([0, 1]);
    expect(found[0].score).toBeCloseTo(1.8, 4);
    expect(found[1].score).toBeCloseTo(1.6, 4);
    // The third has a cosine of -.8: it is no candidate.
    // The nearest list alone, the kinds that are asked for, as many as are asked for.
    expect(
      semanticStrategy(flat, small, 1)
        .retrieve(queryFor('any'), 10)
        .map(({ row }) => row),
    ).toEqual([0]);
    expect(semantic.retrieve(queryFor('any', { kinds: [1] }), 10).map(({ row }) => row)).toEqual([1]);
    expect(semantic.retrieve(queryFor('any'), 1)).toHaveLength(1);
    expect(semantic.retrieve(queryFor('any'), 0)).toEqual([]);
    expect(semantic.retrieve(queryFor(''), 10)).toEqual([]);
  });

  test('finds works by their names with a slip, and by creator and title', () => {
    const semantic = semanticStrategy(index, table);
    let [found, asked] = [0, 0];
    for (const [row, { title, kind, creators }] of rows.entries()) {
      if (row % 20 > 0 || title.length < 8) continue;
      const slipped = `${title.slice(0, 3)}${title.slice(4)} ${creators[0] ?? ''}`;
      const query = queryFor(slipped, { fields: ENTITY_FIELDS, kinds: [table.kinds.indexOf(kind)] });
      asked++;
      if (semantic.retrieve(query, 10).some((candidate) => rows[candidate.row].title === title)) found++;
    }
    expect(asked).toBeGreaterThan(50);
    expect(found / asked).toBeGreaterThan(0.9);
  });

  test('finds in the nearest lists most of what brute force finds', () => {
    const semantic = semanticStrategy(index, table);
    const features = new TextFeatures(index.bits);
    const vector = new Int32Array(index.dimensions);
    let [same, all] = [0, 0];
    for (let row = 0; row < rows.length; row += 37) {
      const query = queryFor(rows[row].title);
      if (!queryVector(index, features.read(searchTerms(query.words)), vector)) continue;
      const scores = Array.from(index.rows, (at, place) => ({ row: at, score: cosineAt(index, vector, place) }));
      const best = scores.sort((one, other) => other.score - one.score || one.row - other.row).slice(0, 10);
      const found = new Map(semantic.retrieve(query, 10).map((candidate) => [candidate.row, candidate.score]));
      for (const { row: wanted, score } of best) {
        if (score < 0.5) continue;
        all++;
        if (!found.has(wanted)) continue;
        expect(found.get(wanted)).toBeCloseTo(1 + score, 4);
        same++;
      }
    }
    expect(same / all).toBeGreaterThan(0.9);
    expect(semanticStrategy(index, table, 1_000).retrieve(queryFor(rows[5].title), 2_000)).not.toHaveLength(0);
  });

  test('is the same from the same seed, and after it was packed', async () => {
    const again = await buildSemantic(rows, trainTowers(rows, [], settings));
    expect(again).toEqual(index);
    expect(decodeSemantic(encodeSemantic(index), rows.length)).toEqual(index);
  });

  test('learns what people meant who asked in words that no name has', async () => {
    const pairs = [{ words: ['zorp', 'quax'], entity: rows[11], times: 50 }];
    const taught = await buildSemantic(rows, trainTowers(rows, pairs, settings));
    const best = semanticStrategy(taught, table).retrieve(queryFor('zorp quax'), 5);
    expect(best.map(({ row }) => rows[row].title)).toContain(rows[11].title);
  });

  test('answers any words in bounded work', () => {
    const semantic = semanticStrategy(index, table);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 20 }), (words) => {
        for (const { score } of semantic.retrieve(queryFor('', { words }), 20))
          expect(score).toBeGreaterThanOrEqual(1.5);
      }),
      { numRuns: 300 },
    );
    const title = searchTerms(queryFor(rows[5].title).words);
    expect(semantic.retrieve(queryFor('', { words: [...title, ...Array<string>(500).fill('word')] }), 20)).toEqual([]);
    const long = Array.from({ length: 16 }, (_, at) => `${'w'.repeat(30 * at)}${at}`);
    const took = Array.from({ length: 20 }, () => {
      const begun = performance.now();
      semantic.retrieve(queryFor('', { words: long }), 20);
      return performance.now() - begun;
    });
    expect(Math.min(...took)).toBeLessThan(1);
  });

  test('is built of a catalogue of nothing, and of names without words', async () => {
    const nothing = await buildSemantic([], trainTowers([], [], settings));
    expect(
      semanticStrategy(decodeSemantic(encodeSemantic(nothing), 0), await tableOf([])).retrieve(queryFor('a'), 5),
    ).toEqual([]);
    const signs = entities({ title: '' }, { title: ' ' }, { title: '\u0301' });
    const built = await buildSemantic(signs, trainTowers(signs, [], settings));
    expect(built.vectors.every((entry) => entry === 0)).toBe(true);
    expect(built.rows).toHaveLength(3);
  });

  test('refuses parts that are missing, cut off or of another catalogue', () => {
    const parts = encodeSemantic(index);
    for (const [name, bytes] of parts) {
      const without = new Map(parts);
      without.delete(name);
      expect(() => decodeSemantic(without, rows.length), name).toThrow(name);
      const cut = new Map(parts).set(name, bytes.subarray(0, bytes.length - 1));
      expect(() => decodeSemantic(cut, rows.length), name).toThrow(
        expect.objectContaining({ code: 'FAILED_PRECONDITION' }),
      );
    }
    expect(() => decodeSemantic(parts, rows.length + 1)).toThrow('semantic.bin: 2000 vectors for 2001 entities');
    const twice = { ...index, rows: index.rows.map(() => 7) };
    expect(() => decodeSemantic(encodeSemantic(twice), rows.length)).toThrow('semantic.bin: row 7 a second time');
    const wide = { ...index, dimensions: 0 };
    expect(() => decodeSemantic(encodeSemantic(wide), rows.length)).toThrow('vectors of 0 entries');
  });
});

function cosineAt({ dimensions, vectors }: SemanticIndex, vector: Int32Array, place: number): number {
  let sum = 0;
  for (let entry = 0; entry < dimensions; entry++) sum += vector[entry] * vectors[place * dimensions + entry];
  return sum / (QUERY_UNIT * UNIT);
}
