import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CandidateUnion } from '../../../../domains/core/resolution/candidate-union.js';
import { ENTITY_FIELDS } from '../../../../domains/core/resolution/entities/entity.js';
import { nameWords } from '../../../../domains/core/resolution/entities/name-words.js';
import { RANKING_FEATURES } from '../../../../domains/core/resolution/ranking/candidate-features.js';
import type { EntityRanker } from '../../../../domains/core/resolution/ranking/entity-ranker.js';
import { decodeRanker, encodeRanker } from '../../../../domains/core/resolution/ranking/ranker-parts.js';
import { type RankerModel, trainedRanker } from '../../../../domains/core/resolution/ranking/trained-ranker.js';
import { exactStrategy } from '../../../../domains/core/resolution/strategies/exact.js';
import type { Strategy } from '../../../../domains/core/resolution/strategies/strategy.js';
import { boostedScore } from '../../../../domains/core/trees/boosted-trees.js';
import { buildExactIndex } from '../../../../training/entities/exact-builder.js';
import { generateQueries } from '../../../../training/entities/ranking/generated-queries.js';
import type { JudgedQuery } from '../../../../training/entities/ranking/judged-query.js';
import { LIST_DEFAULTS, ListMaker, type RankedList } from '../../../../training/entities/ranking/ranked-list.js';
import { trainRanker } from '../../../../training/entities/ranking/ranker-trainer.js';
import { seeded } from '../../../../training/numeric/random.js';
import { entity, tableOf } from '../../../domains/core/resolution/small-catalogue.js';
import { lettersStrategy } from './letters-strategy.js';

