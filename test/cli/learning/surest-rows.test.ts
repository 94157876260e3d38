import { expect, test } from 'vitest';
import { surestRows } from '../../../cli/learning/surest-rows.js';
import type { LearnedRow } from '../../../training/learning/rows/learned-rows.js';

const row = (id: string, belief: number, origin: LearnedRow['origin'] = 'success'): LearnedRow => {
  return { id, text: id, domain: 'music', intent: 'Play', slots: [], source: 'learned', origin, belief };
};
const taught = {
  rows: [row('a', 0.6), row('b', 0.9), row('c', 0.9, 'rephrase'), row('d', 0.7), row('e', 0.99)],
  refused: { doubtful: 3 },
};
const kept = (tried: number) => surestRows(taught, tried).rows.map(({ id }) => id);

test('each try has half of the rows before, the surest, in their order; corrections come before what succeeded', () => {
  expect(kept(0)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(kept(1)).toEqual(['c', 'e']);
  expect(kept(2)).toEqual(['e']);
  expect(kept(3)).toEqual([]);
  expect(surestRows(taught, 1).refused).toEqual({ doubtful: 3, 'left out, as the gates refused them with more': 3 });
});
