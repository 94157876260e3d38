import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RERANKER_FORMS } from '../../../../bundles/format/manifest.js';
import { HYPOTHESIS_EVIDENCE, LIST_EVIDENCE } from '../../../../domains/core/reranker/evidence.js';
import { modelOfWeights, namedWeights } from '../../../../domains/core/reranker/model.js';
import { NluError } from '../../../../serving/errors.js';
import { anyModel, modelOf } from '../../../support/models/rerankers.js';

it('names every weight, and is the model that its names describe', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...RERANKER_FORMS).chain((form) => anyModel(form, 10)),
      (model) => {
        const named = namedWeights(model);
        const columns = 2 * LIST_EVIDENCE.length + HYPOTHESIS_EVIDENCE.length;
        const screen = model.screen ? 3 : 0;
        expect(Object.keys(named)).toHaveLength(columns + 3 + 2 * model.slots.size + screen);
        expect(modelOfWeights(model.form, named)).toEqual(model);
      },
    ),
  );
});

it('gives domain, intent and slot scores weights of their own', () => {
  const named = namedWeights(modelOf('r3', { hypothesis: { domain: 1, intent: 2, slot: 3 }, hypothesisBias: 4 }));
  expect(named).toMatchObject({
    'hypothesis.domain': 1,
    'hypothesis.intent': 2,
    'hypothesis.slot': 3,
    'hypothesis.bias': 4,
  });
});

it('names the weight that is missing or no number', () => {
  const slots = new Map([['PlayMusic.artist', { presence: 1, word: -1 }]]);
  const screen = { weight: 1, bias: -1, below: 0.01 };
  const named = namedWeights({ ...modelOf('list-wise', {}), slots, screen });
  for (const name of Object.keys(named)) {
    const { [name]: _, ...others } = named;
    for (const wrong of [others, { ...named, [name]: Number.NaN }, { ...named, [name]: Infinity }]) {
      const read = () => modelOfWeights('list-wise', wrong);
      expect(read).toThrow(NluError);
      expect(read).toThrow(`re-ranker weight ${name}:`);
    }
  }
});