const rows = readFileSync('training/works/works.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line, row) => entity({ ...JSON.parse(line), id: `work-${row}` }))
  .slice(0, 1_200);
const table = await tableOf(rows);
const strategies: readonly Strategy[] = [
  exactStrategy(await buildExactIndex(rows, table), table),
  lettersStrategy('phonetic', table),
];

const WIDTH = RANKING_FEATURES.length;
const settings = { kinds: table.kinds, head: 8 };
const listsOf = (queries: readonly JudgedQuery[], seed: number) => {
  const maker = new ListMaker(table, table.kinds, strategies, { ...LIST_DEFAULTS, head: 8, depth: 10 }, seeded(seed));
  return queries.flatMap((query) => maker.list(query) ?? []);
};
const queries = generateQueries(table, seeded(1), { queries: 1_000, hidden: 0.25 });
const lists = listsOf(queries, 2);
const trees = { trees: 40 };
const trained = trainRanker(lists, settings, trees);

/** Of fresh queries: whether the most probable answer, the null entity included, is right, and its probability. */
function answers(ranker: EntityRanker) {
  const union = new CandidateUnion();
  return generateQueries(table, seeded(77), { queries: 1_600, hidden: 0.25 }).flatMap(({ query, grades, hidden }) => {
    union.clear();
    for (const strategy of strategies) {
      union.add(
        strategy.name,
        strategy.retrieve(query, 20).filter(({ row }) => !hidden?.has(row)),
      );
    }
    if (union.count === 0) return [];
    const { probabilities, none } = ranker.rank(query, union);
    const best = probabilities.indexOf(Math.max(...probabilities));
    const letters = union.scores.filter((_, at) => at % 6 === 3).subarray(0, union.count);
    const right = (place: number) => (grades.get(union.rows[place]) ?? 0) > 0;
    const isNone = none > probabilities[best];
    return {
      hidden: hidden !== undefined,
      none,
      sum: probabilities.reduce((sum, each) => sum + each, none),
      probability: isNone ? none : probabilities[best],
      right: isNone ? ![...union.rows.subarray(0, union.count)].some((row) => grades.has(row)) : right(best),
      first: right(best),
      letters: right(letters.indexOf(Math.max(...letters))),
    };
  });
}

const share = <Row>(all: readonly Row[], of: (row: Row) => boolean | number) =>
  all.reduce((sum, row) => sum + Number(of(row)), 0) / all.length;

describe('a ranker that was trained on generated queries', () => {
  const found = answers(trainedRanker(trained.model, table));
  const meant = found.filter(({ hidden }) => !hidden);

  test('puts what is meant first more often than the strategy that it learned from', () => {
    expect(share(meant, ({ first }) => first)).toBeGreaterThan(share(meant, ({ letters }) => letters) + 0.02);
  });

  test('gives probabilities that sum to 1 and that are right as often as they say', () => {
    for (const { sum } of found) expect(sum).toBeCloseTo(1, 9);
    const gap = share(found, ({ right }) => right) - share(found, ({ probability }) => probability);
    // Two standard errors of a share of 1,600 queries are .023.
    expect(Math.abs(gap)).toBeLessThan(0.05);
  });

  test('knows when none of the catalogue is meant', () => {
    const hidden = found.filter((row) => row.hidden);
    expect(hidden.length).toBeGreaterThan(50);
    expect(share(hidden, ({ none }) => none)).toBeGreaterThan(share(meant, ({ none }) => none) + 0.3);
  });

  test('is the same after its parts were written and read', () => {
    expect(answers(trainedRanker(decodeRanker(encodeRanker(trained.model)), table))).toEqual(found);
  });

  test('is the same for the same queries and seeds', () => {
    const partsOf = () => encodeRanker(trainRanker(listsOf(queries.slice(0, 300), 2), settings, { trees: 5 }).model);
    expect(partsOf()).toEqual(partsOf());
  });

  test('an empty union is none of them; candidates behind the head keep their order below it', () => {
    const ranker = trainedRanker({ ...trained.model, head: 2 }, table);
    const union = new CandidateUnion();
    const query = queries[0].query;
    expect(ranker.rank(query, union)).toEqual({ probabilities: new Float64Array(0), none: 1 });
    union.add(
      'phonetic',
      [5, 6, 7, 8, 9].map((row) => ({ row, score: 1 / row })),
    );
    const { probabilities } = ranker.rank(query, union);
    const [one, two, third, fourth, fifth] = probabilities;
    expect(Math.min(one, two)).toBeGreaterThan(third);
    expect(third).toBeGreaterThan(fourth);
    expect(fourth).toBeGreaterThan(fifth);
  });

  test('a search longer than those that it learned from keeps the order of the strategies', () => {
    const { searchWords = 0 } = trained.model;
    expect(searchWords).toBeGreaterThan(3);
    expect(searchWords).toBeLessThan(20);
    const order = (words: readonly string[], isExact = false) => {
      const union = new CandidateUnion();
      if (isExact) union.add('exact', [{ row: 9, score: 1 }]);
      union.add(
        'phonetic',
        [5, 6, 7, 8, 9].map((row, place) => ({ row, score: 1 - place / 10 })),
      );
      const query = { ...queries[0].query, words, fields: ENTITY_FIELDS, kinds: [] };
      const { probabilities, none } = trainedRanker(decodeRanker(encodeRanker(trained.model)), table).rank(
        query,
        union,
      );
      expect(probabilities.reduce((sum, each) => sum + each, none)).toBeCloseTo(1, 9);
      return [...probabilities.keys()]
        .sort((one, other) => probabilities[other] - probabilities[one])
        .map((at) => union.rows[at]);
    };
    const named = nameWords(table.titleOf(9));
    const described = [...named, ...new Array<string>(searchWords).fill('something')];
    expect(order(named)[0]).toBe(9);
    expect(order(described)).toEqual([5, 6, 7, 8, 9]);
    expect(order(described, true)[0]).toBe(9);
  });

  test('a search has more candidates scored, and a bundle of before it as many as a name', () => {
    const union = new CandidateUnion();
    union.add(
      'phonetic',
      [5, 6, 7, 8, 9].map((row) => ({ row, score: 1 / row })),
    );
    const query = { ...queries[0].query, fields: ENTITY_FIELDS };
    const ranks = (model: RankerModel) => [
      ...trainedRanker(decodeRanker(encodeRanker(model)), table).rank(query, union).probabilities,
    ];
    const few = { ...trained.model, head: 2 };
    expect(ranks({ ...few, searchHead: 5 })).toEqual(ranks({ ...few, head: 5 }));
    expect(ranks(few)).not.toEqual(ranks({ ...few, searchHead: 5 }));
  });
});

describe('parts', () => {
  const parts = encodeRanker(trained.model);
  const without = (name: string) => new Map([...parts].filter(([part]) => part !== name));
  const settingsPart = JSON.parse(Buffer.from(parts.get('ranker.json')!).toString());
  const withSettings = (changed: object) =>
    new Map([...parts, ['ranker.json', Buffer.from(JSON.stringify({ ...settingsPart, ...changed }))]]);

  test('trees from before features were added find theirs where they were', () => {
    const known = WIDTH - 2;
    const old = (list: RankedList) => ({
      ...list,
      values: list.values.map((value, at) => (at % WIDTH < known ? value : 0)),
    });
    const { model } = trainRanker(lists.slice(0, 300).map(old), settings, { trees: 5 });
    const before = encodeRanker({
      ...model,
      trees: { ...model.trees, forest: { ...model.trees.forest, features: known } },
    });
    const named = JSON.parse(Buffer.from(before.get('ranker.json')!).toString());
    named.features.length = known;
    const read = decodeRanker(new Map([...before, ['ranker.json', Buffer.from(JSON.stringify(named))]]));
    const scores = (trees: RankerModel['trees']) =>
      lists.slice(300, 320).map(({ values }) => boostedScore(trees, values, WIDTH));
    expect(new Set(scores(read.trees)).size).toBeGreaterThan(5);
    expect(scores(read.trees)).toEqual(scores(model.trees));
  });

  test.each<[string, ReadonlyMap<string, Uint8Array>, RegExp]>([
    ['no trees', without('trees.bin'), /no part trees\.bin/],
    ['no settings', without('ranker.json'), /no part ranker\.json/],
    ['other features', withSettings({ features: ['x', ...settingsPart.features.slice(1)] }), /ranker\.json: feature 0/],
    ['no features', withSettings({ features: [] }), /ranker\.json: feature 0/],
    ['more features', withSettings({ features: [...settingsPart.features, 'x'] }), /ranker\.json: feature/],
    ['a head of none', withSettings({ head: 0 }), /ranker\.json/],
    [
      'points that fall',
      withSettings({
        calibration: {
          slope: 1,
          noneSlope: 1,
          noneOffset: 0,
          points: [
            { from: 0, to: 1 },
            { from: 1, to: 0 },
          ],
        },
      }),
      /points must rise/,
    ],
    ['no JSON', new Map([...parts, ['ranker.json', Buffer.from('{')]]), /ranker\.json/],
  ])('with %s are refused', (_, broken, message) => {
    expect(() => decodeRanker(broken)).toThrow(
      expect.objectContaining({ code: 'FAILED_PRECONDITION', message: expect.stringMatching(message) }),
    );
  });
});

test('too few judged queries train nothing', () => {
  expect(() => trainRanker(lists.slice(0, 50), settings)).toThrow('a ranker needs 200 judged queries; there are 50');
});

describe('lists', () => {
  test('the null entity is right where nothing else is; what was shown by chance counts more', () => {
    const maker = new ListMaker(table, table.kinds, strategies, { ...LIST_DEFAULTS, mostWeight: 5 }, seeded(1));
    const { query, group } = queries.find(({ hidden }) => hidden === undefined)!;
    const [first, second] = strategies[1].retrieve(query, 2);
    const judged = { query, group, weight: 1 };
    const none = maker.list({ ...judged, grades: new Map([[first.row, 0]]) })!;
    expect(none.grades.at(-1)).toBe(1);
    const propensities = new Map([
      [first.row, 0.5],
      [second.row, 0.01],
    ]);
    const some = maker.list({ ...judged, grades: new Map([[first.row, 2]]), propensities })!;
    expect([Math.max(...some.grades), some.grades.at(-1)]).toEqual([2, 0]);
    expect(some.rowWeights[some.grades.indexOf(2)]).toBe(2);
    expect(Math.max(...some.rowWeights)).toBe(5);
  });

  test('a query that nothing is found for makes no list', () => {
    const maker = new ListMaker(table, table.kinds, strategies, LIST_DEFAULTS, seeded(1));
    expect(maker.list({ ...queries[0], query: { ...queries[0].query, words: [] } })).toBeUndefined();
  });

  test.each<[string, Partial<JudgedQuery>]>([
    ['weight NaN;', { weight: Number.NaN }],
    ['weight -1;', { weight: -1 }],
    ['grade NaN of row 3;', { grades: new Map([[3, Number.NaN]]) }],
    ['grade 9 of row 3;', { grades: new Map([[3, 9]]) }],
    ['propensity NaN of row 3;', { propensities: new Map([[3, Number.NaN]]) }],
    ['propensity 0 of row 3;', { propensities: new Map([[3, 0]]) }],
    ['propensity 1.5 of row 3;', { propensities: new Map([[3, 1.5]]) }],
  ])('%s is refused', (message, wrong) => {
    const maker = new ListMaker(table, table.kinds, strategies, LIST_DEFAULTS, seeded(1));
    const { query, grades } = queries[0];
    expect(() => maker.list({ query, grades, group: 'hurt', weight: 1, ...wrong })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', message: expect.stringContaining(`"hurt": ${message}`) }),
    );
  });
});
