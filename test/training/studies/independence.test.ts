import { describe, expect, it } from 'vitest';
import { stealShare } from '../../../training/metrics/steal-matrix.js';
import { bestsOf, type DomainBest, type DomainBests, mergeBests } from '../../../training/studies/domain-bests.js';
import { measureChange } from '../../../training/studies/independence.js';

const other = { domain: 'other', intent: '', slots: undefined };

/** A domain's best hypotheses of an utterance of `owner`: right if the domain owns it. */
function bestOf(
  domain: string,
  owner: string,
  product: number,
  confidence = product,
  inDomain = confidence,
): DomainBest {
  const hypothesis = { domain, intent: 'Do', slots: [], scores: { domain: product, intent: 1, slot: 1 } };
  return {
    reference: owner === domain ? { domain, intent: 'Do', slots: [] } : other,
    calibrated: { ...hypothesis, confidence },
    product: { ...hypothesis, confidence: product },
    inDomain,
  };
}

describe('bestsOf', () => {
  const hypothesis = (product: number, confidence: number) => ({
    domain: 'music',
    intent: 'Do',
    slots: [],
    scores: { domain: product, intent: 1, slot: 1 },
    confidence,
  });
  const row = {
    id: '1',
    text: 'do',
    source: 'logs',
    reference: other,
    hypotheses: [hypothesis(0.1, 0.8), hypothesis(0.9, 0.2)],
  };

  it('keeps the best by either score, and leaves generated rows out', () => {
    const [kept, ...rest] = bestsOf([
      { ...row, inDomain: 0.7 },
      { ...row, source: 'generated', inDomain: 0 },
    ]);
    expect(rest).toEqual([]);
    expect(kept).toMatchObject({
      calibrated: { confidence: 0.8, scores: { domain: 0.1 } },
      product: { confidence: 0.9, scores: { domain: 0.9 } },
      inDomain: 0.7,
    });
  });
});

it('merges by each system’s own score and rejects by its own', () => {
  const domains = new Map([
    ['books', [bestOf('books', 'books', 0.3, 0.6, 0.7)]],
    ['music', [bestOf('music', 'books', 0.9, 0.5, 0.2)]],
  ]);
  const [product, ours, byConfidence] = (['R0 product', 'ours', 'ours, rejecting by confidence'] as const).map(
    (system) => mergeBests(domains, system)[0],
  );
  expect(product).toMatchObject({ reference: { domain: 'books' }, hypotheses: [{ domain: 'music' }], inDomain: 0.9 });
  expect(ours).toMatchObject({ reference: { domain: 'books' }, hypotheses: [{ domain: 'books' }] });
  // 0.7 + 0.2
  expect(ours.inDomain).toBeCloseTo(0.9, 12);
  expect(byConfidence.inDomain).toBe(0.6);
});

describe('measureChange', () => {
  // 400 utterances of nobody that music scores from 0 up to 0.4, and one of each domain.
  const nobody = Array.from({ length: 400 }, (_, index) => index / 1000);
  const before: DomainBests = new Map([
    [
      'books',
      [...nobody.map(() => bestOf('books', 'other', 0)), bestOf('books', 'books', 0.8), bestOf('books', 'music', 0.1)],
    ],
    [
      'music',
      [...nobody.map((p) => bestOf('music', 'other', p)), bestOf('music', 'books', 0.2), bestOf('music', 'music', 0.9)],
    ],
  ]);
  const boastful = before.get('music')!.map((each) => ({
    ...each,
    product: { ...each.product!, confidence: Math.min(1, each.product!.confidence + 0.1) },
  }));

  it('fixes the threshold before, at half a per cent of false accepts', () => {
    for (const { threshold, before: old } of measureChange(before, before)) {
      // The two highest of 400.
      expect(threshold).toBeCloseTo(0.398, 12);
      expect(old.falseAccepts).toBeCloseTo(2 / 400, 12);
      expect(old).toMatchObject({ irer: 0, accepts: 1 });
    }
  });

  it('keeps that threshold after, and shows who accepts what', () => {
    const changes = measureChange(before, new Map(before).set('music', boastful));
    const [product, ours] = changes;
    // Those from 0.298 up to 0.399 now pass.
    expect(product.after.falseAccepts).toBeCloseTo(102 / 400, 12);
    expect(stealShare(product.after.steals, 'music', 'other')).toBeCloseTo(102 / 400, 12);
    expect(ours.after).toEqual(ours.before);
  });

  it('counts a steal whatever its score', () => {
    const thief = [...boastful];
    thief[400] = { ...thief[400]!, product: { ...thief[400]!.product!, confidence: 0.85 } };
    const [product, ours] = measureChange(before, new Map(before).set('music', thief));
    expect(stealShare(product.before.steals, 'music', 'books')).toBe(0);
    expect(stealShare(product.after.steals, 'music', 'books')).toBe(1);
    expect(product.after.irer).toBe(1 / 2);
    expect(ours.after.irer).toBe(0);
  });
});
