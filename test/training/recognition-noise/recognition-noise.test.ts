import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../../training/numeric/random.js';
import { learnNoise } from '../../../training/recognition-noise/learn-noise.js';
import { type NoiseModel, noiseText, readNoiseModel } from '../../../training/recognition-noise/noise-model.js';
import { RecognitionNoise } from '../../../training/recognition-noise/recognition-noise.js';
import { SoundAlikes } from '../../../training/recognition-noise/sound-alikes.js';
import { temporaryFolder } from '../../support/files.js';

const pair = (said: string, heard: string) => ({ said: said.split(' '), heard: heard.split(' ') });
/** What is said is mistaken as it is listed, and nothing else is. */
const listed: NoiseModel = {
  description: 'by hand',
  pairs: 10,
  wordErrorRate: 0.1,
  sentences: new Array(10).fill(0.1),
  tails: { sentences: 10, lost: [] },
  insertions: { perWord: 0, words: {} },
  said: { add: [1e9, { had: 1e9 }], 'want to': [1e9, { wanted: 1e9 }], some: [1e9, { '': 1e9 }] },
  rare: [{ letters: 20, said: 10, lost: 0, changed: 0, split: 0 }],
  distances: { changed: new Array(10).fill(1), split: new Array(10).fill(1) },
  lexicon: { had: 1, wanted: 1 },
};

describe('learnNoise', () => {
  const model = learnNoise(
    [
      ...Array.from({ length: 4 }, () => pair('add jazz', 'had jazz')),
      pair('add some jazz please now', 'add jazz'),
      pair('i want to play', 'i wanted play'),
      pair('i want to add', 'i wanted to add one'),
    ],
    'test',
  );

  it('counts what was said, and what was heard instead', () => {
    expect(model.pairs).toBe(7);
    // "add" was said six times; a run of words that was mistaken once is not kept, nor a rare word by itself.
    expect(model.said).toEqual({ add: [6, { had: 4 }] });
    // Of 8 + 3 + 4 + 4 words before lost tails: four times had, some, want to, and want.
    expect(model.wordErrorRate).toBeCloseTo(8 / 19, 4);
    // "please now" is a tail of two words.
    expect(model.tails).toEqual({ sentences: 7, lost: [0, 1, 0, 0, 0, 0, 0, 0, 0, 0] });
    expect(model.insertions).toEqual({ perWord: Math.round(1e4 / 19) / 1e4, words: { one: 1 } });
    expect(model.lexicon).toEqual({ had: 4, jazz: 5 });
  });

  it('counts rare words by length, and how far they were from what was heard', () => {
    // Up to five letters: i twice, want and to twice, some, play, now; of these want to, want and some were mistaken.
    const [short, middle] = model.rare;
    expect(short).toEqual({ letters: 3, said: 5, lost: 0, changed: 1, split: 0 });
    expect(middle).toEqual({ letters: 5, said: 4, lost: 1, changed: 2, split: 0 });
    // add > had: .47; want > wanted: (.4 + 1) / 6.
    expect(model.distances.changed).toEqual([0, 0, 1, 0, 4, 0, 0, 0, 0, 0]);
  });

  it('is written as it is read', () => {
    const file = join(temporaryFolder(), 'noise.json');
    writeFileSync(file, noiseText(model));
    expect(readNoiseModel(file)).toEqual(model);
    writeFileSync(file, noiseText({ ...model, wordErrorRate: 2 }));
    expect(() => readNoiseModel(file)).toThrow(`${file}: wordErrorRate: `);
  });
});

describe('RecognitionNoise', () => {
  const noise = new RecognitionNoise(listed);
  const hear = (text: string, isBorder?: (index: number) => boolean) =>
    noise.hear(text.split(' '), seeded(2), isBorder);

  it('hears what was learned, and tells where words went', () => {
    const certain = new RecognitionNoise(listed, 1);
    let [had, lost] = [0, 0];
    for (let seed = 1; seed <= 200; seed++) {
      const { words, places } = certain.hear(['add', 'some', 'jazz'], seeded(seed));
      expect(places).toEqual([0, 1, 1 + (words.includes('some') ? 1 : 0), words.length]);
      had += words[0] === 'had' ? 1 : 0;
      lost += words.includes('some') ? 0 : 1;
      expect(words.at(-1)).toBe('jazz');
    }
    // Each with probability .95, the most that is likely.
    for (const times of [had, lost]) expect(times / 200).toBeGreaterThan(0.9);
  });

  it('runs no mistake across a border', () => {
    expect(hear('i want to go').words).toContain('wanted');
    expect(hear('i want to go', (index) => index === 2).words.join(' ')).toBe('i want to go');
  });

  it('mistakes as many words as it is told to', () => {
    const shipped = readNoiseModel();
    const words = 'what flights leave from boston to denver in the morning'.split(' ');
    for (const rate of [0.1, 0.3]) {
      const random = seeded(1);
      const noisy = new RecognitionNoise(shipped, rate);
      let kept = 0;
      for (let times = 0; times < 2000; times++) {
        const { words: heard } = noisy.hear(words, random);
        kept += words.filter((word) => heard.includes(word)).length;
      }
      const mistaken = 1 - kept / (2000 * words.length);
      expect(mistaken).toBeGreaterThan(rate / 2);
      expect(mistaken).toBeLessThan(1.5 * rate);
    }
    expect(new RecognitionNoise(shipped, 0).hear(words, seeded(1)).words).toEqual(words);
  });

  it('depends on the seed alone, and never loses every word to a tail', () => {
    const deaf = new RecognitionNoise({ ...listed, tails: { sentences: 1, lost: [0, 0, 1] } }, 0.1);
    expect(deaf.hear(['play', 'jazz'], seeded(1))).toEqual({ words: ['play'], places: [0, 1, 1] });
    expect(deaf.hear(['play', 'jazz'], seeded(1))).toEqual(deaf.hear(['play', 'jazz'], seeded(1)));
  });
});

describe('SoundAlikes', () => {
  const lexicon = { play: 9, clay: 1, plane: 1, list: 1, tomato: 1 };
  const near = (bin: number) => Array.from({ length: 10 }, (_, index) => (index === bin ? 1 : 0));

  it('takes a word as far off as it is told to, never the word itself', () => {
    // plain > plane: i gone, e added, .8 / 5; plain > play: n gone and i for y, 1.3 / 5.
    const heard = (bin: number) =>
      new SoundAlikes({ lexicon, distances: { changed: near(bin), split: near(0) } }).change('plain', seeded(1));
    expect(heard(1)).toBe('plane');
    expect(heard(2)).toBe('play');
    const same = new SoundAlikes({ lexicon: { play: 1, plays: 1 }, distances: { changed: near(0), split: near(0) } });
    expect(same.change('play', seeded(1))).toBe('plays');
  });

  it('splits a word into known ones, unless it is too short', () => {
    const alikes = new SoundAlikes({ lexicon, distances: { changed: near(9), split: near(0) } });
    for (let seed = 1; seed < 20; seed++) {
      expect(alikes.split('playlist', seeded(seed))).toHaveLength(2);
      expect(alikes.split('and', seeded(seed))).toHaveLength(1);
    }
  });
});
