import { describe, expect, it, onTestFinished } from 'vitest';
import { MAX_TOKENS, tokensOf } from '../../../../domains/core/recognizer/encode.js';
import type { ValueRange } from '../../../../domains/core/recognizer/labels.js';
import { readRecognizerModel, recognizerParts } from '../../../../domains/core/recognizer/parts.js';
import { Recognizer } from '../../../../domains/core/recognizer/recognizer.js';
import { RecognizerSessions } from '../../../../domains/core/recognizer/sessions.js';
import { classifierGraph, taggerGraph } from '../../../../training/export/recognizer-graphs.js';
import { RECOGNIZER_DEFAULTS, trainRecognizer } from '../../../../training/recognizer/recognizer-trainer.js';
import { tableRecognizer } from '../../../../training/recognizer/table-scorer.js';
import { examplesOf, sampleRows, schemaOf, shippedSchemas } from '../../../support/corpora/sample-domain.js';

const ODD = ['', '…', 'zzqx wvk', '😀', 'שלום עולם', 'play '.repeat(400), 'x'.repeat(100_000), '\ud800 play \u0000'];

/** A recognizer trained on the sample, over its graph as a bundle would bring it, and over the trainer's own tables. */
async function bothWays(domain: string) {
  const examples = examplesOf(domain);
  const trained = trainRecognizer(examples, schemaOf(domain).intents, RECOGNIZER_DEFAULTS);
  const parts = recognizerParts(trained.model);
  const model = readRecognizerModel((name) => parts.get(name)!);
  const sessions = await RecognizerSessions.create(model, {
    classifier: classifierGraph(trained.utterance),
    tagger: taggerGraph(trained.token),
  });
  onTestFinished(() => sessions.release());
  return { served: new Recognizer(model, sessions), asTrained: tableRecognizer(trained) };
}

/** What a recognizer makes of a text, from its tokens on. */
async function recognize(recognizer: Recognizer, text: string) {
  const tokens = tokensOf(text);
  const words = tokens.map((token) => token.text);
  const classified = await recognizer.classify(words);
  return {
    tokens,
    domain: classified.domain,
    nBest: (n: number, range?: ValueRange) => recognizer.nBest(words, classified, n, range),
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
      const candidates = await (await recognize(served, text)).nBest(5);
      // Many more than were asked for: intents that no row of the sample has differ in the last bits, and may stand any way
      // round at the end of the list.
      const hypotheses = await (await recognize(asTrained, text)).nBest(50);
      expect(candidates).toHaveLength(Math.min(5, hypotheses.length));
      const named = ({ intent, spans }: { intent: string; spans: readonly object[] }) =>
        JSON.stringify([intent, spans]);
      const trained = new Map(hypotheses.map((hypothesis) => [named(hypothesis), hypothesis.scores]));
      for (const candidate of candidates) {
        const scores = trained.get(named(candidate))!;
        expect(scores, `${text}: ${named(candidate)}`).toBeDefined();
        expect(Math.abs(candidate.scores.domain - scores.domain)).toBeLessThan(1e-4);
        expect(Math.abs(candidate.scores.intent - scores.intent)).toBeLessThan(1e-4);
        expect(Math.abs(candidate.scores.slot - scores.slot)).toBeLessThan(1e-4);
      }
    }
  });
});

it('takes any text, offers each intent without words, and looks at so many tokens only', async () => {
  const { served } = await bothWays('music');
  for (const text of ODD) {
    const { tokens, domain, nBest } = await recognize(served, text);
    expect(tokens.length).toBeLessThanOrEqual(MAX_TOKENS);
    expect(domain >= 0 && domain <= 1).toBe(true);
    for (const { scores } of await nBest(5))
      for (const score of Object.values(scores)) expect(score >= 0 && score <= 1).toBe(true);
  }
  const candidates = await (await recognize(served, '')).nBest(50);
  expect(candidates.map(({ intent }) => intent).sort()).toEqual(
    schemaOf('music')
      .intents.map(({ name }) => name)
      .sort(),
  );
  expect(candidates.every(({ spans }) => spans.length === 0)).toBe(true);
});

it('lists a range as a value beside its n best', async () => {
  const { served } = await bothWays('music');
  const { tokens, nBest } = await recognize(served, 'Play, ZZQX wvk');
  expect(tokens.map(({ text }) => text)).toEqual(['play', 'zzqx', 'wvk']);
  const candidates = await nBest(1, { start: 1, end: 3 });
  expect(candidates[0]).toEqual((await nBest(1))[0]);
  const whole = candidates.filter(({ spans }) => spans.length === 1 && spans[0].start === 1 && spans[0].end === 3);
  expect(whole.length).toBeGreaterThanOrEqual(2);
  for (const text of ODD) {
    const { tokens, nBest } = await recognize(served, text);
    const end = tokens.length;
    for (const { scores } of await nBest(3, end > 0 ? { start: 0, end } : undefined))
      expect(scores.slot >= 0 && scores.slot <= 1).toBe(true);
  }
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
    const { tokens, domain, nBest } = await recognize(served, text);
    return { tokens, domain, candidates: await nBest(3) };
  };
  for (const text of texts) alone.push(await answer(text));
  expect(await Promise.all(texts.map(answer))).toEqual(alone);
});
