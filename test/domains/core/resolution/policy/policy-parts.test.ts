import { describe, expect, test } from 'vitest';
import { decodePolicy, encodePolicy } from '../../../../../domains/core/resolution/policy/policy-parts.js';
import { policyModel, strategyModel } from './small-policy.js';

const model = policyModel([strategyModel('phonetic', -1.5), strategyModel('memory', 2)]);

function changed(change: (settings: Record<string, unknown>) => void): Map<string, Uint8Array> {
  const parts = encodePolicy(model);
  const settings = JSON.parse(Buffer.from(parts.get('policy.json')!).toString());
  change(settings);
  return parts.set('policy.json', Buffer.from(JSON.stringify(settings)));
}

function withNumber(at: number, value: number): Map<string, Uint8Array> {
  const parts = encodePolicy(model);
  const numbers = Buffer.from(parts.get('policy.bin')!);
  numbers.writeDoubleLE(value, 8 * at);
  return parts.set('policy.bin', numbers);
}

describe('the parts of a policy', () => {
  test('give it back, by a version that follows from them', () => {
    const { version, ...decoded } = decodePolicy(encodePolicy(model));
    const { version: _, ...expected } = model;
    expect(decoded).toEqual(expected);
    expect(version).toMatch(/^learned-[0-9a-f]{12}$/);
    expect(decodePolicy(encodePolicy(model)).version).toBe(version);
    expect(decodePolicy(encodePolicy({ ...model, price: 2e-3 })).version).not.toBe(version);
    expect(decodePolicy(withNumber(1, 0.25)).version).not.toBe(version);
  });

  test.each([
    ['a missing part', new Map([...encodePolicy(model)].slice(0, 1)), /no part policy\.bin/],
    ['weights that are no numbers', withNumber(3, Number.NaN), /policy\.bin: number 3 of phonetic is NaN/],
    ['infinite weights', withNumber(3, Number.POSITIVE_INFINITY), /policy\.bin: number 3/],
    ['no deviation', withNumber(23, 0), /policy\.bin: phonetic has no deviation for one/],
    ['too few bytes', new Map([...encodePolicy(model), ['policy.bin', new Uint8Array(8)]]), /policy\.bin: 8 bytes/],
    ['other features', changed((all) => (all.features as string[]).reverse()), /policy\.json: features or depths/],
    ['other depths', changed((all) => Object.assign(all, { depths: [0, 5, 50] })), /policy\.json: features or depths/],
    ['no exploration', changed((all) => Object.assign(all, { exploration: 0 })), /policy\.json: .*exploration/s],
    ['no price', changed((all) => Object.assign(all, { price: -1 })), /policy\.json: .*price/s],
    [
      'shares that fall',
      changed((all) => Object.assign((all.strategies as object[])[0], { shares: [0, 1, 0.5] })),
      /policy\.json: .*shares must rise/s,
    ],
    [
      'a strategy that always runs',
      changed((all) => Object.assign((all.strategies as object[])[0], { strategy: 'exact' })),
      /policy\.json/,
    ],
    [
      'a strategy twice',
      changed((all) => Object.assign((all.strategies as object[])[0], { strategy: 'memory' })),
      /policy\.json: .*stands twice/s,
    ],
  ])('are refused with %s', (_, parts, problem) => {
    expect(() => decodePolicy(parts)).toThrow(expect.objectContaining({ code: 'FAILED_PRECONDITION' }));
    expect(() => decodePolicy(parts)).toThrow(problem);
  });
});
