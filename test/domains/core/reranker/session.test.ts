import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RERANKER_FORMS } from '../../../../bundles/format/manifest.js';
import { scoreList } from '../../../../domains/core/reranker/head.js';
import type { RerankerModel } from '../../../../domains/core/reranker/model.js';
import { RerankerSession } from '../../../../domains/core/reranker/session.js';
import { sigmoid } from '../../../../serving/numeric/log-odds.js';
import { rerankerGraph } from '../../../../training/export/reranker-graph.js';
import { anyEvidence, anyModel, modelOf } from '../../../support/models/rerankers.js';

async function withSession<T>(model: RerankerModel, use: (session: RerankerSession) => Promise<T>): Promise<T> {
  const session = await RerankerSession.create(rerankerGraph(model));
  try {
    return await use(session);
  } finally {
    await session.release();
  }
}

/** Log-odds without loss of a small probability's digits. */
const logOdds = (probability: number) => Math.log(probability) - Math.log1p(-probability);

describe('the graph says what the reference computation says', () => {
  it.each(RERANKER_FORMS.flatMap((form) => [2, 40].map((scale) => [form, scale] as const)))(
    '%s, weights and evidence up to %d',
    async (form, scale) => {
      const property = fc.asyncProperty(anyModel(form, scale), anyEvidence(scale), (model, evidence) =>
        withSession(model, async (session) => {
          const { logits, inDomain: reference } = scoreList(model, evidence);
          const { confidences, inDomain } = await session.score(evidence);
          expect(confidences).toHaveLength(logits.length);
          for (const [index, logit] of logits.entries()) {
            expect(Math.abs(confidences[index] - sigmoid(logit))).toBeLessThan(1e-9);
            expect(Math.abs(logOdds(confidences[index]) - logit)).toBeLessThan(1e-6);
          }
          expect(Math.abs(inDomain - reference)).toBeLessThan(1e-9);
        }),
      );
      await fc.assert(property, { numRuns: 40 });
    },
  );
});

it.each(RERANKER_FORMS)('%s ranks lists of one turn each as alone, to the bit', async (form) => {
  const property = fc.asyncProperty(
    anyModel(form, 3),
    fc.array(anyEvidence(3, 40), { minLength: 2, maxLength: 20 }),
    (model, lists) =>
      withSession(model, async (session) => {
        const alone = [];
        for (const list of lists) alone.push(await session.score(list));
        expect(await Promise.all(lists.map((list) => session.score(list)))).toEqual(alone);
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
  await expect(RerankerSession.create(graph.subarray(0, graph.length >> 1))).rejects.toThrow();
  await expect(RerankerSession.create(Buffer.from('not a graph'))).rejects.toThrow();
});
