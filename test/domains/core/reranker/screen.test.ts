import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOGIT_RANGE } from '../../../../domains/core/reranker/head.js';
import { explainScreened, scoreScreened, screenedList, screenedOut } from '../../../../domains/core/reranker/screen.js';
import { sigmoid } from '../../../../serving/numeric/log-odds.js';

describe('screenedOut', () => {
  it('gives P(in domain) below the threshold, and nothing from it on', () => {
    // logit(0.2) = -log 4, so that weight 2 gives odds of 1/16, which is 1/17.
    const screen = { weight: 2, bias: 0 };
    expect(screenedOut({ ...screen, below: 0.06 }, 0.2, false)).toBeCloseTo(1 / 17, 12);
    expect(screenedOut({ ...screen, below: 0.05 }, 0.2, false)).toBeUndefined();
    // A bias of log 2 doubles the odds: 1/8, which is 1/9.
    expect(screenedOut({ weight: 2, bias: Math.LN2, below: 0.2 }, 0.2, false)).toBeCloseTo(1 / 9, 12);
  });

  it('takes scores of 0 and 1', () => {
    const screen = { weight: 1, bias: 0, below: 0.5 };
    expect(screenedOut(screen, 0, false)).toBeCloseTo(1e-9, 15);
    expect(screenedOut(screen, 1, false)).toBeUndefined();
  });
});

describe('the rule', () => {
  const screen = { weight: 1, bias: 0, below: 0.5 };

  it('screens nothing without a screen, nor what asks for a title', () => {
    expect(screenedOut(undefined, 0.01, false)).toBeUndefined();
    expect(screenedOut(screen, 0.01, true)).toBeUndefined();
  });

  it('takes the largest domain score of a list, and asks for evidence only where the list passes', () => {
    const tagged = (domain: number) => ({ intent: 'PlayMusic', spans: [], scores: { domain, intent: 1, slot: 1 } });
    const evidence = { list: Float64Array.of(1), hypotheses: Float64Array.of(2) };
    const unasked = () => {
      throw new Error('evidence of a screened list');
    };
    const [low, high] = [tagged(0.25), tagged(0.75)];
    expect(screenedList(screen, [low, high], false, () => evidence)).toEqual({ hypotheses: [low, high], evidence });
    expect(screenedList(screen, [low, low], true, () => evidence)).toEqual({ hypotheses: [low, low], evidence });
    const { screened } = screenedList(screen, [low, low], false, unasked);
    expect(screened).toBeCloseTo(0.25, 12);
  });
});

describe('scoreScreened', () => {
  const score = (intent: number, slot: number) => ({ domain: 0.001, intent, slot });

  it('is the product of P(in domain), intent and slots', () => {
    const { logits, inDomain } = scoreScreened(0.01, [score(0.5, 0.5), score(1, 0.1)]);
    expect(inDomain).toBe(0.01);
    expect(Array.from(logits, sigmoid)).toEqual([expect.closeTo(0.0025, 12), expect.closeTo(0.001, 9)]);
  });

  it('is within (0, P(in domain)] and explained to its logit, whatever the scores', () => {
    const probability = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.double({ min: 1e-12, max: 0.5, noNaN: true }),
        probability,
        probability,
        (inDomain, intent, slot) => {
          const [logit] = scoreScreened(inDomain, [score(intent, slot)]).logits;
          expect(logit).toBeGreaterThanOrEqual(LOGIT_RANGE.least);
          expect(sigmoid(logit)).toBeLessThanOrEqual(inDomain * (1 + 1e-12));
          const sum = explainScreened(inDomain, score(intent, slot)).reduce((total, { value }) => total + value, 0);
          expect(Math.abs(sum - logit)).toBeLessThan(1e-9);
        },
      ),
    );
  });
});
