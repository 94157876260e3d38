import { describe, expect, it } from 'vitest';
import { catalogueParts } from '../../../domains/core/catalogue/parts.js';
import { HYPOTHESIS_EVIDENCE } from '../../../domains/core/reranker/evidence.js';
import { trainNameModel } from '../../../training/catalogue/name-model-trainer.js';
import { buildTitleIndex } from '../../../training/catalogue/title-index-builder.js';
import { type Material, trainModels } from '../../../training/recognizer/domain-models.js';
import { recognizerDefaults } from '../../../training/recognizer/recognizer-trainer.js';
import { runFold, trainedRecognition } from '../../../training/run/fold-task.js';
import { sampleCatalogue } from '../../support/sample-catalogue.js';
import { examplesOf, schemaOf } from '../../support/sample-domain.js';

const schema = schemaOf('books');
const examples = examplesOf('books').filter((_, index) => index % 2 === 0);
const folds = Uint8Array.from(examples, (_, index) => index % 3);
const material: Material = { schema, settings: recognizerDefaults, catalogue: new Map(), slotValues: new Map() };
const task = { ...material, examples, folds, nBest: 3 };

describe('runFold', () => {
  it('scores the held-out examples, each once, and no others', () => {
    const indices = [0, 1, 2].flatMap((fold) => runFold({ ...task, fold }).map(({ index }) => index));
    expect(indices.sort((a, b) => a - b)).toEqual(examples.map((_, index) => index));
    expect(runFold({ ...task, fold: 1 }).every(({ index }) => folds[index] === 1)).toBe(true);
  });

  it('learns nothing from what is held out', () => {
    const heldOut = runFold({ ...task, fold: 0 });
    // The held-out texts stay and everything that is known of them goes.
    const blind = examples.map((example, index) =>
      folds[index] === 0 ? { ...example, mine: !example.mine, intent: '', spans: undefined } : example,
    );
    expect(runFold({ ...task, examples: blind, fold: 0 })).toEqual(heldOut);
  });

  it('learns nothing from what the domain left out, and scores it', () => {
    const isLeftOut = (index: number) => index % 5 === 0;
    const some = examples.map((each, index) => (isLeftOut(index) ? { ...each, weight: 0 } : each));
    const blind = some.map((each, index) =>
      isLeftOut(index) ? { ...each, mine: !each.mine, intent: '', spans: undefined } : each,
    );
    const heldOut = runFold({ ...task, examples: some, fold: 0 });
    expect(heldOut.some(({ index }) => isLeftOut(index))).toBe(true);
    expect(runFold({ ...task, examples: blind, fold: 0 })).toEqual(heldOut);
  });

  it('gives one row of evidence a hypothesis, n at most', () => {
    for (const { hypotheses, evidence } of runFold({ ...task, fold: 2 })) {
      expect(hypotheses.length).toBeGreaterThan(0);
      expect(hypotheses.length).toBeLessThanOrEqual(3);
      expect(evidence.hypotheses.length % hypotheses.length).toBe(0);
      for (const value of [...evidence.list, ...evidence.hypotheses]) expect(Number.isFinite(value)).toBe(true);
    }
  });
});

it('lists the title that is asked for, with its evidence, whatever the recognizer makes of it', () => {
  const titles = buildTitleIndex(
    [{ kind: 'book', title: 'The Five Stars Of Zzqx', creators: [] }],
    new Map([['book', ['object_name']]]),
    ['rate'],
  );
  const models = trainModels(examples, {
    ...material,
    catalogue: catalogueParts({ names: trainNameModel(sampleCatalogue(), 1), titles }),
  });
  const recognize = trainedRecognition(models);
  const asked = HYPOTHESIS_EVIDENCE.indexOf('asked');
  const askedOf = (text: string) => {
    const { hypotheses, evidence } = recognize(text, 1);
    return hypotheses.map(({ spans }, row) => [
      spans.length,
      evidence.hypotheses[row * HYPOTHESIS_EVIDENCE.length + asked],
    ]);
  };
  expect(
    askedOf('rate the five stars of zzqx').filter(([spans, whole]) => spans === 1 && whole === 1).length,
  ).toBeGreaterThanOrEqual(2);
  expect(askedOf('rate the novel five stars of zzqx').map(([, whole]) => whole)).toEqual([0]);
});

it('a recognizer keeps nothing of one utterance for the next', () => {
  const recognize = trainedRecognition(trainModels(examples, material));
  const alone = recognize('rate dune five stars', 3);
  recognize('find the novel the ember saga now please', 3);
  expect(recognize('rate dune five stars', 3)).toEqual(alone);
});
