import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ShiftedHypothesis } from '../../../../gateway/answer/hypothesis.js';
import { applyPreferences } from '../../../../gateway/answer/preferences/apply-preferences.js';
import type { PreferenceShifts } from '../../../../gateway/answer/preferences/preference-shifts.js';

interface Named {
  readonly intent: string;
  readonly slots: readonly never[];
  readonly confidence: number;
}

const hypothesis = (domain: string, intent: string, posterior: number): ShiftedHypothesis<Named> => ({
  ...{ domain, posterior, priorShift: 0, priorContributions: [] },
  hypothesis: { intent, slots: [], confidence: posterior },
});

const domainOf = (domain: string, inDomain: number, posteriors: Readonly<Record<string, number>>) => ({
  ...{ domain, inDomain },
  hypotheses: Object.entries(posteriors).map(([intent, posterior]) => hypothesis(domain, intent, posterior)),
});

/** Shifts by domain, and by domain and intent. */
const shiftsOf = (shifts: Readonly<Record<string, number>>, maxShift = 2): PreferenceShifts<Named> => ({
  maxShift,
  ofDomain: (domain) => shifts[domain] ?? 0,
  ofHypothesis: (domain, { intent }) => {
    const shift = shifts[`${domain}/${intent}`] ?? shifts[domain];
    return shift === undefined ? undefined : { shift, contributions: [], defaultSlots: [] };
  },
});

const odds = (probability: number) => probability / (1 - probability);

describe('applyPreferences', () => {
  it('moves probability between the hypotheses of a domain by their ratios, and leaves a lone domain where it was', () => {
    const [music] = applyPreferences(
      [domainOf('music', 0.9, { track: 0.5, album: 0.3 })],
      shiftsOf({ 'music/album': 2 }),
    );
    expect(music!.inDomain).toBeCloseTo(0.9, 9);
    // By Bayes: .5 : .3 e^2 : .1 for the rest of the domain, which sums to .9 as before.
    const total = (0.5 + 0.3 * Math.exp(2) + 0.1) / 0.9;
    expect(music!.hypotheses.map(({ posterior }) => posterior)).toEqual([
      expect.closeTo(0.5 / total, 9),
      expect.closeTo((0.3 * Math.exp(2)) / total, 9),
    ]);
  });

  it('chooses between domains that are as likely, and keeps what is none’s', () => {
    const domains = [domainOf('video', 0.4, { play: 0.4 }), domainOf('books', 0.4, { read: 0.4 })];
    const [video, books] = applyPreferences(domains, shiftsOf({ 'video/play': 1, 'books/read': -1 }));
    // None keeps .2 of 1: its ratio is the mean, cosh(1). Log odds gain log r - log((q R + w r') / (q + w)).
    const gain = 1 - Math.log((0.2 * Math.cosh(1) + 0.4 * Math.exp(-1)) / 0.6);
    expect(Math.log(odds(video!.inDomain) / odds(0.4))).toBeCloseTo(gain, 6);
    expect(video!.inDomain).toBeGreaterThan(0.59);
    expect(books!.inDomain).toBeLessThan(0.2);
    expect(video!.hypotheses[0]!.posterior).toBeCloseTo(video!.inDomain, 9);
  });

  it('changes nothing, to the bit, where preferences say nothing', () => {
    const domains = [domainOf('video', 0.3, { play: 0.25 }), domainOf('books', 0.1, { read: 0.07 })];
    expect(applyPreferences(domains, shiftsOf({}))).toEqual(domains);
  });

  it('stays within the bound and within [0, 1], in one order, for any beliefs', () => {
    const probability = fc.double({ min: 0, max: 1, noNaN: true });
    const shift = fc.double({ min: -2, max: 2, noNaN: true });
    const domain = fc.tuple(probability, fc.array(fc.tuple(probability, shift), { maxLength: 4 }), shift);
    fc.assert(
      fc.property(fc.array(domain, { minLength: 1, maxLength: 4 }), (drawn) => {
        const shifts: Record<string, number> = {};
        const domains = drawn.map(([inDomain, hypotheses, whole], place) => {
          shifts[`d${place}`] = whole;
          const posteriors: Record<string, number> = {};
          for (const [index, [share, own]] of hypotheses.entries()) {
            posteriors[`i${index}`] = (share * inDomain) / hypotheses.length;
            shifts[`d${place}/i${index}`] = own;
          }
          return domainOf(`d${place}`, inDomain, posteriors);
        });
        for (const [place, after] of applyPreferences(domains, shiftsOf(shifts)).entries()) {
          const before = domains[place]!;
          const sum = after.hypotheses.reduce((total, { posterior }) => total + posterior, 0);
          expect(sum).toBeLessThanOrEqual(after.inDomain + 1e-6);
          expect(after.inDomain).toBeGreaterThanOrEqual(0);
          expect(after.inDomain).toBeLessThanOrEqual(1);
          if (before.inDomain > 1e-6 && before.inDomain < 1 - 1e-6) {
            expect(Math.abs(Math.log(odds(after.inDomain) / odds(before.inDomain)))).toBeLessThanOrEqual(2 + 1e-6);
          }
        }
      }),
    );
  });
});
