import fc from 'fast-check';
import { expect, test } from 'vitest';
import { presence } from '../../../gateway/answer/missing-risk.js';

const of = (beliefs: Record<string, number>) => new Map(Object.entries(beliefs));
const NOBODY = of({});

test('with every domain there is no risk, and P(any domain) is theirs', () => {
  expect(presence(of({ books: 0.4, video: 0.3 }), NOBODY)).toEqual({ missingRisk: 0, anyDomain: 0.7 });
});

test('odds of absent, present and none: 3 to 1/4 to 1', () => {
  const { missingRisk, anyDomain } = presence(of({ books: 0.2 }), of({ music: 0.75 }));
  expect(missingRisk).toBeCloseTo(3 / 4.25, 9);
  expect(anyDomain).toBeCloseTo(3.25 / 4.25, 9);
});

test('a present domain that is sure leaves nothing to an absent one, an unsure one leaves half', () => {
  expect(presence(of({ books: 0.999 }), of({ music: 0.5 })).missingRisk).toBeCloseTo(1 / 1001, 6);
  expect(presence(of({ books: 0 }), of({ music: 0.5 })).missingRisk).toBeCloseTo(0.5, 6);
});

test('a context moves odds between domains, and leaves none what it had', () => {
  const inDomain = of({ books: 0.5 });
  const absent = of({ music: 0.5 });
  // Odds 1, 1 and 1 become 4, 1 and their mean, 2.5.
  const { missingRisk, anyDomain } = presence(inDomain, absent, of({ music: Math.log(4) }));
  expect(missingRisk).toBeCloseTo(4 / 7.5, 9);
  expect(anyDomain).toBeCloseTo(2 / 3, 9);
  expect(presence(inDomain, absent).anyDomain).toBeCloseTo(2 / 3, 9);
});

test('always a probability, at most that of any domain; more absent domains are no less risk', () => {
  const probability = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
  const ratio = fc.double({ min: -10, max: 10, noNaN: true });
  fc.assert(
    fc.property(fc.array(probability, { maxLength: 3 }), probability, probability, ratio, (own, one, other, log) => {
      const inDomain = new Map(own.map((belief, index) => [`present-${index}`, belief]));
      const ratios = of({ music: log });
      const alone = presence(inDomain, of({ music: one }), ratios);
      const both = presence(inDomain, of({ music: one, books: other }), ratios);
      for (const { missingRisk, anyDomain } of [alone, both]) {
        expect(missingRisk).toBeGreaterThanOrEqual(0);
        expect(anyDomain).toBeLessThanOrEqual(1);
        expect(missingRisk).toBeLessThanOrEqual(anyDomain + 1e-12);
      }
      expect(presence(inDomain, of({ music: one, books: other })).missingRisk).toBeGreaterThanOrEqual(
        presence(inDomain, of({ music: one })).missingRisk - 1e-9,
      );
    }),
  );
});
