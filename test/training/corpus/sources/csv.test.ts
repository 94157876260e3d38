import { expect, it } from 'vitest';
import { parseCsv, parseCsvTable } from '../../../../training/corpus/sources/csv.js';

it.each([
  [
    'a,b\nc,d\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'a,b\r\nc,d',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  ['\uFEFFa,b', [['a', 'b']]],
  [
    'a,,c\n,\n',
    [
      ['a', '', 'c'],
      ['', ''],
    ],
  ],
  ['"Collins, Suzanne",2008', [['Collins, Suzanne', '2008']]],
  ['"say ""no""","two\nlines"', [['say "no"', 'two\nlines']]],
  ['"",a', [['', 'a']]],
  ['a,', [['a', '']]],
  ['a\n\nb\n', [['a'], ['b']]],
  ['', []],
])('%j', (text, records) => expect(parseCsv(text)).toEqual(records));

it.each([
  ['a,b\n"never ends', 'record 2: a quote that stands alone or never ends'],
  ['a"b,c', 'record 1: a quote that stands alone or never ends'],
  ['"a"b,c', 'record 1: a quote that stands alone or never ends'],
])('%j is refused', (text, message) => expect(() => parseCsv(text)).toThrow(new RangeError(message)));

it('gives records by the names in the first', () => {
  expect(parseCsvTable('id,title\n7,Dune\n')).toEqual([{ id: '7', title: 'Dune' }]);
  expect(() => parseCsvTable('id,title\n7\n')).toThrow('record 2: 1 fields, and the first record names 2');
});
