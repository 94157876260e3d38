import { describe, expect, it } from 'vitest';
import { fittedTable, widthOf, wrap } from '../../../cli/interpretation/fitted-table.js';

const lines = (table: string) => table.split('\n');

describe('wrap', () => {
  it('breaks at blanks, and within words that are longer than a line', () => {
    expect(wrap('play the long goodbye', 10)).toBe('play the\nlong\ngoodbye');
    expect(wrap('abcdefgh ij', 5)).toBe('abcde\nfgh\nij');
    expect(wrap('fits', 10)).toBe('fits');
    expect(wrap('', 10)).toBe('');
  });

  it('takes wide characters for two columns, and keeps none that a terminal would obey', () => {
    expect(wrap('千と千尋', 4)).toBe('千と\n千尋');
    expect(wrap('a\u001b[31mred\nb', 80)).toBe('a [31mred b');
  });
});

describe('fittedTable', () => {
  it('is as wide as its cells where that fits', () => {
    expect(fittedTable(['a', 'b'], [['x', 'yy zz']], 80)).toBe(
      ['┌───┬───────┐', '│ a │ b     │', '├───┼───────┤', '│ x │ yy zz │', '└───┴───────┘'].join('\n'),
    );
  });

  it('wraps the widest column first, and is never wider than asked', () => {
    const table = fittedTable(['a', 'b'], [['x', 'one two three']], 15);
    expect(table).toContain('│ x │ one two │\n│   │ three   │');
    for (let width = 12; width < 40; width++) {
      const rows = [['SearchScreeningEvent', 'object_type: movies, 千と千尋'], 'one text across all of the columns'];
      for (const line of lines(fittedTable(['intent', 'slots'], rows, width))) {
        expect([...line].length, line).toBeLessThanOrEqual(width);
        expect(line).not.toContain('…');
      }
    }
  });

  it('widens for a text across all columns as far as there is room', () => {
    const table = fittedTable(['a', 'b'], [['x', 'y'], 'one text across'], 80);
    expect(table).toContain('│ one text across │');
    expect(fittedTable(['a', 'b'], [['x', 'y'], 'one text across'], 14)).toContain('│ one text   │');
  });
});

it('takes the width of the terminal, and 80 where there is none', () => {
  expect(widthOf({ isTTY: true, columns: 132 })).toBe(132);
  expect(widthOf({ isTTY: true, columns: 10 })).toBe(40);
  expect(widthOf({ isTTY: true })).toBe(80);
  expect(widthOf({ columns: 200 })).toBe(80);
});
