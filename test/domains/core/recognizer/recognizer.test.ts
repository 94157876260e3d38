import { describe, expect, it } from 'vitest';
import { MAX_TOKENS } from '../../../../domains/core/recognizer/encode.js';
import { readRecognizerModel, recognizerParts } from '../../../../domains/core/recognizer/parts.js';
import { Recognizer } from '../../../../domains/core/recognizer/recognizer.js';
import { recognizerGraph } from '../../../../training/export/recognizer-graph.js';
import { trainedRecognition } from '../../../../training/fold-task.js';
import { trainLanguageModels } from '../../../../training/language-model-trainer.js';
import { recognizerDefaults, trainRecognizer } from '../../../../training/recognizer-trainer.js';
import { examplesOf, sampleRows, schemaOf, shippedSchemas } from '../../../support/sample-domain.js';

const ODD = ['', '…', 'zzqx wvk', '😀', 'שלום עולם', 'play '.repeat(400), 'x'.repeat(100_000), '\ud800 play \u0000'];

/** A recognizer trained on the sample, over its graph as a bundle would bring it, and over the trainer's own tables. */
async function bothWays(domain: string) {
  const examples = examplesOf(domain);
  const trained = trainRecognizer(examples, schemaOf(domain).intents, recognizerDefaults);
  const parts = recognizerParts(trained.model);
  const model = readRecognizerModel((name) => parts.get(name)!);
  return {
    served: await Recognizer.create(model, recognizerGraph(trained.utterance, trained.token)),
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
      const { recognition } = await served.recognize(text, 5);
      // A few more than were asked for: two that differ in the last bits may stand either way round at the end of the list.
      const { hypotheses } = asTrained(text, 8);
      expect(recognition.candidates).toHaveLength(Math.min(5, hypotheses.length));
      const named = ({ intent, spans }: { intent: string; spans: readonly object[] }) =>
        JSON.stringify([intent, spans]);
      const trained = new Map(hypotheses.map((hypothesis) => [named(hypothesis), hypothesis.scores]));
      for (const candidate of recognition.candidates) {
        const scores = trained.get(named(candidate))!;
        expect(scores, `${text}: ${named(candidate)}`).toBeDefined();
        expect(Math.abs(1 / (1 + Math.exp(-recognition.domainLogit)) - scores.domain)).toBeLessThan(1e-4);
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
    const { tokens, recognition } = await served.recognize(text, 5);
    expect(tokens.length).toBeLessThanOrEqual(MAX_TOKENS);
    expect(Number.isFinite(recognition.domainLogit)).toBe(true);
    for (const { logIntent, logSlot } of recognition.candidates) {
      expect(logIntent).toBeLessThanOrEqual(0);
      expect(logSlot).toBeLessThanOrEqual(0);
      expect(Number.isFinite(logIntent + logSlot)).toBe(true);
    }
  }
  const { recognition } = await served.recognize('', 50);
  expect(recognition.candidates.map(({ intent }) => intent).sort()).toEqual(
    schemaOf('music')
      .intents.map(({ name }) => name)
      .sort(),
  );
  expect(recognition.candidates.every(({ spans }) => spans.length === 0)).toBe(true);
  await served.release();
});

it('looks for a range in the words that it reads, gives it back, and lists it as a value beside its n best', async () => {
  const { served } = await bothWays('music');
  const without = await served.recognize('Play, ZZQX wvk', 1);
  const { recognition, sought } = await served.recognize('Play, ZZQX wvk', 1, (words) => {
    expect(words).toEqual(['play', 'zzqx', 'wvk']);
    return { start: 1, end: 3, note: 'mine' };
  });
  expect(sought).toEqual({ start: 1, end: 3, note: 'mine' });
  expect(without.sought).toBeUndefined();
  expect(recognition.candidates[0]).toEqual(without.recognition.candidates[0]);
  const whole = recognition.candidates.filter(
    ({ spans }) => spans.length === 1 && spans[0].start === 1 && spans[0].end === 3,
  );
  expect(whole.length).toBeGreaterThanOrEqual(2);
  for (const text of ODD) {
    const { recognition: all } = await served.recognize(text, 3, ({ length: end }) =>
      end > 0 ? { start: 0, end } : undefined,
    );
    for (const { logSlot } of all.candidates) expect(Number.isFinite(logSlot) && logSlot <= 0).toBe(true);
  }
  await served.release();
});

it('answers concurrent calls each its own', async () => {
  const { served } = await bothWays('books');
  const texts = examplesOf('books')
    .slice(0, 40)
    .map(({ text }) => text);
  const alone = [];
  for (const text of texts) alone.push(await served.recognize(text, 3));
  expect(await Promise.all(texts.map((text) => served.recognize(text, 3)))).toEqual(alone);
  await served.release();
});
