import { describe, expect, it } from 'vitest';
import { MAX_TOKENS } from '../../../../domains/core/recognizer/encode.js';
import { readRecognizerModel, recognizerParts } from '../../../../domains/core/recognizer/parts.js';
import { Recognizer } from '../../../../domains/core/recognizer/recognizer.js';
import { classifierGraph, taggerGraph } from '../../../../training/export/recognizer-graphs.js';
import { trainLanguageModels } from '../../../../training/recognizer/language-model-trainer.js';
import { recognizerDefaults, trainRecognizer } from '../../../../training/recognizer/recognizer-trainer.js';
import { trainedRecognition } from '../../../../training/run/fold-task.js';
import { examplesOf, sampleRows, schemaOf, shippedSchemas } from '../../../support/corpora/sample-domain.js';

const ODD = ['', '…', 'zzqx wvk', '😀', 'שלום עולם', 'play '.repeat(400), 'x'.repeat(100_000), '\ud800 play \u0000'];

/** A recognizer trained on the sample, over its graph as a bundle would bring it, and over the trainer's own tables. */
async function bothWays(domain: string) {
  const examples = examplesOf(domain);
  const trained = trainRecognizer(examples, schemaOf(domain).intents, recognizerDefaults);
  const parts = recognizerParts(trained.model);
  const model = readRecognizerModel((name) => parts.get(name)!);
  return {
    served: await Recognizer.create(model, {
      classifier: classifierGraph(trained.utterance),
      tagger: taggerGraph(trained.token),
    }),
    asTrained: trainedRecognition({ recognizer: trained, languageModels: trainLanguageModels(examples) }),
  };
}

describe.each(shippedSchemas().map(({ domain }) => domain))('%s', (domain) => {
  it('scores alike through onnxruntime and on the trainer’s own tables, within 1e-4', async () => {
    const { served, asTrained } = await bothWays(domain);
    const texts = [
      ...sampleRows()
        .filter((_, index) => index % 4 === 0)
        .map(({ text }) => text),
      ...ODD,
    ];
    for (const text of texts) {
      const { domain: said, nBest } = await served.hear(text);
      const candidates = await nBest(5);
      // A few more than were asked for: two that differ in the last bits may stand either way round at the end of the list.
      const { hypotheses } = asTrained(text, 8);
      expect(candidates).toHaveLength(Math.min(5, hypotheses.length));
      const named = ({ intent, spans }: { intent: string; spans: readonly object[] }) =>
        JSON.stringify([intent, spans]);
      const trained = new Map(hypotheses.map((hypothesis) => [named(hypothesis), hypothesis.scores]));
      for (const candidate of candidates) {
        const scores = trained.get(named(candidate))!;
        expect(scores, `${text}: ${named(candidate)}`).toBeDefined();
        expect(Math.abs(said - scores.domain)).toBeLessThan(1e-4);
        expect(Math.abs(Math.exp(candidate.logIntent) - scores.intent)).toBeLessThan(1e-4);
        expect(Math.abs(Math.exp(candidate.logSlot) - scores.slot)).toBeLessThan(1e-4);
      }
    }
    await served.release();
  });
});

it('takes any text, offers each intent without words, and looks at so many tokens only', async () => {
  const { served } = await bothWays('music');
  for (const text of ODD) {
    const { tokens, domain, nBest } = await served.hear(text);
    expect(tokens.length).toBeLessThanOrEqual(MAX_TOKENS);
    expect(domain >= 0 && domain <= 1).toBe(true);
    for (const { logIntent, logSlot } of await nBest(5)) {
      expect(logIntent).toBeLessThanOrEqual(0);
      expect(logSlot).toBeLessThanOrEqual(0);
      expect(Number.isFinite(logIntent + logSlot)).toBe(true);
    }
  }
  const candidates = await (await served.hear('')).nBest(50);
  expect(candidates.map(({ intent }) => intent).sort()).toEqual(
    schemaOf('music')
      .intents.map(({ name }) => name)
      .sort(),
  );
  expect(candidates.every(({ spans }) => spans.length === 0)).toBe(true);
  await served.release();
});

it('lists a range as a value beside its n best', async () => {
  const { served } = await bothWays('music');
  const { tokens, nBest } = await served.hear('Play, ZZQX wvk');
  expect(tokens.map(({ text }) => text)).toEqual(['play', 'zzqx', 'wvk']);
  const candidates = await nBest(1, { start: 1, end: 3 });
  expect(candidates[0]).toEqual((await nBest(1))[0]);
  const whole = candidates.filter(({ spans }) => spans.length === 1 && spans[0].start === 1 && spans[0].end === 3);
  expect(whole.length).toBeGreaterThanOrEqual(2);
  for (const text of ODD) {
    const heard = await served.hear(text);
    const end = heard.tokens.length;
    for (const { logSlot } of await heard.nBest(3, end > 0 ? { start: 0, end } : undefined))
      expect(Number.isFinite(logSlot) && logSlot <= 0).toBe(true);
  }
  await served.release();
});

it('answers concurrent calls each its own, to the bit as alone', async () => {
  const { served } = await bothWays('books');
  const texts = [
    ...examplesOf('books')
      .slice(0, 40)
      .map(({ text }) => text),
    ...ODD,
  ];
  const alone = [];
  const answer = async (text: string) => {
    const { tokens, domain, nBest } = await served.hear(text);
    return { tokens, domain, candidates: await nBest(3) };
  };
  for (const text of texts) alone.push(await answer(text));
  expect(await Promise.all(texts.map(answer))).toEqual(alone);
  await served.release();
});
