import { describe, expect, it } from 'vitest';
import { log1mExp, logit, logSumExp, sigmoid } from '../../../serving/numeric/log-odds.js';

describe('logit', () => {
  it('is the natural-log odds, without bound at the ends', () => {
    expect(logit(0.5)).toBe(0);
    expect(logit(0.8)).toBeCloseTo(Math.log(4), 12);
    expect([logit(0), logit(1)]).toEqual([-Infinity, Infinity]);
  });
});

describe('sigmoid', () => {
  it('is the inverse of the logit, and holds at the extremes', () => {
    for (const probability of [1e-9, 0.2, 0.5, 0.999]) expect(sigmoid(logit(probability))).toBeCloseTo(probability, 12);
    expect([sigmoid(-800), sigmoid(0), sigmoid(800)]).toEqual([0, 0.5, 1]);
  });
});

describe('log1mExp', () => {
  it('is log(1 - e^x), exact near both ends', () => {
    expect(log1mExp(Math.log(0.75))).toBeCloseTo(Math.log(0.25), 12);
    expect(log1mExp(-1e-10)).toBeCloseTo(Math.log(1e-10), 6);
    expect(log1mExp(-700)).toBe(-Math.exp(-700));
    expect(log1mExp(0)).toBeCloseTo(Math.log(1e-12), 6);
  });
});

describe('logSumExp', () => {
  it('holds at the extremes', () => {
    expect(logSumExp([])).toBe(-Infinity);
    expect(logSumExp([-Infinity, -Infinity])).toBe(-Infinity);
    expect(logSumExp([-Infinity, 3])).toBe(3);
    expect(logSumExp([1000, 1000])).toBeCloseTo(1000 + Math.LN2, 12);
    expect(logSumExp([-1000, -1000])).toBeCloseTo(-1000 + Math.LN2, 12);
  });
});
