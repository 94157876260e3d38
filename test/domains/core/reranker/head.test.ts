import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RERANKER_FORMS } from '../../../../bundles/format/manifest.js';
import { explain, LOGIT_RANGE, scoreList } from '../../../../domains/core/reranker/head.js';
import type { RerankerModel } from '../../../../domains/core/reranker/model.js';
import { sigmoid } from '../../../../serving/numeric/log-odds.js';
import { anyEvidence, anyModel, evidenceOf, modelOf } from '../../../support/models/rerankers.js';

/** exp-free reference: the probability as a ratio of sums of exponentials, for scores that are near 0. */
function listwise(present: number, scores: readonly number[], index: number): number {
  const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
  return (1 / (1 + Math.exp(-present))) * (Math.exp(scores[index]) / total);
}

const logit = (probability: number) => Math.log(probability) - Math.log1p(-probability);

describe('scoreList', () => {
  const rows = [
    { domain: -0.1, intent: -0.2, slot: -0.7 },
    { domain: -0.1, intent: -1.5, slot: -0.05 },
  ];
  const evidence = evidenceOf({ domain: -0.1 }, rows);

  it('r0 is the product of the three probabilities', () => {
    const weights = { domain: 1, intent: 1, slot: 1 };
    const { logits } = scoreList(modelOf('r0', { hypothesis: weights }), evidence);
    expect(logits[0]).toBeCloseTo(logit(Math.exp(-1)), 12);
    expect(logits[1]).toBeCloseTo(logit(Math.exp(-1.65)), 12);
  });

  it.each(['r1', 'r2', 'r3'] as const)('%s is linear in the evidence', (form) => {
    const model = modelOf(form, { hypothesis: { domain: 2, intent: 3, slot: 0.5 }, hypothesisBias: 4 });
    // 4 - 0.2 - 0.6 - 0.35 and 4 - 0.2 - 4.5 - 0.025
    const { logits } = scoreList(model, evidence);
    expect(logits[0]).toBeCloseTo(2.85, 12);
    expect(logits[1]).toBeCloseTo(-0.725, 12);
  });

  it('list-wise is P(the list holds it) times its share of the list', () => {
    const model = modelOf('list-wise', { list: { domain: 5 }, listBias: 1.5, hypothesis: { intent: 2, slot: 1 } });
    const { logits } = scoreList(model, evidence);
    // present: 1.5 - 0.5; scores: -0.4 - 0.7 and -3 - 0.05
    for (const index of [0, 1]) expect(logits[index]).toBeCloseTo(logit(listwise(1, [-1.1, -3.05], index)), 12);
  });

  it('says of the whole list whether it is the domain’s, in every form', () => {
    for (const form of RERANKER_FORMS) {
      const model = modelOf(form, { inDomain: { domain: 3 }, inDomainBias: 0.5 });
      const { logits, inDomain } = scoreList(model, evidence);
      const confidences = Array.from(logits, sigmoid);
      // Every score of the models of the paper's learned forms is 0 here, and so is the log-odds that the list holds the right one.
      const some = form === 'r0' ? Math.max(...confidences) : 0.5;
      expect(inDomain).toBeCloseTo(some + (1 - some) * sigmoid(0.2), 12);
    }
  });

  it('never says of an utterance that it is less the domain’s than a hypothesis of it is right', () => {
    fc.assert(
      fc.property(fc.constantFrom(...RERANKER_FORMS), anyModel('list-wise', 3), anyEvidence(3), (form, model, list) => {
        const { logits, inDomain } = scoreList({ ...model, form }, list);
        expect(inDomain).toBeGreaterThanOrEqual(Math.max(...Array.from(logits, sigmoid)) - 1e-12);
      }),
    );
  });

  it('never lets the shares of a list-wise form sum to more than 1', () => {
    fc.assert(
      fc.property(anyModel('list-wise', 3), anyEvidence(3), (model, list) => {
        const confidences = Array.from(scoreList(model, list).logits, (value) => 1 / (1 + Math.exp(-value)));
        expect(confidences.reduce((sum, confidence) => sum + confidence, 0)).toBeLessThan(1 + 1e-9);
      }),
    );
  });
});

describe('explain', () => {
  const sumOf = (model: RerankerModel, list: ReturnType<typeof evidenceOf>, index: number) =>
    explain(model, list, index).reduce((sum, { value }) => sum + value, 0);

  // At 300 a unit scores reach the thousands, far past what exp() takes.
  it.each(RERANKER_FORMS.flatMap((form) => [1, 30, 300].map((scale) => [form, scale] as const)))(
    '%s: parts sum to the logit of the confidence, weights and evidence up to %d',
    (form, scale) => {
      fc.assert(
        fc.property(anyModel(form, scale), anyEvidence(scale), (model, list) => {
          for (const [index, value] of scoreList(model, list).logits.entries()) {
            expect(value).toBeGreaterThanOrEqual(LOGIT_RANGE.least);
            expect(value).toBeLessThanOrEqual(LOGIT_RANGE.most);
            expect(Math.abs(sumOf(model, list, index) - value)).toBeLessThan(1e-6);
            const confidence = 1 / (1 + Math.exp(-value));
            expect(Math.abs(logit(confidence) - value)).toBeLessThan(1e-6);
          }
        }),
      );
    },
  );

  it('names each kind of evidence once and leaves out what has no part in it', () => {
    const model = modelOf('list-wise', { list: { domain: 1 }, hypothesis: { intent: 1, slot: 0 }, listBias: 2 });
    const evidence = evidenceOf({ domain: -0.5 }, [{ domain: -0.5, intent: -1, slot: -3 }, { intent: -2 }]);
    const parts = new Map(explain(model, evidence, 0).map(({ name, value }) => [name, value]));
    expect([...parts.keys()].sort()).toEqual(['alternatives', 'bias', 'domain', 'intent']);
    expect(parts.get('domain')).toBe(-0.5);
    expect(parts.get('intent')).toBe(-1);
    expect(parts.get('bias')).toBe(2);
  });

  it('adds up what list and hypothesis say of the same evidence', () => {
    const model = modelOf('list-wise', {
      list: { domain: 1 },
      hypothesis: { domain: 2 },
      listBias: 1,
      hypothesisBias: 3,
    });
    const parts = explain(model, evidenceOf({ domain: -1 }, [{ domain: -1 }]), 0);
    expect(parts.find(({ name }) => name === 'domain')?.value).toBe(-3);
    expect(parts.find(({ name }) => name === 'bias')?.value).toBe(4);
  });

  it('says what the bound takes away', () => {
    const evidence = evidenceOf({}, [{ intent: -1 }]);
    const bound = (weight: number) => explain(modelOf('r2', { hypothesis: { intent: weight } }), evidence, 0).at(-1);
    expect(bound(-50)).toEqual({ name: 'bound', value: -30 });
    expect(bound(900)).toEqual({ name: 'bound', value: 200 });
    expect(bound(-19)).toEqual({ name: 'intent', value: 19 });
  });
});
