import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson } from '../../../bundles/format/canonical-json.js';

it('sorts keys at every depth and leaves no white space', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'é\n' }], a: -0, A: 1e21 })).toBe(
    '{"A":1e+21,"a":0,"b":[1,{"c":"é\\n","d":null}]}',
  );
});

it('means the same as JSON.stringify, and is a fixed point', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
});

it('throws on what JSON cannot say', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, undefined, () => 1, new Date(0), new Map(), 1n]) {
    expect(() => canonicalJson({ value })).toThrow(TypeError);
  }
});
