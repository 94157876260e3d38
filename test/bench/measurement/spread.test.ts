import { expect, it } from 'vitest';
import { utterancesOfLength } from './sample-utterances.js';
import { quantile, spreadOf } from './spread.js';

it('takes the middle and the ends', () => {
  expect(spreadOf([3, 1, 10])).toEqual({ median: 3, least: 1, most: 10 });
  expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, least: 1, most: 4 });
});

it('interpolates between the closest ranks', () => {
  expect(quantile([10, 20, 30], 0.25)).toBe(15);
  expect(quantile([10, 20, 30], 1)).toBe(30);
  expect(quantile([10], 0.99)).toBe(10);
});

it('makes utterances of a length of others', () => {
  expect(utterancesOfLength(['play some jazz', 'stop'], 3)).toEqual(['play some jazz', 'stop play some']);
});
