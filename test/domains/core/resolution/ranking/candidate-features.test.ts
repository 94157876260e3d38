import { describe, expect, test } from 'vitest';
import { CandidateUnion } from '../../../../../domains/core/resolution/candidate-union.js';
import type { EntityTable } from '../../../../../domains/core/resolution/entities/entity-table.js';
import type { EntityQuery } from '../../../../../domains/core/resolution/entity-query.js';
import {
  CandidateFeatures,
  RANKING_FEATURES,
  type RankingFeature,
} from '../../../../../domains/core/resolution/ranking/candidate-features.js';
import { entities, queryFor, tableOf } from '../small-catalogue.js';

const table: EntityTable = await tableOf(
  entities(
    { title: 'Hurt', creators: ['Nine Inch Nails'], year: 1994, popularity: 10 },
    { title: 'Hurt', creators: ['Johnny Cash'], year: 2002, popularity: 20 },
    { title: 'Hurts So Good', kind: 'album' },
  ),
);

function featuresOf(query = queryFor('hurt'), kinds: readonly string[] = ['album', 'song']) {
  const union = new CandidateUnion();
  union.add('exact', [
    { row: 1, score: 2 },
    { row: 0, score: 1.5 },
  ]);
  union.add('lexical', [
    { row: 1, score: 4 },
    { row: 2, score: 3 },
  ]);
  const features = new CandidateFeatures(table, kinds);
  // Twice, so that what is left of a larger union would show.
  features.write(query, union, [0, 1, 2]);
  features.write(query, union, [0, 1, 2]);
  return (row: number, feature: RankingFeature) =>
    features.values[row * RANKING_FEATURES.length + RANKING_FEATURES.indexOf(feature)];
}

describe('by hand', () => {
  const at = featuresOf();

  test('a strategy: the score over the best other, the place, and the score where it means the same everywhere', () => {
    expect([at(0, 'exact.lead'), at(0, 'exact.place'), at(0, 'exact.score')]).toEqual([2 / 1.5, 1, 2]);
    expect([at(1, 'exact.lead'), at(1, 'exact.place')]).toEqual([0.75, 2]);
    expect([at(2, 'exact.lead'), at(2, 'exact.place')]).toEqual([Number.NaN, Number.NaN]);
    expect([at(2, 'lexical.lead'), at(0, 'lexical.score')]).toEqual([0.75, Number.NaN]);
    expect(at(0, 'memory.place')).toBe(Number.NaN);
    expect([0, 1, 2].map((row) => [at(row, 'found'), at(row, 'firsts')])).toEqual([
      [2, 2],
      [1, 0],
      [1, 0],
    ]);
  });

  test('an entity: its names, popularity, year and kind', () => {
    expect([0, 1, 2].map((row) => at(row, 'title.equal'))).toEqual([1, 1, 0]);
    expect([0, 1, 2].map((row) => at(row, 'popularity'))).toEqual([1, expect.closeTo(0.5, 3), Number.NaN]);
    expect([0, 1, 2].map((row) => at(row, 'year'))).toEqual([2002, 1994, Number.NaN]);
    expect([0, 1, 2].map((row) => at(row, 'kind'))).toEqual([1, 1, 0]);
    expect([0, 1, 2].map((row) => at(row, 'creator.trigrams'))).toEqual([0, 0, Number.NaN]);
    expect([0, 1, 2].map((row) => at(row, 'namesakes'))).toEqual([1, 1, 0]);
    expect([0, 1].map((row) => at(row, 'ahead.popularity'))).toEqual([expect.closeTo(0.5, 3), expect.closeTo(-0.5, 3)]);
  });

  test('the null entity: the best of all, and no entity of its own', () => {
    expect([at(3, 'none'), at(0, 'none')]).toEqual([1, 0]);
    expect([at(3, 'title.equal'), at(3, 'exact.lead'), at(3, 'exact.place')]).toEqual([1, 2 / 1.5, 1]);
    expect([at(3, 'popularity'), at(3, 'kind'), at(3, 'namesakes')]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect([at(3, 'words'), at(3, 'candidates')]).toEqual([1, 3]);
  });

  test('a creator whom the query names and only other candidates have', async () => {
    const works = await tableOf(
      entities(
        { title: 'Thriller', creators: ['Michael Jackson'] },
        { title: 'Hello', creators: ['Adele'] },
        { title: 'Thriller', creators: [] },
        { title: 'Adele', creators: ['Adele'] },
      ),
    );
    const ask = (text: string, rows: readonly number[], given: Partial<EntityQuery> = {}) => {
      const union = new CandidateUnion();
      union.add(
        'lexical',
        rows.map((row) => ({ row, score: 1 })),
      );
      const features = new CandidateFeatures(works, ['song']);
      features.write(queryFor(text, given), union, [...rows.keys()]);
      return (feature: RankingFeature) =>
        Array.from(
          { length: rows.length + 1 },
          (_, row) => features.values[row * RANKING_FEATURES.length + RANKING_FEATURES.indexOf(feature)],
        );
    };
    // Five of "thrilleradele"'s thirteen letters. The null entity has the least: nobody is spared where all are wrong.
    const adele = expect.closeTo(5 / 13, 9);
    expect(ask('thriller adele', [0, 1, 2])('elsewhere')).toEqual([adele, 0, adele, 0]);
    expect(ask('thriller adele', [0, 2])('elsewhere')).toEqual([0, 0, 0]);
    expect(ask('thriller michael jackson', [0, 1])('elsewhere')).toEqual([0, expect.closeTo(14 / 22, 9), 0]);
    expect(ask('adele', [3, 1])('elsewhere')).toEqual([0, 0, 0]);
    const wish = { constraints: [{ field: 'creators' as const, words: ['adele'] }] };
    const [thriller, hello] = [ask('thriller', [0], wish), ask('hello', [0, 1], wish)];
    expect(thriller('constraints.best')[1]).toBeLessThan(0.2);
    expect(hello('constraints.best')).toEqual([1, 1, 1]);
    expect(ask('hello', [1])('constraints.best')).toEqual([Number.NaN, Number.NaN]);
  });

  test('kinds that training did not have are not known', () => {
    const other = featuresOf(queryFor('hurt'), ['song']);
    expect([0, 2].map((row) => other(row, 'kind'))).toEqual([0, Number.NaN]);
  });

  test('what other slots wish, and what is known of the moment', () => {
    const constraints = [{ field: 'creators' as const, words: ['johnny', 'cash'] }];
    const wished = featuresOf(queryFor('hurt', { constraints, context: { device: 'car', hour: 7 } }));
    expect(wished(0, 'constraints')).toBe(1);
    expect(wished(1, 'constraints')).toBeLessThan(0.2);
    expect([wished(0, 'wishes'), wished(0, 'device'), wished(0, 'hour')]).toEqual([1, 5, 7]);
    expect([at(0, 'constraints'), at(0, 'device'), at(0, 'hour')]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  test('words of title and creator together cover a query', () => {
    const both = featuresOf(queryFor('hurt by johnny cash'));
    expect(both(0, 'cover')).toBeCloseTo(14 / 16, 12);
    expect(both(1, 'cover')).toBeCloseTo(4 / 16, 12);
  });
});

test('names are each once', () => expect(new Set(RANKING_FEATURES).size).toBe(RANKING_FEATURES.length));
