import { expect, test } from 'vitest';
import { checkContext } from '../../../gateway/answer/priors/context.js';
import { priorTableSchema } from '../../../gateway/answer/priors/prior-table.js';
import { seeded } from '../../../training/numeric/random.js';
import { fitTitles } from '../../../training/priors/fit-titles.js';
import { type InterpretedRequest, readingsOf, shareOf } from '../../../training/priors/interpreted-request.js';

const table = priorTableSchema.parse({ base: { a: 0.5, b: 0.5 } });
const context = checkContext(null);
const hypothesis = {
  intent: 'find',
  slots: [],
  scores: { domain: 0.5, intent: 1, slot: 1 },
  confidence: 0.3,
  contributions: [],
};

/** `a` is meant in three of four requests where both list the title, and always where it alone does; inDomain is random. */
function requests(count: number): InterpretedRequest[] {
  const random = seeded(1);
  return Array.from({ length: count }, (_, index) => {
    const both = index % 2 === 0;
    const interpretation = (listed: boolean) => ({
      hypotheses: [hypothesis],
      inDomain: 0.2 + 0.6 * random.next(),
      listedPopularity: listed ? 0.5 : undefined,
      aroundTitle: 0.5,
    });
    const interpretations = new Map([
      ['a', interpretation(true)],
      ['b', interpretation(both)],
    ]);
    return { context, domain: both && index % 8 === 0 ? 'b' : 'a', interpretations };
  });
}

test('a listed title counts, a random in-domain probability does not, and shares match the domains meant', () => {
  const logged = requests(2000);
  const titles = fitTitles(logged, table)!;
  expect(titles.listed).toBeGreaterThan(3);
  expect(titles.behind).toBeLessThan(0.1);
  const [both, alone] = [logged[0], logged[1]].map((request) => readingsOf(request, { ...table, titles }));
  expect(shareOf(both, 'a')).toBeCloseTo(0.75, 1);
  expect(shareOf(alone, 'a')).toBeGreaterThan(0.97);
});

test('plain requests have a domain that is sure believed, whatever others list', () => {
  const logged = requests(2000);
  const plain = (['a', 'b'] as const).map((domain) => {
    const interpretation = (name: string) => ({
      hypotheses: [hypothesis],
      inDomain: name === domain ? 0.995 : 0.005,
      listedPopularity: name === domain ? undefined : 0.5,
      aroundTitle: 0.5,
    });
    return { context, domain, interpretations: new Map(['a', 'b'].map((name) => [name, interpretation(name)])) };
  });
  const likeliest = (titles: ReturnType<typeof fitTitles>) =>
    plain.map((request) => readingsOf(request, { ...table, titles })[0]!.domain);
  expect(likeliest(fitTitles(logged, table))).toEqual(['b', 'a']);
  const titles = fitTitles(logged, table, plain)!;
  expect(likeliest(titles)).toEqual(['a', 'b']);
  expect(readingsOf(logged[1]!, { ...table, titles })[0]!.domain).toBe('a');
});

test('few requests for listed titles teach nothing', () => {
  expect(fitTitles(requests(49), table)).toBeUndefined();
  expect(fitTitles(requests(50), table)).toBeDefined();
});
