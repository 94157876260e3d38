import { expect, test } from 'vitest';
import { CONTROL_SHARE, isControl } from '../../../gateway/rewriting/table/control-group.js';
import { keepsWords } from '../../../gateway/rewriting/table/kept-words.js';
import { rewriteTableSchema } from '../../../gateway/rewriting/table/rewrite-table.js';

test.each([
  ['play the fill jaws', 'play the film jaws', true],
  ['rate it four', 'rate it 4', true],
  ['rate it four', 'rate it for', false],
  ['volume to 15', 'volume to 50', false],
  ['play it', "don't play it", false],
  ['dont play it', "don't play that", true],
  ['add the 2nd', 'add the second', false],
])('%s -> %s: %s', (from, to, kept) => {
  expect(keepsWords(from, to)).toBe(kept);
});

test('words that are kept stay: names of contacts', () => {
  const kept = new Set(['ann', 'anne']);
  expect(keepsWords('call ann', 'call anne', kept)).toBe(false);
  expect(keepsWords('call to ann', 'call ann', kept)).toBe(true);
  expect(keepsWords('call ann', 'call anne')).toBe(true);
});

/** The first of the control group among "customer 0" and on. */
const CONTROL = ['customer 74', 'customer 85', 'customer 88'];

test('one customer in twenty is of the control group, and stays in it', () => {
  const names = Array.from({ length: 20_000 }, (_, index) => `customer ${index}`);
  const share = names.filter(isControl).length / names.length;
  expect(share).toBeGreaterThan(CONTROL_SHARE - 0.01);
  expect(share).toBeLessThan(CONTROL_SHARE + 0.01);
  // Whoever is of it stays in it, whatever gateway is asked, and whichever version of this.
  expect(names.filter(isControl).slice(0, 3)).toEqual(CONTROL);
});

test('a table is refused that rewrites what it leads to, one text twice, or words in capitals', () => {
  const pair = (from: string, to: string) => ({ from, to, probability: 0.9, own: 0.1 });
  const problem = (...pairs: object[]) => rewriteTableSchema.safeParse({ pairs }).error?.issues[0]?.message;
  expect(problem(pair('a', 'b'), pair('c', 'b'))).toBeUndefined();
  expect(problem(pair('a', 'b'), pair('b', 'a'))).toBe('is rewritten itself');
  expect(problem(pair('a', 'a'))).toBe('is rewritten itself');
  expect(problem(pair('a', 'b'), pair('a', 'c'))).toBe('two are of one text');
  expect(problem(pair('A', 'b'))).toBe('is not in lower case with single blanks');
});
