import { expect, it } from 'vitest';
import { evaluate } from '../../../training/evaluation/evaluation.js';
import { R0, rescored } from '../../../training/evaluation/forms.js';
import type { Interpreted } from '../../../training/evaluation/interpreted.js';

function row(
  domain: string,
  ...hypotheses: [domain: string, confidence: number, raw: [number, number, number]][]
): Interpreted {
  return {
    id: 'id',
    text: 'text',
    reference: { domain, intent: 'Do', slots: [] },
    hypotheses: hypotheses.map(([owner, confidence, [p, q, r]]) => ({
      domain: owner,
      intent: 'Do',
      slots: [],
      confidence,
      scores: { domain: p, intent: q, slot: r },
    })),
    inDomain: 0.5,
    accepted: true,
  };
}

it('takes R0 as the product of the three probabilities, or as the sum of their logits', () => {
  const scores = { domain: 0.9, intent: 0.8, slot: 0.5 };
  expect(R0.product(scores)).toBeCloseTo(Math.log(0.36 / 0.64), 12);
  // Odds multiply: 9 * 4 * 1.
  expect(R0.logits(scores)).toBeCloseTo(Math.log(36), 12);
  expect(R0.product({ domain: 0, intent: 1, slot: 1 })).toBe(Number.NEGATIVE_INFINITY);
  expect(Number.isFinite(R0.logits({ domain: 1, intent: 1, slot: 0 }))).toBe(true);
});

it('orders the hypotheses anew, by the name of the domain where they tie', () => {
  const rows = [
    row('books', ['video', 0.9, [0.5, 0.5, 0.5]], ['music', 0.5, [1, 0.5, 0.5]], ['books', 0.1, [0.5, 0.5, 0.5]]),
  ];
  const { hypotheses } = rescored(rows, R0.product)[0]!;
  expect(hypotheses.map(({ domain, confidence }) => [domain, confidence])).toEqual([
    ['music', expect.closeTo(0.25, 12)],
    ['books', expect.closeTo(0.125, 12)],
    ['video', expect.closeTo(0.125, 12)],
  ]);
});

it('keeps apart what rounds to the same confidence', () => {
  const rows = [row('video', ['books', 0.9, [0.4, 1, 1]], ['video', 0.5, [0.5, 1, 1]])];
  const { hypotheses } = rescored(rows, R0.logits)[0]!;
  expect(hypotheses.map(({ domain, confidence }) => [domain, confidence])).toEqual([
    ['video', 1],
    ['books', 1],
  ]);
});

it('puts every form beside R0 as product on the same utterances', () => {
  const right = row('books', ['books', 0.9, [0.2, 1, 1]], ['music', 0.1, [0.4, 1, 1]]);
  const alike = row('music', ['music', 0.8, [0.9, 1, 1]]);
  const { baseline, forms, steals } = evaluate([right, alike], new Map([['r3', [alike, alike]]]), { resamples: 50 });
  expect(forms.map(({ name, figures }) => [name, figures.irer])).toEqual([
    ['served', 0],
    ['r3', 0.5],
    ['R0 logits', 0.5],
    ['R0 product', 0.5],
  ]);
  expect(baseline).toBe('R0 product');
  expect(forms[0]!.comparison!.irer.difference.value).toBe(-0.5);
  expect(forms[3]!.comparison).toBeUndefined();
  expect(steals.shares).toEqual([
    [1, 0, 0],
    [0, 1, 0],
  ]);
});
