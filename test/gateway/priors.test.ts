import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadPriorTable, priorTableSchema } from '../../gateway/prior-table.js';
import { applyPrior, type DeviceContext, priorShifts } from '../../gateway/priors.js';
import { deviceTypes } from '../../proto/device-types.js';

const table = priorTableSchema.parse({
  maxShift: 3,
  base: { a: 0.5, b: 0.25, c: 0.25 },
  deviceType: { tv: { a: 0.25, b: 0.25, c: 0.5 }, speaker: { a: 0.98, b: 0.01, c: 0.01 } },
  hasScreen: { true: { a: 0.2, b: 0.3, c: 0.5 } },
  foregroundDomain: { c: { a: 0.25, b: 0.25, c: 0.5 } },
});
const nothing: DeviceContext = { deviceType: '', hasScreen: undefined, foregroundDomain: '' };
const shifts = (context: Partial<DeviceContext>, from = table) =>
  Object.fromEntries(priorShifts(from, { ...nothing, ...context }));

describe('shifts', () => {
  test('one row: log P(domain | row) - log P(domain)', () => {
    const { a, b, c } = shifts({ deviceType: 'tv' });
    expect(a).toBeCloseTo(-Math.LN2, 12);
    expect(b).toBeCloseTo(0, 12);
    expect(c).toBeCloseTo(Math.LN2, 12);
  });

  test('two rows combine as independent evidence, normalised', () => {
    // Weights a .5*.5*.5 = 1/8, b 1/4, c 1/4*2*2 = 1, sum 11/8: shares 1/11, 2/11, 8/11.
    const { a, b, c } = shifts({ deviceType: 'tv', foregroundDomain: 'c' });
    expect(a).toBeCloseTo(Math.log(1 / 11 / 0.5), 12);
    expect(b).toBeCloseTo(Math.log(2 / 11 / 0.25), 12);
    expect(c).toBeCloseTo(Math.log(8 / 11 / 0.25), 12);
  });

  test('the screen counts only when the device type says nothing', () => {
    expect(shifts({ hasScreen: true }).c).toBeCloseTo(Math.LN2, 12);
    expect(shifts({ deviceType: 'tv', hasScreen: true })).toEqual(shifts({ deviceType: 'tv' }));
    expect(shifts({ hasScreen: false })).toEqual({});
  });

  test('are bounded by maxShift', () => {
    expect(shifts({ deviceType: 'speaker' }).b).toBe(-3);
  });

  test('nothing known, nothing shifted; nor by names that are in no table', () => {
    expect(shifts({})).toEqual({});
    expect(shifts({ deviceType: 'toaster', foregroundDomain: 'constructor' })).toEqual({});
  });
});

describe('applied', () => {
  test('logit(posterior) = logit(confidence) + shift', () => {
    expect(applyPrior(0.5, Math.LN2)).toBeCloseTo(2 / 3, 12);
    expect(applyPrior(0.8, -Math.log(4))).toBeCloseTo(0.5, 12);
  });

  test('no shift leaves the confidence as it is, exactly', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (p) => applyPrior(p, 0) === p));
  });

  test('never removes a hypothesis and keeps the order within a domain', () => {
    const confidence = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(confidence, confidence, fc.double({ min: -10, max: 10, noNaN: true }), (p, q, shift) => {
        fc.pre(shift !== 0);
        const [low, high] = [applyPrior(Math.min(p, q), shift), applyPrior(Math.max(p, q), shift)];
        expect(low).toBeGreaterThan(0);
        expect(high).toBeLessThan(1);
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });
});

describe('tables', () => {
  test('the one that ships is valid, and has a row for every device type', () => {
    const shipped = loadPriorTable();
    expect(Object.keys(shipped.deviceType).sort()).toEqual([...deviceTypes].sort());
  });

  test('play mary poppins on a speaker is music, on a tv video, on an e-reader a book', () => {
    const best = (deviceType: string) =>
      Object.entries(shifts({ deviceType }, loadPriorTable())).sort((x, y) => y[1] - x[1])[0][0];
    expect([best('speaker'), best('tv'), best('ereader')]).toEqual(['music', 'video', 'books']);
  });

  test.each([
    [{ base: { a: 0.5, b: 0.4 } }, 'must sum to 1'],
    [{ base: { a: 1, b: 0 } }, '>0'],
    [{ base: { a: 1 }, deviceType: { tv: { a: 0.5, b: 0.5 } } }, 'must have the domains of base: a'],
    [{ base: { a: 1 }, device: {} }, 'Unrecognized key'],
  ])('%j is refused: %s', (bad, message) => {
    expect(() => priorTableSchema.parse(bad)).toThrow(message);
  });

  test('a file that is not there is refused by name', () => {
    expect(() => loadPriorTable('no/such.json')).toThrow('prior table no/such.json');
  });
});
