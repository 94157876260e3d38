import { describe, expect, test } from 'vitest';
import { checkContext, type DeviceContext } from '../../../../gateway/answer/priors/context.js';
import { contextRatios, contextSteps } from '../../../../gateway/answer/priors/context-priors.js';
import { priorTableSchema } from '../../../../gateway/answer/priors/prior-table.js';
import { loadPriorTable } from '../../../../gateway/priors/prior-table-file.js';
import { DEVICE_TYPES } from '../../../../proto/device-types.js';

/** Weights in powers of two: P(domain | tv) is in proportion to (1/2, 1/4, 1/4) * (1, 1, 4) = 1/2, 1/4, 1. */
const table = priorTableSchema.parse({
  maxShift: 3,
  base: { a: 0.5, b: 0.25, c: 0.25 },
  weights: {
    device_type: { tv: { a: 0, b: 0, c: Math.log(4) }, speaker: { a: 9, b: 0, c: 0 } },
    foreground: { c: { a: 0, b: 0, c: Math.LN2 } },
    recent: { b: { a: 0, b: 2 * Math.log(8), c: 0 } },
  },
});
const known = (context: Partial<DeviceContext>): DeviceContext => ({ ...checkContext(null), ...context });
const ratios = (context: Partial<DeviceContext>, from = table) =>
  Object.fromEntries(contextRatios(from, known(context)));

describe('ratios', () => {
  test('one value: log P(domain | context) - log P(domain)', () => {
    // Shares 2/7, 1/7, 4/7.
    const { a, b, c } = ratios({ deviceType: 'tv' });
    expect(a).toBeCloseTo(Math.log(2 / 7 / (1 / 2)), 12);
    expect(b).toBeCloseTo(Math.log(1 / 7 / (1 / 4)), 12);
    expect(c).toBeCloseTo(Math.log(4 / 7 / (1 / 4)), 12);
  });

  test('the regression’s own mix goes before the base', () => {
    const mix = { a: Math.log(0.25), b: Math.log(0.25), c: Math.log(0.5) };
    // Shares (1, 1, 8) / 10 against the mix.
    expect(ratios({ deviceType: 'tv' }, { ...table, intercepts: mix }).c).toBeCloseTo(Math.log(0.8 / 0.5), 12);
  });

  test('steps tell what of the context does it, and end with the ratios', () => {
    const context = known({ deviceType: 'tv', foregroundDomain: 'c' });
    const steps = contextSteps(table, context);
    expect(steps.map(({ name }) => name)).toEqual(['device_type=tv', 'foreground=c']);
    expect(steps[0].ratios).toEqual(contextRatios(table, known({ deviceType: 'tv' })));
    expect(steps[1].ratios).toEqual(contextRatios(table, context));
    // Shares 2/11, 1/11, 8/11.
    expect(steps[1].ratios.get('c')).toBeCloseTo(Math.log(8 / 11 / (1 / 4)), 12);
  });

  test('are bounded by maxShift', () => {
    expect(ratios({ deviceType: 'speaker' }).b).toBe(-3);
  });

  test('nothing known, no ratios; nor by values that were not learned', () => {
    expect(ratios({})).toEqual({});
    expect(ratios({ deviceType: 'toaster', foregroundDomain: 'constructor', hasScreen: true })).toEqual({});
  });

  test('an activity fades by half in a half-life', () => {
    const aged = (ageMinutes: number) => ratios({ recent: [{ domain: 'b', ageMinutes }] }).b;
    // Strength 1/2 just now: weight log 8, shares (2, 8, 1) / 11; after one half-life strength 1/3: 8^(2/3) = 4.
    expect(aged(0)).toBeCloseTo(Math.log(8 / 11 / (1 / 4)), 12);
    expect(aged(60)).toBeCloseTo(Math.log(4 / 7 / (1 / 4)), 12);
    expect(aged(60_000)).toBeCloseTo(0, 9);
  });

  test('a sole domain is certain in any context', () => {
    const sole = priorTableSchema.parse({ base: { a: 1 }, weights: { device_type: { tv: { a: 5 } } } });
    expect(ratios({ deviceType: 'tv' }, sole)).toEqual({ a: 0 });
  });
});

describe('tables', () => {
  test('the one that ships knows every device type, says what it was learned from, and when to ask', () => {
    const shipped = loadPriorTable();
    expect(Object.keys(shipped.weights.device_type!).sort()).toEqual([...DEVICE_TYPES].sort());
    expect(shipped.origin).toMatch(/simulation, no users/);
    expect(shipped.clarify).toMatchObject({ coverage: 0.95 });
  });

  test('headphones gain music most, a tv video, an e-reader books', () => {
    const best = (deviceType: string) =>
      Object.entries(ratios({ deviceType }, loadPriorTable())).sort((x, y) => y[1] - x[1])[0]![0];
    expect([best('headphones'), best('tv'), best('ereader')]).toEqual(['music', 'video', 'books']);
  });

  test.each([
    [{ base: { a: 0.5, b: 0.4 } }, 'must sum to 1'],
    [{ base: { a: 1, b: 0 } }, '>0'],
    [{ base: { a: 1 }, weights: { device_type: { tv: { a: 0.5, b: 0.5 } } } }, 'must have the domains of base: a'],
    [{ base: { a: 1 }, intercepts: { b: 0 } }, 'must have the domains of base: a (a is missing, b is not in base)'],
    [{ base: { a: 1 }, weights: { weather: {} } }, 'Unrecognized key'],
    [{ base: { a: 1 }, device: {} }, 'Unrecognized key'],
    [{ base: { a: 1 }, clarify: { coverage: 1, minShare: 0.1 } }, '<1'],
  ])('%j is refused: %s', (bad, message) => {
    expect(() => priorTableSchema.parse(bad)).toThrow(message);
  });

  test('a file that is not there is refused by name', () => {
    expect(() => loadPriorTable('no/such.json')).toThrow('prior table no/such.json');
  });
});
