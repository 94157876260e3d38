import { beforeAll, describe, expect, it } from 'vitest';
import { withRecognizer } from '../../../bundles/format/manifest.js';
import { packBundle } from '../../../bundles/format/pack.js';
import type { Interpretation } from '../../../domains/core/interpreter/hypothesis.js';
import { loadInterpreter } from '../../../domains/core/interpreter/load-interpreter.js';
import { parseGolden } from '../../../domains/core/loading/golden.js';
import { checkGolden } from '../../../domains/core/loading/golden-check.js';
import { modelOfWeights } from '../../../domains/core/reranker/model.js';
import { intentSlots } from '../../../domains/core/schema/schema.js';
import { measure } from '../../../training/evaluation/figures.js';
import { domainExamples } from '../../../training/examples/domain-corpus.js';
import { type TrainedDomain, trainDomain } from '../../../training/run/train-domain.js';
import { ownThread, sampleTraining } from '../../support/corpora/sample-training.js';

describe('trainDomain', () => {
  const training = sampleTraining('video', 3);
  const progress: { message: string; share: number }[] = [];
  let trained: TrainedDomain;
  beforeAll(async () => {
    trained = await trainDomain(training, ownThread, (message, share) => progress.push({ message, share }));
  }, 60_000);

  it('gives contents that pack, load and answer their own golden utterances', async () => {
    expect(() => packBundle(trained.contents, { version: 'v1' })).not.toThrow();
    const golden = parseGolden(trained.contents.parts);
    const servable = await loadInterpreter(trained.contents);
    const answers: Interpretation[] = [];
    for (const { utterance } of golden) answers.push(await servable.interpret(utterance, { explain: true }));
    checkGolden(answers, golden, 1e-9);
    await servable.release();
    // Some of every intent that there are rows of, and some that are not the domain's.
    const examples = domainExamples(training.rows, training.schema);
    const intents = golden.map(({ utterance }) => examples.find(({ text }) => text === utterance)!.intent);
    expect(new Set(intents)).toEqual(new Set(examples.map(({ intent }) => intent)));
    expect(new Set(intents).size).toBeGreaterThan(2);
  });

  it('says in the manifest what was trained, on what and how', () => {
    const manifest = withRecognizer(trained.contents.manifest);
    expect(manifest.domain).toBe('video');
    expect(manifest.schema).toEqual(intentSlots(training.schema));
    expect(manifest.training).toMatchObject({ seed: 3, loss: 'list-wise', corpora: training.corpora });
    expect(manifest.training.negatives.map(({ source }) => source)).toEqual(['sample']);
    expect(manifest.training.settings).toMatchObject({ folds: 2, semerShare: training.reranker.semerShare });
    expect(manifest.recognizer.settings).toMatchObject({ 'slot.epochs': training.recognizer.slot.epochs });
    expect(modelOfWeights(manifest.reranker.form, manifest.reranker.weights).form).toBe('list-wise');
  });

  it('holds every certain utterance out once, in order, and takes the figures from those', () => {
    const examples = domainExamples(training.rows, training.schema);
    expect(trained.heldOut).toHaveLength(examples.length);
    expect(trained.heldOut.map(({ reference }) => reference.domain === 'video')).toEqual(
      examples.map(({ isInDomain }) => isInDomain),
    );
    const figures = measure(trained.heldOut);
    expect(trained.contents.manifest.figures).toMatchObject({
      irer: figures.irer,
      semer: figures.semer,
      ece: figures.top.ece,
    });
  });

  it('tells how far it is, with figures, up to the end', () => {
    const shares = progress.map(({ share }) => share);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    expect(progress.some(({ message }) => /IRER \d/.test(message))).toBe(true);
  });
});
