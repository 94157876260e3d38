import { expect, test } from 'vitest';
import { nameKey } from '../../../domains/core/resolution/entities/name-words.js';
import { memoryStrategy } from '../../../domains/core/resolution/strategies/memory/memory.js';
import type { MemoryIndex } from '../../../domains/core/resolution/strategies/memory/memory-index.js';
import type { Strategy } from '../../../domains/core/resolution/strategies/strategy.js';
import { judgedCounts, remembering } from '../../../training/entities/memory/judged-memory.js';
import { withAccepted } from '../../../training/entities/memory/memory-builder.js';
import type { JudgedQuery } from '../../../training/entities/ranking/judged-query.js';
import { entities, queryFor, tableOf } from '../../domains/core/resolution/small-catalogue.js';

const table = await tableOf(
  entities({ title: 'Creedence Clearwater Revival' }, { title: 'Cutting Crew' }, { title: 'Bones' }),
);
const judged = (text: string, grades: readonly [number, number][], given: Partial<JudgedQuery> = {}): JudgedQuery => ({
  query: queryFor(text),
  grades: new Map(grades),
  group: text,
  weight: 1,
  ...given,
});
const empty: MemoryIndex = {
  keys: new Uint32Array(),
  rows: new Uint32Array(),
  counts: new Uint32Array(),
  asOf: 5,
  halfLifeDays: 30,
};
const scores = (of: Strategy, text: string) => of.retrieve(queryFor(text), 5).map(({ row, score }) => [row, score]);

test('accepted entities share the weight of a query by their grades; rejected and hidden ones count nothing', () => {
  const key = nameKey(['ccr'])!;
  expect(
    judgedCounts([
      judged(
        'ccr',
        [
          [0, 2],
          [1, 1],
          [2, 0],
        ],
        { weight: 6 },
      ),
    ]),
  ).toEqual([
    { key, row: 0, count: 4 },
    { key, row: 1, count: 2 },
  ]);
  expect(judgedCounts([judged('ccr', [[2, 0]])])).toEqual([]);
  expect(judgedCounts([judged('ccr', [[0, 1]], { hidden: new Set([0]) })])).toEqual([]);
  expect(judgedCounts([judged('???', [[0, 1]]), judged('word '.repeat(17), [[0, 1]])]).length).toBeLessThan(2);
});

test('a memory keeps what it expected beside what was accepted since', () => {
  const before = withAccepted(empty, [{ key: nameKey(['ccr'])!, row: 1, count: 0.5 }]);
  const after = withAccepted(before, judgedCounts([judged('ccr', [[0, 1]]), judged('ccr', [[0, 1]])]));
  expect(scores(memoryStrategy(before, table), 'ccr')).toEqual([[1, 0.5 / 1.5]]);
  expect(scores(memoryStrategy(after, table), 'ccr')).toEqual([
    [0, 2 / 3.5],
    [1, 0.5 / 3.5],
  ]);
  expect([after.asOf, after.halfLifeDays]).toEqual([5, 30]);
});

test('strategies that remember have another memory, and the others as they were', () => {
  const lexical: Strategy = { name: 'lexical', retrieve: () => [] };
  const [first, second] = remembering([lexical, memoryStrategy(empty, table)], table, empty, [judged('ccr', [[0, 1]])]);
  expect(first).toBe(lexical);
  expect(scores(second, 'ccr')).toEqual([[0, 1 / 2]]);
});
