import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalize, tokenize } from '../../../../domains/core/text/tokenize.js';

const words = (text: string) => tokenize(text).map((token) => token.text);

describe('tokenize', () => {
  it.each<[string, string, string[]]>([
    ["SNIPS's style", 'play music from 2015 by yo-yo ma', ['play', 'music', 'from', '2015', 'by', 'yo-yo', 'ma']],
    [
      'SNIPS splits off what follows an apostrophe',
      'what s on at the plaza',
      ['what', 's', 'on', 'at', 'the', 'plaza'],
    ],
    ["CLINC's style", "What's playing in Reno, NV?", ['what', 's', 'playing', 'in', 'reno', 'nv']],
    ['case and punctuation at the ends', '¡PLAY it!!! (now)…', ['play', 'it', 'now']],
    ['a curly apostrophe as a straight one', 'what’s on', ['what', 's', 'on']],
    ['quotes around a title', 'play “Mary Poppins” and "Dune"', ['play', 'mary', 'poppins', 'and', 'dune']],
    [
      'joiners between letters or digits',
      'r&b at 02:22 AC/DC u.s.a me@x.org',
      ['r&b', 'at', '02:22', 'ac/dc', 'u.s.a', 'me@x.org'],
    ],
    ['joiners at the ends of words', 'u.s. e- -mail a--b and/or.', ['u.s', 'e', 'mail', 'a', 'b', 'and/or']],
    ['typographic hyphens as plain ones', 'top‐rated top‑rated', ['top-rated', 'top-rated']],
    [
      'symbols that are spoken',
      'rate it 50 % & $5 #1 c++',
      ['rate', 'it', '50', '%', '&', '$', '5', '#', '1', 'c', '+', '+'],
    ],
    ['compatibility forms', 'ＰＬＡＹ ﬁre ½', ['play', 'fire', '1⁄2']],
    ['letters that grow in lower case', 'İzmir Straße ΟΔΟΣ', ['i̇zmir', 'straße', 'οδος']],
    ['right-to-left text with its marks', 'نَغَم שלום, עולם', ['نَغَم', 'שלום', 'עולם']],
    ['scripts without spaces stay whole', '播放音乐', ['播放音乐']],
    ['digits of other scripts', '٢٠١٥ २०१५', ['٢٠١٥', '२०१५']],
    ['emoji, a token each', 'play 😀🎵now', ['play', '😀', '🎵', 'now']],
    ['emoji sequences by their parts', '❤️ 👩‍👧', ['❤', '👩', '👧']],
    ['marks with no letter to belong to', '\u0301play \u0301', ['play']],
    ['control characters as space', 'play\u0000jazz\u0007\r\n\tnow\u007f', ['play', 'jazz', 'now']],
    ['lone surrogates as space', '\ud83dplay\ude00jazz\ud800', ['play', 'jazz']],
    ['no words', ' \t…!?\u200d\ud800', []],
    ['no text', '', []],
  ])('%s', (_, text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it('counts offsets in code points of the text as sent', () => {
    expect(tokenize('😀 Cafe\u0301 İx!')).toEqual([
      { text: '😀', start: 0, end: 1 },
      { text: 'café', start: 2, end: 7 },
      { text: 'i̇x', start: 8, end: 10 },
    ]);
  });

  it('reads a precomposed text and a decomposed one alike', () => {
    const text = 'Joue Beyoncé à Ängelholm, 한국어 Việt';
    expect(text.normalize('NFD')).not.toBe(text.normalize('NFC'));
    expect(words(text.normalize('NFD'))).toEqual(words(text.normalize('NFC')));
  });

  it('takes 100 kB of anything in its stride', () => {
    expect(tokenize('x'.repeat(100_000))).toEqual([{ text: 'x'.repeat(100_000), start: 0, end: 100_000 }]);
    expect(tokenize('a '.repeat(50_000))).toHaveLength(50_000);
    expect(tokenize('.-'.repeat(50_000))).toEqual([]);
    expect(tokenize('\u0301'.repeat(50_000))).toEqual([]);
  });
});

/** Texts that take the tokenizer's branches often, beside any code units at all. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 }).map((units) => String.fromCharCode(...units)),
  fc.string({ unit: fc.constantFrom(..."aZ9 -.&'’éİßﬁ½😀#\u0301\u0000\ud800\udc00שﷺ"), maxLength: 40 }),
);

it('keeps tokens in order, apart, and each the normal form of its place in the text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const codePoints = Array.from(text);
      let end = 0;
      for (const token of tokenize(text)) {
        expect(token.start).toBeGreaterThanOrEqual(end);
        expect(token.end).toBeGreaterThan(token.start);
        expect(token.end).toBeLessThanOrEqual(codePoints.length);
        expect(normalize(codePoints.slice(token.start, token.end).join(''))).toBe(token.text);
        expect(token.text).not.toBe('');
        end = token.end;
      }
    }),
    { numRuns: 500 },
  );
});

it('takes a symbol and the mark that makes another of it for one character', () => {
  expect(words('\u2194')).toEqual(['\u2194']);
  expect(words('\u2194\u0338')).toEqual(words('\u21ae'));
  expect(words('\u21ae')).toEqual([]);
});

it('gives the same words for the composed and the decomposed form of any text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(words(text.normalize('NFD'))).toEqual(words(text.normalize('NFC')));
    }),
    { numRuns: 500 },
  );
});

it('loses no letter and no digit', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const letters = (part: string) => part.match(/[\p{L}\p{N}]/gu)?.join('') ?? '';
      const codePoints = Array.from(text);
      const covered = tokenize(text).map(({ start, end }) => codePoints.slice(start, end).join(''));
      expect(letters(covered.join(''))).toBe(letters(text));
    }),
    { numRuns: 500 },
  );
});
