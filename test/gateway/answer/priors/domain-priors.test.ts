import { describe, expect, test } from 'vitest';
import { checkContext } from '../../../../gateway/answer/priors/context.js';
import { contextRatios } from '../../../../gateway/answer/priors/context-priors.js';
import { domainPriors } from '../../../../gateway/answer/priors/domain-priors.js';
import { priorTableSchema } from '../../../../gateway/answer/priors/prior-table.js';

/** On a tv P(a) goes from 1/2 to 1/5 and P(b) from 1/2 to 4/5: ratios .4 and 1.6. */
const table = priorTableSchema.parse({
  base: { a: 0.5, b: 0.5 },
  weights: { device_type: { tv: { a: 0, b: Math.log(4) } }, foreground: { a: { a: Math.log(4), b: 0 } } },
});
const none = checkContext(null);
const tv = checkContext({ deviceType: 'tv' });
const shift = (beliefs: Record<string, number>, domain: string, context = tv) =>
  domainPriors(table, context, new Map(Object.entries(beliefs)), undefined).get(domain)!.shift;

describe('by the context', () => {
  test('posterior odds of domains by Bayes, and P(any domain) stays', () => {
    // .8 of some domain, .4 each: R = 1, so b gains log 1.6 - log((.2 + .4 * .4) / .6), and a log .4 - log((.2 + .4 * 1.6) / .6).
    expect(shift({ a: 0.4, b: 0.4 }, 'b')).toBeCloseTo(Math.log((1.6 * 0.6) / 0.36), 12);
    expect(shift({ a: 0.4, b: 0.4 }, 'a')).toBeCloseTo(Math.log((0.4 * 0.6) / 0.84), 12);
    // .7 of some domain, by odds of 1/4 and 1: .14 and .56. R = .2 * .4 + .8 * 1.6 = 1.36.
    expect(shift({ a: 0.2, b: 0.5 }, 'b')).toBeCloseTo(Math.log(1.6 / ((0.3 * 1.36 + 0.14 * 0.4) / 0.44)), 12);
  });

  test('does not unsettle a domain that the words leave alone', () => {
    expect(shift({ a: 0.9, b: 1e-9 }, 'a')).toBeCloseTo(0, 6);
    expect(shift({ a: 0.9 }, 'a')).toBeCloseTo(0, 12);
    expect(shift({ a: 0.999, b: 0.01 }, 'a')).toBeGreaterThan(-0.05);
  });

  test('stays within the bound', () => {
    const bounded = { ...table, maxShift: 0.1 };
    const priors = domainPriors(bounded, tv, new Map(Object.entries({ a: 0.5, b: 0.5 })), undefined);
    expect([...priors.values()].map((prior) => prior.shift)).toEqual([-0.1, 0.1]);
  });

  test('nothing known, nothing shifted; a domain that the table does not name is neutral and moves nobody', () => {
    expect(domainPriors(table, none, new Map([['a', 0.5]]), undefined)).toEqual(new Map());
    const known = { a: 0.5, b: 0.2 };
    const withNew = domainPriors(table, tv, new Map(Object.entries({ ...known, c: 0.7 })), undefined);
    expect(withNew).toEqual(domainPriors(table, tv, new Map(Object.entries(known)), undefined));
  });

  test('contributions sum to the shift, a feature after the other', () => {
    const context = checkContext({ deviceType: 'tv', foregroundDomain: 'a' });
    const beliefs = new Map(Object.entries({ a: 0.5, b: 0.2 }));
    const { shift: whole, contributions } = domainPriors(table, context, beliefs, undefined, true).get('a')!;
    expect(contributions.map(({ name }) => name)).toEqual(['device_type=tv', 'foreground=a']);
    expect(contributions[0].value).toBeCloseTo(shift({ a: 0.5, b: 0.2 }, 'a'), 12);
    expect(contributions.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(whole, 12);
  });
});

describe('by the shares of a listed title', () => {
  const odds = (p: number) => Math.log(p / (1 - p));
  const beliefs = new Map(Object.entries({ a: 0.5, b: 0.2 }));
  const shares = new Map(Object.entries({ a: 0.25, b: 0.75 }));

  test('take each domain to its share of P(any domain)', () => {
    const priors = domainPriors(table, none, beliefs, shares);
    // P(any) = .5 + .2
    expect(priors.get('a')!.shift).toBeCloseTo(odds(0.175) - odds(0.5), 12);
    expect(priors.get('b')!.shift).toBeCloseTo(odds(0.525) - odds(0.2), 12);
  });

  test('what they add to the context is a contribution of its own', () => {
    const { shift: whole, contributions } = domainPriors(table, tv, beliefs, shares, true).get('b')!;
    expect(contributions.map(({ name }) => name)).toEqual(['device_type=tv', 'title']);
    expect(contributions.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(whole, 12);
    expect(contextRatios(table, tv).get('b')).toBeCloseTo(Math.log(1.6), 12);
  });
});
