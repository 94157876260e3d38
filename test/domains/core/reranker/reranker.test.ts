import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from '../../../../domains/core/reranker/head.js';
import { FORMS, type RerankerModel } from '../../../../domains/core/reranker/model.js';
import { Reranker } from '../../../../domains/core/reranker/reranker.js';
import { sigmoid } from '../../../../serving/numeric/log-odds.js';
import { rerankerGraph } from '../../../../training/export/reranker-graph.js';
import { anyEvidence, anyModel, modelOf } from '../../../support/rerankers.js';

async function withReranker<T>(model: RerankerModel, use: (reranker: Reranker) => Promise<T>): Promise<T> {
  const reranker = await Reranker.create(rerankerGraph(model));
  try {
    return await use(reranker);
  } finally {
    await reranker.release();
  }
}

/** Log-odds without loss of a small probability's digits. */
const logOdds = (probability: number) => Math.log(probability) - Math.log1p(-probability);

describe('the graph says what the reference computation says', () => {
  it.each(FORMS.flatMap((form) => [2, 40].map((scale) => [form, scale] as const)))(
    '%s, weights and evidence up to %d',
    async (form, scale) => {
      const property = fc.asyncProperty(anyModel(form, scale), anyEvidence(scale), (model, evidence) =>
        withReranker(model, async (reranker) => {
          const { logits, inDomain: judged } = judge(model, evidence);
          const { hypotheses, inDomain } = await reranker.confidences(evidence);
          expect(hypotheses).toHaveLength(logits.length);
          for (const [index, logit] of logits.entries()) {
            expect(Math.abs(hypotheses[index] - sigmoid(logit))).toBeLessThan(1e-9);
            expect(Math.abs(logOdds(hypotheses[index]) - logit)).toBeLessThan(1e-6);
          }
          expect(Math.abs(inDomain - judged)).toBeLessThan(1e-9);
        }),
      );
      await fc.assert(property, { numRuns: 40 });
    },
  );
});

it.each(FORMS)('%s ranks lists of one turn each as alone, to the bit', async (form) => {
  const property = fc.asyncProperty(
    anyModel(form, 3),
    fc.array(anyEvidence(3, 40), { minLength: 2, maxLength: 20 }),
    (model, lists) =>
      withReranker(model, async (reranker) => {
        const alone = [];
        for (const list of lists) alone.push(await reranker.confidences(list));
        expect(await Promise.all(lists.map((list) => reranker.confidences(list)))).toEqual(alone);
      }),
  );
  await fc.assert(property, { numRuns: 10 });
});

it('makes the same bytes of the same model', () => {
  const model = modelOf('list-wise', { hypothesis: { intent: 1 } });
  expect(rerankerGraph(model)).toEqual(rerankerGraph(model));
  expect(rerankerGraph(model)).not.toEqual(rerankerGraph(modelOf('list-wise', { hypothesis: { intent: 2 } })));
});

it('refuses bytes that are no graph', async () => {
  const graph = rerankerGraph(modelOf('r3', {}));
  await expect(Reranker.create(graph.subarray(0, graph.length >> 1))).rejects.toThrow();
  await expect(Reranker.create(Buffer.from('not a graph'))).rejects.toThrow();
});
