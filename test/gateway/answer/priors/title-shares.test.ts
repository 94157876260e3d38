import { describe, expect, test } from 'vitest';
import { checkContext } from '../../../../gateway/answer/priors/context.js';
import { contextRatios } from '../../../../gateway/answer/priors/context-priors.js';
import { priorTableSchema } from '../../../../gateway/answer/priors/prior-table.js';
import { type DomainEvidence, leftOpen, titleShares } from '../../../../gateway/answer/priors/title-shares.js';

/** On a tv b is e times likelier. */
const table = priorTableSchema.parse({
  base: { a: 0.5, b: 0.5 },
  weights: { device_type: { tv: { a: 0, b: 1 } } },
  titles: { behind: 0.1, listed: 3, listedWhenSure: -2, popularity: 2, context: 0.5, offsets: { a: 0.25, b: 0 } },
});
const none = checkContext(null);
const odds = (p: number) => Math.log(p / (1 - p));
const chance = (logit: number) => 1 / (1 + Math.exp(-logit));
const both = <E extends DomainEvidence>(a: E, b: E) => new Map<string, E>([['a', a] as const, ['b', b] as const]);
/** log-odds of b against a. */
const forB = (a: DomainEvidence, b: DomainEvidence, context = none) => {
  const shares = titleShares(table, both(a, b), context)!;
  expect(shares.get('a')! + shares.get('b')!).toBeCloseTo(1, 12);
  return Math.log(shares.get('b')! / shares.get('a')!);
};

describe('titleShares', () => {
  test('the catalogue, its popularity, the offset and a little of the in-domain probabilities', () => {
    const sure = chance(2);
    const logit = forB({ inDomain: sure }, { inDomain: chance(0), listedPopularity: 0.75 });
    expect(logit).toBeCloseTo(-0.25 + 3 - 2 * sure + 2 * 0.25 - 0.1 * 2 * sure, 9);
  });

  test('where both list it, what is left decides', () => {
    const where = forB({ inDomain: 0.5, listedPopularity: 0.5 }, { inDomain: 0.5, listedPopularity: 0.25 });
    expect(where).toBeCloseTo(-0.25 - 2 * 0.25, 9);
  });

  test('the surer a domain is, the less a listing elsewhere is worth, and the more it counts to be behind', () => {
    const against = (surest: number) =>
      forB({ inDomain: chance(surest) }, { inDomain: chance(surest - 4), listedPopularity: 0.5 });
    expect(against(-4)).toBeGreaterThan(against(0));
    expect(against(0)).toBeGreaterThan(against(4));
    expect(against(20)).toBeCloseTo(-0.25 + 3 - 2 - 0.1 * 4, 6);
  });

  test('the context counts by its share of each domain', () => {
    const tv = checkContext({ deviceType: 'tv' });
    const shares = [1 / (1 + Math.E), Math.E / (1 + Math.E)];
    expect(contextRatios(table, tv).get('a')).toBeCloseTo(Math.log(shares[0]! / 0.5), 12);
    expect(contextRatios(table, tv).get('b')).toBeCloseTo(Math.log(shares[1]! / 0.5), 12);
    const listed = { inDomain: 0.5, listedPopularity: 0.5 };
    expect(forB(listed, listed, tv) - forB(listed, listed)).toBeCloseTo(0.5, 9);
  });

  test('nothing where no catalogue lists a title, or the table has learned nothing', () => {
    expect(titleShares(table, both({ inDomain: 0.5 }, { inDomain: 0.5 }), none)).toBeUndefined();
    const { titles: _, ...plain } = table;
    expect(titleShares(plain, both({ inDomain: 0.5, listedPopularity: 1 }, { inDomain: 0.5 }), none)).toBeUndefined();
  });

  test('a domain that the table does not name has the mean offset, and nothing by the context', () => {
    const listed = { inDomain: 0.5, listedPopularity: 0.5 };
    const tv = checkContext({ deviceType: 'tv' });
    const evidence = new Map([...both(listed, listed), ['new', listed]]);
    for (const context of [none, tv]) {
      const shares = titleShares(table, evidence, context)!;
      const ratio = contextRatios(table, context).get('a') ?? 0;
      // The offsets 0.25 and 0 have the mean 0.125; a's context counts half.
      expect(Math.log(shares.get('new')! / shares.get('a')!)).toBeCloseTo(0.125 - 0.25 - 0.5 * ratio, 9);
    }
  });

  test('certain domains keep the shares finite', () => {
    const shares = titleShares(
      table,
      both<DomainEvidence>({ inDomain: 1 }, { inDomain: 0, listedPopularity: 0, aroundTitle: 0.01 }),
      none,
    )!;
    expect(shares.get('a')).toBeGreaterThan(0.98);
    expect(shares.get('b')).toBeGreaterThan(0);
  });
});

describe('what the words leave open', () => {
  /** Whether b is open beside a. */
  const isOpen = (a: DomainEvidence, b: DomainEvidence) => leftOpen(both(a, b))(b);
  const book = { inDomain: 0.95, listedPopularity: 0.9, aroundTitle: 0.8 };

  test('a domain that all words and those around the title rule out has no share, whatever lists the title', () => {
    const film = { inDomain: 0.0021, listedPopularity: 0.9, aroundTitle: 0.0001 };
    expect(titleShares(table, both<DomainEvidence>(book, film), none)).toEqual(new Map([['a', 1]]));
    expect(isOpen(book, film)).toBe(false);
    // By the words around the title it may be: then the title's own words have misled.
    expect(isOpen(book, { ...film, aroundTitle: 0.01 })).toBe(true);
    // Where the words around the title are nobody's, they rule nothing out.
    expect(isOpen({ ...book, aroundTitle: 0.1 }, film)).toBe(true);
  });

  test('a domain that screens an utterance out is never open', () => {
    const screened = { inDomain: 0.001, screened: true };
    expect(isOpen({ inDomain: 0.001 }, screened)).toBe(false);
    expect(isOpen(book, screened)).toBe(false);
  });

  test('the words around the title count by how sure they are', () => {
    const weighed = { ...table, titles: { ...table.titles!, behind: 0, aroundBehind: 0.5 } };
    const shares = titleShares(
      weighed,
      both(
        { inDomain: 0.5, listedPopularity: 0.5, aroundTitle: 0.8 },
        { inDomain: 0.5, listedPopularity: 0.5, aroundTitle: 0.2 },
      ),
      none,
    )!;
    const logit = Math.log(shares.get('b')! / shares.get('a')!);
    expect(logit).toBeCloseTo(-0.25 + 0.5 * 0.8 ** 2 * (odds(0.2) - odds(0.8)), 9);
  });
});
