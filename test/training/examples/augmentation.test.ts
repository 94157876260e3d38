import { describe, expect, it } from 'vitest';
import { augment } from '../../../training/examples/augmentation.js';
import { musicExamples } from '../../support/corpora/sample-domain.js';

const examples = musicExamples();
const settings = { copies: 2, swap: 1, catalogue: 0 };

describe('augment', () => {
  it('keeps the examples and adds copies of those with slots', () => {
    const filled = examples.filter(({ spans }) => spans && spans.length > 0).length;
    const all = augment(examples, new Map(), settings, 1);
    expect(all).toHaveLength(examples.length + 2 * filled);
    expect(all.slice(0, examples.length)).toEqual(examples);
    expect(augment(examples, new Map(), { ...settings, copies: 0 }, 1)).toEqual(examples);
  });

  it('puts values of the same slot in, with spans and offsets that fit', () => {
    const values = new Map<string, Set<string>>();
    for (const { spans, words } of examples) {
      for (const { slot, start, end } of spans ?? []) {
        if (!values.has(slot)) values.set(slot, new Set());
        values.get(slot)!.add(words.slice(start, end).join(' '));
      }
    }
    for (const { spans, words, tokens, text } of augment(examples, new Map(), settings, 1).slice(examples.length)) {
      expect(tokens.map((token) => token.text)).toEqual(words);
      expect(text.toLowerCase()).toContain(words[0]);
      for (const { slot, start, end } of spans!) expect(values.get(slot)).toContain(words.slice(start, end).join(' '));
    }
  });

  it('takes catalogue values where there are any, but none too long to say', () => {
    const catalogue = new Map([['artist', ['Zebra Quintet', 'one two three four five six seven eight']]]);
    const copies = augment(examples, catalogue, { copies: 1, swap: 1, catalogue: 1 }, 1).slice(examples.length);
    const artists = copies.flatMap(({ spans, words }) =>
      spans!.filter(({ slot }) => slot === 'artist').map(({ start, end }) => words.slice(start, end).join(' ')),
    );
    expect(artists.length).toBeGreaterThan(0);
    expect(new Set(artists)).toEqual(new Set(['zebra quintet']));
  });

  it('puts in values that examples share, and shares nothing of a copy', () => {
    const words = ['fly', 'to', 'reykjavik'];
    const shared = [{ slot: 'artist', start: 2, end: 3 }];
    const lent = { ...examples[0]!, words, isInDomain: false, intent: '', spans: undefined, shared };
    const [first] = examples.filter(({ spans }) => spans?.some(({ slot }) => slot === 'artist'));
    const copies = augment([first!, lent], new Map(), { ...settings, copies: 30 }, 1).slice(2);
    expect(copies.some(({ text }) => text.includes('reykjavik'))).toBe(true);
    // Where the value stood in the row is not where it stands in the copy.
    expect(copies.every((copy) => copy.words.includes('fly') === false && copy.shared?.length === 0)).toBe(true);
  });

  it('does without a catalogue that has nothing for a slot', () => {
    const only = { ...settings, catalogue: 1 };
    expect(augment(examples, new Map([['artist', []]]), only, 1)).toEqual(augment(examples, new Map(), only, 1));
  });

  it('depends on the seed alone', () => {
    const texts = (seed: number) => augment(examples, new Map(), settings, seed).map(({ text }) => text);
    expect(texts(1)).toEqual(texts(1));
    expect(texts(1)).not.toEqual(texts(2));
  });
});
