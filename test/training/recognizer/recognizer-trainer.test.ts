import { describe, expect, it } from 'vitest';
import { tokensOf } from '../../../domains/core/recognizer/encode.js';
import {
  RECOGNIZER_DEFAULTS,
  type TrainedRecognizer,
  trainRecognizer,
} from '../../../training/recognizer/recognizer-trainer.js';
import { tableRecognizer } from '../../../training/recognizer/table-scorer.js';
import { examplesOf, schemaOf } from '../../support/corpora/sample-domain.js';

const schema = schemaOf('music');
const examples = examplesOf('music');
const trained = trainRecognizer(examples, schema.intents, RECOGNIZER_DEFAULTS);

/** The n best hypotheses of a recognizer on its own tables. */
function recognizedBy(recognizer: TrainedRecognizer) {
  const tables = tableRecognizer(recognizer);
  return async (text: string, n: number) => {
    const words = tokensOf(text).map((token) => token.text);
    return tables.nBest(words, await tables.classify(words), n);
  };
}
const recognize = recognizedBy(trained);

describe('trainRecognizer', () => {
  it('has learnt what it was shown', async () => {
    let right = 0;
    for (const { text, isInDomain, intent } of examples) {
      const hypotheses = await recognize(text, 1);
      if (
        isInDomain
          ? hypotheses[0].scores.domain > 0.5 && hypotheses[0].intent === intent
          : hypotheses[0].scores.domain < 0.5
      )
        right++;
    }
    expect(right / examples.length).toBeGreaterThan(0.97);
  });

  it('keeps a row a feature, zeros for the unknown, and no row of zeros besides', () => {
    for (const [table, vocabulary] of [
      [trained.utterance, trained.model.vocabularies.utterance],
      [trained.token, trained.model.vocabularies.token],
    ] as const) {
      expect(table.rows).toBe(1 + vocabulary.size);
      const isEmpty = (row: number) =>
        table.values.subarray(row * table.columns, (row + 1) * table.columns).every((v) => v === 0);
      expect(isEmpty(0)).toBe(true);
      for (let row = 1; row < table.rows; row++) expect(isEmpty(row)).toBe(false);
      expect([...vocabulary.fingerprints]).toEqual([...vocabulary.fingerprints].sort((a, b) => a - b));
    }
    expect(trained.utterance.columns).toBe(1 + schema.intents.length);
    // Intents with the same slots share a tagger.
    const taggers = new Map(schema.intents.map(({ slots }) => [[...slots].sort().join(), slots]));
    expect(taggers.size).toBeLessThan(schema.intents.length);
    const labels = [...taggers.values()].reduce((sum, slots) => sum + 1 + 2 * slots.length, 0);
    expect(trained.token.columns).toBe(labels);
  });

  it('does not depend on the other domains’ words for its tagger', () => {
    // Their rows have no annotation: features that only they have would never get a weight.
    const ownExamples = examples.filter(({ isInDomain }) => isInDomain);
    const alone = trainRecognizer(ownExamples, schema.intents, RECOGNIZER_DEFAULTS);
    expect(alone.model.vocabularies.words.fingerprints).toEqual(trained.model.vocabularies.words.fingerprints);
  });

  it('needs no other intents to tell one from', async () => {
    const [only] = schema.intents;
    const own = examples.filter(({ isInDomain, intent }) => !isInDomain || intent === only.name);
    const hypotheses = await recognizedBy(trainRecognizer(own, [only], RECOGNIZER_DEFAULTS))('play some jazz', 2);
    expect(hypotheses.map(({ scores }) => scores.intent)).toEqual([1, 1]);
  });

  it('survives a domain with an intent that no example shows', async () => {
    const intents = [...schema.intents, { name: 'Unseen', slots: ['what'] }];
    const hypotheses = await recognizedBy(trainRecognizer(examples, intents, RECOGNIZER_DEFAULTS))('play some jazz', 5);
    for (const { scores } of hypotheses)
      for (const score of Object.values(scores)) expect(score).toSatisfy(Number.isFinite);
    expect(hypotheses[0].intent).toBe('PlayMusic');
  });
});
