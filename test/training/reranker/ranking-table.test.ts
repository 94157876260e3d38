import { expect, it } from 'vitest';
import type { RankingExample } from '../../../training/reranker/losses/ranking-example.js';
import { listsWhere, selectLists, tabulate } from '../../../training/reranker/ranking-table.js';
import { evidenceOf } from '../../support/models/rerankers.js';

/** A list of as many hypotheses as costs are given, with numbers of its own everywhere. */
function list(number: number, cost: readonly number[], right: number): RankingExample {
  const evidence = evidenceOf(
    { domain: number },
    cost.map((_, row) => ({ intent: number + row / 10 })),
  );
  const isInDomain = number % 2 === 1;
  const slots = cost.map((_, row) => (row === 0 ? [] : [{ use: `Play.${row}`, words: number }]));
  return { slots, evidence, right, cost: Float64Array.from(cost), isInDomain, annotated: !isInDomain, weight: number };
}

const lists = [list(1, [0, 0.5], 0), list(2, [], -1), list(3, [1, 0.5, 0], 2)];

it('holds what the examples say, one behind the other, in memory that threads share', () => {
  const table = tabulate(lists);
  expect([...table.starts]).toEqual([0, 2, 2, 5]);
  expect([...table.cost]).toEqual([0, 0.5, 1, 0.5, 0]);
  expect([...table.right]).toEqual([0, -1, 2]);
  expect([...table.isInDomain]).toEqual([1, 0, 1]);
  expect([...table.annotated]).toEqual([0, 1, 0]);
  expect([...table.weight]).toEqual([1, 2, 3]);
  expect([...table.list]).toEqual(lists.flatMap(({ evidence }) => [...evidence.list]));
  expect([...table.hypotheses]).toEqual(lists.flatMap(({ evidence }) => [...evidence.hypotheses]));
  expect(table.uses).toEqual(['Play.1', 'Play.2']);
  // Of each hypothesis: how often it has the first slot and the second, and how many words each takes.
  const none = [0, 0, 0, 0];
  expect([...table.slots]).toEqual([none, [1, 0, 1, 0], none, [1, 0, 3, 0], [0, 1, 0, 3]].flat());
  for (const column of Object.values(table))
    if (ArrayBuffer.isView(column)) expect(column.buffer).toBeInstanceOf(SharedArrayBuffer);
});

it('selects lists as if only they had been tabulated', () => {
  const table = tabulate(lists);
  const some = listsWhere(table, (index) => index !== 1);
  expect(selectLists(table, some)).toEqual(tabulate([lists[0], lists[2]]));
  expect(selectLists(table, [])).toEqual({ ...tabulate([]), uses: table.uses });
});
