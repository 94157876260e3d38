import { describe, expect, it, onTestFinished } from 'vitest';
import { catalogueParts } from '../../../domains/core/catalogue/parts.js';
import { DomainInterpreter, listCandidates } from '../../../domains/core/interpreter/domain-interpreter.js';
import { loadInterpreter } from '../../../domains/core/interpreter/load-interpreter.js';
import { HYPOTHESIS_EVIDENCE } from '../../../domains/core/reranker/evidence.js';
import { namedWeights } from '../../../domains/core/reranker/model.js';
import { RERANKER_GRAPH } from '../../../domains/core/reranker/parts.js';
import { Reranker } from '../../../domains/core/reranker/reranker.js';
import { trainNameModel } from '../../../training/catalogue/name-model-trainer.js';
import { buildTitleIndex } from '../../../training/catalogue/title-index-builder.js';
import { rerankerGraph } from '../../../training/export/reranker-graph.js';
import { type DomainModels, type TrainingInputs, trainModels } from '../../../training/recognizer/domain-models.js';
import { RECOGNIZER_DEFAULTS } from '../../../training/recognizer/recognizer-trainer.js';
import { tableRecognizer } from '../../../training/recognizer/table-scorer.js';
import { runFold, runWhole } from '../../../training/run/training-tasks.js';
import { titleSlots } from '../../support/corpora/kind-slots.js';
import { sampleCatalogue } from '../../support/corpora/sample-catalogue.js';
import { examplesOf, schemaOf } from '../../support/corpora/sample-domain.js';
import { modelOf } from '../../support/models/rerankers.js';

const schema = schemaOf('books');
const examples = examplesOf('books').filter((_, index) => index % 2 === 0);
const folds = Uint8Array.from(examples, (_, index) => index % 3);
const inputs: TrainingInputs = { schema, settings: RECOGNIZER_DEFAULTS, catalogue: new Map(), slotValues: new Map() };
const task = { ...inputs, examples, folds, nBest: 3 };

describe('runFold', () => {
  it('lists the hypotheses of held-out examples, each once, and of no others', async () => {
    const lists = await Promise.all([0, 1, 2].map((fold) => runFold({ ...task, fold })));
    const indices = lists.flat().map(({ index }) => index);
    expect(indices.sort((a, b) => a - b)).toEqual(examples.map((_, index) => index));
    expect(lists[1].every(({ index }) => folds[index] === 1)).toBe(true);
  });

  it('learns nothing from what is held out', async () => {
    const heldOut = await runFold({ ...task, fold: 0 });
    // The held-out texts stay and everything that is known of them goes.
    const blind = examples.map((example, index) =>
      folds[index] === 0 ? { ...example, isInDomain: !example.isInDomain, intent: '', spans: undefined } : example,
    );
    expect(await runFold({ ...task, examples: blind, fold: 0 })).toEqual(heldOut);
  });

  it('learns nothing from what the domain left out, and lists it', async () => {
    const isLeftOut = (index: number) => index % 5 === 0;
    const some = examples.map((each, index) => (isLeftOut(index) ? { ...each, weight: 0 } : each));
    const blind = some.map((each, index) =>
      isLeftOut(index) ? { ...each, isInDomain: !each.isInDomain, intent: '', spans: undefined } : each,
    );
    const heldOut = await runFold({ ...task, examples: some, fold: 0 });
    expect(heldOut.some(({ index }) => isLeftOut(index))).toBe(true);
    expect(await runFold({ ...task, examples: blind, fold: 0 })).toEqual(heldOut);
  });

  it('gives one row of evidence a hypothesis, n at most', async () => {
    for (const { hypotheses, evidence } of await runFold({ ...task, fold: 2 })) {
      expect(hypotheses.length).toBeGreaterThan(0);
      expect(hypotheses.length).toBeLessThanOrEqual(3);
      expect(evidence.hypotheses.length % hypotheses.length).toBe(0);
      for (const value of [...evidence.list, ...evidence.hypotheses]) expect(Number.isFinite(value)).toBe(true);
    }
  });
});

it('lists the title that is asked for, with its evidence, whatever the recognizer makes of it', async () => {
  const titles = buildTitleIndex(
    [{ kind: 'book', title: 'The Five Stars Of Zzqx', creators: [] }],
    new Map([['book', titleSlots('object_name')]]),
    ['rate'],
  );
  const models = trainModels(examples, {
    ...inputs,
    catalogue: catalogueParts({ names: trainNameModel(sampleCatalogue(), 1), titles }),
  });
  const isAskedTitle = HYPOTHESIS_EVIDENCE.indexOf('asked');
  const candidatesOf = async (text: string) => {
    const { list } = await listCandidates(candidateModels(models, 1), text);
    return list.hypotheses.map(({ spans }, row) => [
      spans.length,
      list.evidence.hypotheses[row * HYPOTHESIS_EVIDENCE.length + isAskedTitle],
    ]);
  };
  const asking = await candidatesOf('rate the five stars of zzqx');
  expect(asking.filter(([spans, whole]) => spans === 1 && whole === 1).length).toBeGreaterThanOrEqual(2);
  expect((await candidatesOf('rate the novel five stars of zzqx')).map(([, whole]) => whole)).toEqual([0]);
});

it('a recognizer keeps nothing of one utterance for the next', async () => {
  const models = candidateModels(trainModels(examples, inputs), 3);
  const alone = await listCandidates(models, 'rate dune five stars');
  await listCandidates(models, 'find the novel the ember saga now please');
  expect(await listCandidates(models, 'rate dune five stars')).toEqual(alone);
});

it('a bundle’s graphs and a trainer’s tables interpret alike, within 1e-4', async () => {
  const rerankerModel = modelOf('list-wise', {
    list: { domain: 2, mass: 1 },
    listBias: 1,
    hypothesis: { intent: 1, slot: 0.8, template: 0.05 },
    inDomain: { domain: 1 },
  });
  const served = await loadInterpreter({
    manifest: {
      recognizer: { nBest: 3, settings: {} },
      reranker: { form: rerankerModel.form, weights: namedWeights(rerankerModel) },
    },
    parts: new Map([...runWhole({ ...inputs, examples }), [RERANKER_GRAPH, rerankerGraph(rerankerModel)]]),
  });
  onTestFinished(() => served.release());
  const models = { ...candidateModels(trainModels(examples, inputs), 3), playbackIntents: new Set<string>() };
  const tables = new DomainInterpreter(models, new Reranker(rerankerModel), async () => {});
  for (const { text } of examples.filter((_, index) => index % 5 === 0)) {
    const [one, other] = [await served.interpret(text), await tables.interpret(text)];
    expect(Math.abs(one.inDomain - other.inDomain)).toBeLessThan(1e-4);
    expect(Math.abs(one.hypotheses[0].confidence - other.hypotheses[0].confidence)).toBeLessThan(1e-4);
  }
});

function candidateModels({ recognizer, languageModels }: DomainModels, nBest: number) {
  return { recognizer: tableRecognizer(recognizer), languageModels, nBest };
}
