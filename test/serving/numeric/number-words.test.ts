import { expect, it } from 'vitest';
import { joinedNumber, numberOf } from '../../../serving/numeric/number-words.js';

it('knows the cardinals, and no other word', () => {
  expect(['zero', 'twelve', 'ninety', 'hundred', 'first', 'toString'].map(numberOf)).toEqual([
    0,
    12,
    90,
    100,
    undefined,
    undefined,
  ]);
});

it('joins tens and units, hundreds and thousands, and nothing else', () => {
  expect(joinedNumber(20, 1)).toBe(21);
  expect(joinedNumber(2, 1000)).toBe(2000);
  expect(joinedNumber(2000, 1)).toBe(2001);
  expect(joinedNumber(100, 21)).toBe(121);
  for (const [before, number] of [
    [0, 5],
    [19, 84],
    [10, 1],
    [21, 1],
    [20, 0],
    [1000, 100],
  ] as const) {
    expect(joinedNumber(before, number)).toBeUndefined();
  }
});
