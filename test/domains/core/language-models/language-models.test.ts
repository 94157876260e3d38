import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  nameKindSequence,
  slotsSequence,
  templateSequence,
  valueSequence,
  wordSymbols,
  wordsSequence,
} from '../../../../domains/core/language-models/language-models.js';
import { logProbability, type Sequence } from '../../../../domains/core/language-models/ngram-model.js';
import { SymbolBuffer } from '../../../../domains/core/language-models/symbol-buffer.js';
import { hashText } from '../../../../domains/core/numeric/hash.js';
import { readLanguageModels, rerankerParts } from '../../../../domains/core/reranker/parts.js';
import { trainLanguageModels } from '../../../../training/recognizer/language-model-trainer.js';
import { musicExamples } from '../../../support/corpora/sample-domain.js';

const WORDS = ['play', 'yo-yo', 'ma', 'now'];
const SPAN = { slot: 'artist', start: 1, end: 3 };
const hashes = (symbols: readonly string[]) => symbols.map((symbol) => hashText(symbol));
const scored = ({ symbols, from, to }: Sequence) => Array.from(symbols).slice(from, to);

it('puts the name of a slot in the place of its words', () => {
  const sequence = templateSequence('PlayMusic', wordSymbols(WORDS), [SPAN]);
  expect(sequence.condition).toBe(hashText('PlayMusic'));
  expect(scored(sequence)).toEqual(hashes(['play', '{artist}', 'now', '</s>']));
});

it('spells a value with spaces around its words', () => {
  const sequence = valueSequence(WORDS, SPAN);
  expect(sequence.condition).toBe(hashText('artist'));
  expect(scored(sequence)).toEqual(hashes([...'yo-yo ma ', '</s>']));
});

it('spells in code points, whatever stands between them', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (word) => {
      const sequence = valueSequence([word], { slot: 'artist', start: 0, end: 1 });
      expect(scored(sequence)).toEqual(hashes([...word, ' ', '</s>']));
    }),
  );
  expect(scored(valueSequence(['a\ud83d'], { slot: 'artist', start: 0, end: 1 }))).toEqual(
    hashes(['a', '\ud83d', ' ', '</s>']),
  );
});

it('writes sequence after sequence into one buffer, the longest among them', () => {
  const buffer = new SymbolBuffer();
  const long = { slot: 'artist', start: 0, end: 100 };
  const words = Array.from({ length: 100 }, (_, index) => `word${index}`);
  for (const [sequence, alone] of [
    [() => valueSequence(words, long, buffer), valueSequence(words, long)],
    [() => valueSequence(WORDS, SPAN, buffer), valueSequence(WORDS, SPAN)],
    [() => nameKindSequence(9, SPAN, buffer), nameKindSequence(9, SPAN)],
  ] as const)
    expect(scored(sequence())).toEqual(scored(alone));
});

it('lists the slots in the order of the text', () => {
  const sequence = slotsSequence('PlayMusic', [SPAN, { slot: 'year', start: 3, end: 4 }]);
  expect(scored(sequence)).toEqual(hashes(['{artist}', '{year}', '</s>']));
});

const examples = musicExamples();
const models = trainLanguageModels(examples);

it('learns from annotated examples only', () => {
  const others = examples.map((example) => ({ ...example, spans: undefined }));
  const again = trainLanguageModels([...examples, ...others]);
  for (const name of ['template', 'value', 'slots'] as const) {
    expect(again[name].counts.entries()).toEqual(models[name].counts.entries());
    expect(again[name].alphabet).toBe(models[name].alphabet);
  }
  expect(trainLanguageModels(others).template.counts.size).toBe(0);
});

it('learns what values other domains’ rows share, and nothing of how these ask', () => {
  const words = ['fly', 'to', 'reykjavik'];
  const span = { slot: 'artist', start: 2, end: 3 };
  const lent = { ...examples[0]!, words, isInDomain: false, intent: '', spans: undefined, shared: [span] };
  const taught = trainLanguageModels([...examples, lent]);
  for (const [name, sequence] of [
    ['value', valueSequence(words, span)],
    ['words', wordsSequence(wordSymbols(words), span)],
  ] as const)
    expect(logProbability(taught[name], sequence)).toBeGreaterThan(logProbability(models[name], sequence) + 3);
  for (const name of ['template', 'slots'] as const)
    expect(taught[name].counts.entries()).toEqual(models[name].counts.entries());
});

it('shares out all of the probability over the characters that may come next', () => {
  const characters = new Set(
    examples.flatMap(({ words, spans }) => (spans ?? []).flatMap((span) => scored(valueSequence(words, span)))),
  );
  expect(models.value.alphabet).toBe(characters.size + 1);
  const spelled = valueSequence(WORDS, SPAN);
  for (let length = 2; length < spelled.to; length++) {
    const context = Array.from(spelled.symbols).slice(0, length);
    const share = (symbol: number) => {
      const sequence = { ...spelled, symbols: [...context, symbol], from: length, to: length + 1 };
      return Math.exp(logProbability(models.value, sequence));
    };
    const total = [...characters, hashText('\u2603')].reduce((sum, symbol) => sum + share(symbol), 0);
    expect(total).toBeCloseTo(1, 9);
  }
});

it('finds what a speaker of the domain would say likelier', () => {
  const template = (intent: string, words: string[]) =>
    logProbability(models.template, templateSequence(intent, wordSymbols(words), []));
  expect(template('PlayMusic', ['play', 'some', 'music'])).toBeGreaterThan(
    template('PlayMusic', ['music', 'some', 'play']),
  );
  expect(template('PlayMusic', ['play', 'some'])).toBeGreaterThan(template('AddToPlaylist', ['play', 'some']));
  const value = (slot: string, word: string) =>
    logProbability(models.value, valueSequence([word], { slot, start: 0, end: 1 }));
  expect(value('year', '1983')).toBeGreaterThan(value('artist', '1983'));
});

it('reads back the models it wrote', () => {
  const read = readLanguageModels((name) => rerankerParts(models).get(name)!);
  for (const name of ['template', 'value', 'slots'] as const) {
    expect(read[name].order).toBe(models[name].order);
    expect(read[name].alphabet).toBe(models[name].alphabet);
    expect(read[name].counts.entries()).toEqual(models[name].counts.entries());
  }
});

it('refuses a part that was cut short', () => {
  const [[name, bytes]] = rerankerParts(models);
  for (const length of [0, 3, 100, bytes.length - 1]) {
    expect(() => readLanguageModels(() => bytes.subarray(0, length)), `${name} of ${length} bytes`).toThrow(
      'longer than its bytes',
    );
  }
});
