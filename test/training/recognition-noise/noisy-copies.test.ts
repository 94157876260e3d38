import { expect, test } from 'vitest';
import { readNoiseModel } from '../../../training/recognition-noise/noise-model.js';
import { noisyCopies } from '../../../training/recognition-noise/noisy-copies.js';
import { RecognitionNoise } from '../../../training/recognition-noise/recognition-noise.js';
import { musicExamples } from '../../support/corpora/sample-domain.js';

const examples = musicExamples();
const shipped = readNoiseModel();
const noise = new RecognitionNoise(shipped, 0.45);

test('copies belong to their example, and hold its slots where they went', () => {
  const copies = noisyCopies(examples, noise, { copies: 2, slots: 1 }, 1);
  expect(copies.length).toBeGreaterThan(examples.length);
  expect(copies.length).toBeLessThanOrEqual(2 * examples.length);
  const byId = new Map(examples.map((example) => [example.id, example]));
  let spans = 0;
  for (const copy of copies) {
    const { group, intent, isInDomain, words, spans: slots } = byId.get(copy.id)!;
    expect({ ...copy }).toMatchObject({ group, intent, isInDomain });
    expect(copy.words).not.toEqual(words);
    expect(copy.tokens.map((token) => token.text)).toEqual(copy.words);
    const names = slots?.map(({ slot }) => slot) ?? [];
    for (const { slot, start, end } of copy.spans ?? []) {
      expect(names).toContain(slot);
      expect(start).toBeLessThan(end);
      expect(end).toBeLessThanOrEqual(copy.words.length);
      spans++;
    }
    const places = copy.spans?.flatMap(({ start, end }) => [start, end]) ?? [];
    expect(places).toEqual([...places].sort((one, other) => one - other));
  }
  expect(spans).toBeGreaterThan(0);
});

test('a value that is heard as it was said is the value of the copy', () => {
  const words = ['play', 'blue', 'monday', 'by', 'adele'];
  const spans = [
    { slot: 'track', start: 1, end: 3 },
    { slot: 'artist', start: 4, end: 5 },
  ];
  const [first] = examples;
  const said = { by: [1e9, { '': 1e9 }] as [number, Record<string, number>] };
  const only = { ...shipped, said, rare: shipped.rare.map((each) => ({ ...each, lost: 0, changed: 0, split: 0 })) };
  const losesBy = new RecognitionNoise(
    { ...only, tails: { sentences: 1, lost: [] }, insertions: { perWord: 0, words: {} } },
    1,
  );
  const [copy] = noisyCopies([{ ...first!, words, spans }], losesBy, { copies: 9, slots: 1 }, 1);
  expect(copy!.text).toBe('play blue monday adele');
  expect(copy!.spans).toEqual([
    { slot: 'track', start: 1, end: 3 },
    { slot: 'artist', start: 3, end: 4 },
  ]);
});

test('a share of the copies teaches slots, and a share of the examples has copies', () => {
  const withoutSlots = noisyCopies(examples, noise, { copies: 1, slots: 0 }, 1);
  expect(withoutSlots.every(({ spans }) => spans === undefined)).toBe(true);
  const few = noisyCopies(examples, noise, { copies: 0.2, slots: 1 }, 1);
  expect(few.length).toBeGreaterThan(0.1 * examples.length);
  expect(few.length).toBeLessThan(0.3 * examples.length);
  expect(noisyCopies(examples, noise, { copies: 0, slots: 1 }, 1)).toEqual([]);
  expect(noisyCopies(examples, noise, { copies: 0.2, slots: 1 }, 1)).toEqual(few);
});
