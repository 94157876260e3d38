import { describe, expect, it } from 'vitest';
import { titleCore } from '../../../../domains/core/catalogue/title-key.js';
import { romanOf } from '../../../../domains/core/catalogue/title-numbers.js';

describe('titleCore', () => {
  it.each([
    ['twenty one', '21'],
    ['twenty-one', '21'],
    ['two thousand and one a space odyssey', '2001 a space odyssey'],
    ['one hundred and one dalmatians', '101 dalmatians'],
    ['nineteen eighty four', '19 84'],
    ['twenty twenty', '20 20'],
    ['one two three', '1 2 3'],
    ['ten hundred', '1000'],
    ['part xiv', 'part 14'],
    ['malcolm x', 'malcolm 10'],
    ['rock n roll', 'rock roll'],
    ['n sync', 'n sync'],
    ['-', '-'],
  ])('of "%s" is "%s"', (text, core) => {
    expect(titleCore(text.split(' ')).join(' ')).toBe(core);
  });

  it('of a part of the words knows where that part ends', () => {
    const words = ['watch', 'rocky', 'v', 'please'];
    expect(titleCore(words, 1, 3)).toEqual(['rocky', '5']);
    expect(titleCore(words, 1)).toEqual(['rocky', 'v', 'please']);
    expect(titleCore(words, 2, 3)).toEqual(['v']);
  });
});

it('takes "i" for a number behind a word for a part alone, and no letters that are no numeral', () => {
  const roman = (text: string) => {
    const words = text.split(' ');
    return romanOf(words[words.length - 1], words, words.length - 1, 0, words.length);
  };
  expect(['part i', 'king i', 'i', 'part iv', 'xxxix', 'iix', 'xl', 'mix'].map(roman)).toEqual([
    '1',
    undefined,
    undefined,
    '4',
    '39',
    undefined,
    undefined,
    undefined,
  ]);
});
