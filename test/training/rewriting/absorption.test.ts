import { describe, expect, test } from 'vitest';
import { absorption } from '../../../training/rewriting/absorption.js';
import type { GraphNode } from '../../../training/rewriting/rephrase-graph.js';

const node = (success: number, failure: number, next: Record<number, number> = {}): GraphNode => ({
  name: '',
  success,
  failure,
  next: new Map(Object.entries(next).map(([place, weight]) => [Number(place), weight])),
});
/** So much was seen that what was not changes nothing. */
const MANY = 1e9;
const from = (place: number) => new Map([[place, 1]]);

describe('a walk', () => {
  test('ends as the fundamental matrix says', () => {
    // 0 -> 1 (.6), success .1; 1 -> 2 (.5), success .4; 2 success .9.
    const nodes = [
      node(0.1 * MANY, 0.3 * MANY, { 1: 0.6 * MANY }),
      node(0.4 * MANY, 0.1 * MANY, { 2: 0.5 * MANY }),
      node(0.9 * MANY, 0.1 * MANY),
    ];
    const { success, total } = absorption(nodes, from(0));
    expect(success.get(0)).toBeCloseTo(0.1, 6);
    expect(success.get(1)).toBeCloseTo(0.6 * 0.4, 6);
    expect(success.get(2)).toBeCloseTo(0.6 * 0.5 * 0.9, 6);
    expect(total).toBeCloseTo(0.61, 6);
  });

  test('goes round circles and through itself, and ends', () => {
    // Half of each step goes back: visits of 0 are 1 / (1 - .5 * .5), of which .5 end there.
    const nodes = [node(0.5 * MANY, 0, { 1: 0.5 * MANY }), node(0.5 * MANY, 0, { 0: 0.5 * MANY })];
    expect(absorption(nodes, from(0)).success.get(0)).toBeCloseTo(0.5 / 0.75, 6);
    expect(absorption(nodes, from(0)).total).toBeCloseTo(1, 6);
    const alone = [node(0.2 * MANY, 0, { 0: 0.8 * MANY })];
    expect(absorption(alone, from(0)).total).toBeCloseTo(1, 6);
  });

  test('that nobody ever ends is taken to end badly', () => {
    const { total } = absorption([node(0, 0, { 1: 5 }), node(0, 0, { 0: 5 })], from(0));
    expect(total).toBe(0);
  });

  test('never comes to what nothing leads to', () => {
    const { success } = absorption([node(1, 1), node(9, 0)], from(0));
    expect(success.has(1)).toBe(false);
  });
});
