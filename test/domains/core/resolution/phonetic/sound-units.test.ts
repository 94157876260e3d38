import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FIRST_OTHER,
  MOST_UNITS,
  soundUnits,
  WORD_START,
} from '../../../../../domains/core/resolution/strategies/phonetic/sound-units.js';
import { tokenize } from '../../../../../domains/core/text/tokenize.js';

function unitsOf(text: string): number[] {
  const into = new Uint8Array(MOST_UNITS);
  return [
    ...into.slice(
      0,
      soundUnits(
        tokenize(text).map((token) => token.text),
        into,
      ),
    ),
  ];
}

describe('soundUnits', () => {
  it('numbers letters from 1, joins what is one sound, and marks where words begin', () => {
    expect(unitsOf('abba')).toEqual([1 + WORD_START, 2, 1]);
    // th 27, sh 28, ch 29; ph is f, ck is k.
    expect(unitsOf('the phish')).toEqual([6 + WORD_START, 9, 28]);
    expect(unitsOf('nick thatch')).toEqual([14 + WORD_START, 9, 11, 27 + WORD_START, 1, 20, 29]);
    expect(unitsOf('u2')).toEqual([21 + WORD_START, 32]);
    // Digits that are doubled are another number.
    expect(unitsOf('99')).toEqual([39 + WORD_START, 39]);
  });

  it('writes names alike that are spelt in several ways', () => {
    expect(unitsOf('Beyoncé')).toEqual(unitsOf('beyonce'));
    expect(unitsOf('Guns N’ Roses')).toEqual(unitsOf('guns and roses'));
    expect(unitsOf('Twenty One Pilots')).toEqual(unitsOf('21 pilots'));
    expect(unitsOf('The Beatles')).toEqual(unitsOf('beatles'));
    expect(unitsOf('MØ')).toEqual(unitsOf('mo'));
    expect(unitsOf('the')).toEqual([27 + WORD_START, 5]);
  });

  it('leaves out words that a recogniser did not know, where there are others', () => {
    expect(unitsOf('<unk> allergic')).toEqual(unitsOf('allergic'));
    expect(unitsOf('unk')).toEqual([21 + WORD_START, 14, 11]);
  });

  it('tells letters of other scripts apart, and has none for signs', () => {
    expect(unitsOf('кино')).toHaveLength(4);
    expect(unitsOf('кино').every((unit) => (unit & 127) >= FIRST_OTHER)).toBe(true);
    expect(unitsOf('кино')).not.toEqual(unitsOf('вино'));
    expect(unitsOf('東京')).toHaveLength(2);
    expect(unitsOf('& + !')).toEqual([]);
    expect(unitsOf('')).toEqual([]);
  });

  it('takes any text, cut off at the most units', () => {
    expect(unitsOf(Array(500).fill('word').join(' '))).toHaveLength(MOST_UNITS);
    expect(unitsOf('ab'.repeat(5000))).toHaveLength(MOST_UNITS);
    expect(unitsOf('z'.repeat(5000))).toHaveLength(1);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (text) => {
        const units = unitsOf(text);
        expect(units.length).toBeLessThanOrEqual(MOST_UNITS);
        expect(units.every((unit) => (unit & 127) > 0)).toBe(true);
        if (units.length > 0) expect(units[0]).toBeGreaterThanOrEqual(WORD_START);
      }),
    );
  });
});
