import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEARNED, type SoundCosts } from '../../../../../domains/core/resolution/strategies/phonetic/sound-costs.js';
import { SoundLikelihood } from '../../../../../domains/core/resolution/strategies/phonetic/sound-likelihood.js';
import { UNIT, WORD_START } from '../../../../../domains/core/resolution/strategies/phonetic/sound-units.js';

const none = { wordDropped: 255, wordAdded: 255, endingAdded: 255 };

/** A cost of 10 for every change of a letter, and 20 for a letter of the background. */
function plain(changes: Partial<SoundCosts> = {}): SoundCosts {
  const each = (cost: number) => new Uint8Array(LEARNED).fill(cost);
  const exchanged = new Uint8Array(LEARNED * LEARNED).fill(10);
  return { exchanged, dropped: each(10), added: each(10), background: each(20), ...none, ...changes };
}

/** Units of letters; a capital begins a word. */
function units(text: string): Uint8Array {
  return Uint8Array.from(text, (letter, index) => {
    const unit = letter.toLowerCase().charCodeAt(0) - 96;
    return index === 0 || letter < 'a' ? unit | WORD_START : unit;
  });
}

function cost(costs: SoundCosts, said: string, heard: string, limit = 1e6): number {
  const likelihood = new SoundLikelihood(costs);
  const name = units(said);
  likelihood.begin(units(heard), heard.length);
  return likelihood.cost(name, 0, name.length, limit);
}

/** The same by trying every way. */
function bruteForce(costs: SoundCosts, said: Uint8Array, heard: Uint8Array): number {
  const known = new Map<number, number>();
  const endOf = (text: Uint8Array, from: number) => {
    let end = from + 1;
    while (end < text.length && text[end]! < WORD_START) end++;
    return end;
  };
  const isEnding = (j: number) =>
    (heard[j]! & UNIT) === 19 && heard[j]! < WORD_START && (j + 1 === heard.length || heard[j + 1]! >= WORD_START);
  const from = (i: number, j: number): number => {
    if (i === said.length && j === heard.length) return 0;
    const key = i * 100 + j;
    const before = known.get(key);
    if (before !== undefined) return before;
    const [a, b] = [said[i]! & UNIT, heard[j]! & UNIT];
    const ways: number[] = [];
    if (i < said.length) ways.push(costs.dropped[a]! + from(i + 1, j));
    if (j < heard.length) {
      ways.push((isEnding(j) ? Math.min(costs.endingAdded, costs.added[b]!) : costs.added[b]!) + from(i, j + 1));
    }
    if (i < said.length && j < heard.length) {
      ways.push((a === b ? 0 : costs.exchanged[a * LEARNED + b]!) + from(i + 1, j + 1));
    }
    if (i < said.length && said[i]! >= WORD_START) ways.push(costs.wordDropped + from(endOf(said, i), j));
    // Between words of the name alone.
    if (j < heard.length && heard[j]! >= WORD_START && (i === said.length || said[i]! >= WORD_START)) {
      const word = heard.slice(j, endOf(heard, j));
      const background = word.reduce((sum, unit) => sum + costs.background[unit & UNIT]!, 0);
      ways.push(costs.wordAdded + background + from(i, j + word.length));
    }
    const least = Math.min(...ways);
    known.set(key, least);
    return least;
  };
  return from(0, 0);
}

describe('SoundLikelihood', () => {
  it('is the weighted edit distance of a word', () => {
    expect(cost(plain(), 'kitten', 'kitten')).toBe(0);
    expect(cost(plain(), 'kitten', 'sitting')).toBe(30);
    const exchanged = new Uint8Array(LEARNED * LEARNED).fill(10);
    // k is heard as s at a lower price than s as k.
    exchanged[11 * LEARNED + 19] = 3;
    expect(cost(plain({ exchanged }), 'kitten', 'sitten')).toBe(3);
    expect(cost(plain({ exchanged }), 'sitten', 'kitten')).toBe(10);
  });

  it('prices words that are missing, words that are too many, and endings', () => {
    expect(cost(plain({ wordDropped: 12 }), 'SufjanStevens', 'Sufjan')).toBe(12);
    expect(cost(plain({ wordDropped: 12 }), 'ManSufjan', 'Sufjan')).toBe(12);
    // Six letters of the background and the word.
    expect(cost(plain({ wordAdded: 5, added: new Uint8Array(LEARNED).fill(90) }), 'Joji', 'JojiMiller')).toBe(125);
    expect(cost(plain({ endingAdded: 2 }), 'Radiohead', 'Radioheads')).toBe(2);
    expect(cost(plain({ endingAdded: 2 }), 'LouReed', 'LousReeds')).toBe(4);
  });

  it('knows what the query costs by itself', () => {
    const likelihood = new SoundLikelihood(plain());
    likelihood.begin(units('abc'), 3);
    expect(likelihood.background).toBe(60);
    likelihood.begin(new Uint8Array(0), 0);
    expect(likelihood.background).toBe(0);
  });

  it('is the cheapest of all ways, and stops at a limit', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 's', 'A', 'B', 'S'), minLength: 1, maxLength: 7 });
    const costs = fc.record({
      prices: fc.array(fc.nat(60), { minLength: 7, maxLength: 7 }),
      wordDropped: fc.nat(80),
      wordAdded: fc.nat(80),
      endingAdded: fc.nat(40),
    });
    // Few numbers, so that a failure shrinks to something that can be read.
    const costsOf = ({ prices, ...words }: { prices: number[] } & typeof none): SoundCosts => {
      const each = (at: number) => Uint8Array.from({ length: LEARNED }, (_, unit) => prices[(unit + at) % 7]!);
      const exchanged = Uint8Array.from({ length: LEARNED * LEARNED }, (_, pair) => prices[pair % 7]!);
      return { exchanged, dropped: each(1), added: each(2), background: each(3), ...words };
    };
    fc.assert(
      fc.property(costs, letters, letters, fc.nat(150), (drawn, said, heard, limit) => {
        const each = costsOf(drawn);
        const least = bruteForce(each, units(said), units(heard));
        expect(cost(each, said, heard)).toBe(least);
        expect(Math.min(cost(each, said, heard, limit), limit)).toBe(Math.min(least, limit));
      }),
      { numRuns: 500 },
    );
  });
});
