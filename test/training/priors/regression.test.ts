import { expect, test } from 'vitest';
import { checkContext } from '../../../gateway/answer/priors/context.js';
import { contextRatios } from '../../../gateway/answer/priors/context-priors.js';
import { priorTableSchema } from '../../../gateway/answer/priors/prior-table.js';
import { seeded } from '../../../training/numeric/random.js';
import { fitRegression, meanLoss } from '../../../training/priors/regression.js';

const domains = ['a', 'b'];
const onTv = checkContext({ deviceType: 'tv' });
const onPhone = checkContext({ deviceType: 'phone' });

/** 900 of a and 100 of b on a tv; half and half on a phone. */
const rows = Array.from({ length: 2000 }, (_, index) => ({
  context: index % 2 === 0 ? onTv : onPhone,
  domain: index % 2 === 0 ? (index % 20 === 0 ? 'b' : 'a') : index % 4 === 1 ? 'a' : 'b',
}));

test('learns the shares that the log has, shrunk a little by the L2', () => {
  const regression = fitRegression(rows, domains, seeded(1));
  const share = (context: typeof onTv) => {
    // Against a mix of one half each.
    const table = priorTableSchema.parse({ ...regression, base: { a: 0.5, b: 0.5 } });
    const { a, b } = table.intercepts!;
    return (Math.exp(contextRatios(table, context).get('a')!) * Math.exp(a)) / (Math.exp(a) + Math.exp(b));
  };
  expect(share(onTv)).toBeCloseTo(0.9, 1);
  expect(share(onPhone)).toBeCloseTo(0.5, 1);
  // Entropies .325 and log 2 nats, the mean of both; the mix alone, .7 and .3, has .611.
  expect(meanLoss(regression, rows, domains)).toBeCloseTo((0.325 + Math.LN2) / 2, 1);
});

test('the same rows and seed give the same regression, and rare values are not learned', () => {
  const rare = [...rows, { context: checkContext({ deviceType: 'watch', hasScreen: true }), domain: 'a' }];
  const [one, other] = [fitRegression(rare, domains, seeded(1)), fitRegression(rare, domains, seeded(1))];
  expect(one).toEqual(other);
  expect(Object.keys(one.weights.device_type!)).toEqual(['phone', 'tv']);
});

test('an activity counts by the half-life that the log shows', () => {
  const now = Date.UTC(2026, 0, 1, 12);
  const random = seeded(5);
  const activities = Array.from({ length: 3000 }, () => {
    const minutes = [1, 30, 60, 240][random.below(4)]!;
    const before = domains[random.below(2)]!;
    const same = random.next() < 0.5 + 0.45 * 2 ** (-minutes / 15);
    const recent = [{ domain: before, time: new Date(now - 60_000 * minutes).toISOString() }];
    return {
      context: checkContext({ localTime: new Date(now).toISOString(), recent }),
      domain: same ? before : before === 'a' ? 'b' : 'a',
    };
  });
  const { halfLifeMinutes, weights } = fitRegression(activities, domains, seeded(1));
  expect(halfLifeMinutes).toBe(15);
  expect(weights.recent!.a!.a).toBeGreaterThan(weights.recent!.a!.b!);
});
