import { describe, expect, it } from 'vitest';
import { readHistories } from '../../../training/forecast/history-csv.js';

const read = (lines: readonly string[], rules = {}) =>
  readHistories(['time,value', ...lines].join('\n'), 'h.csv', rules);
const values = (lines: readonly string[], rules = {}) => [...read(lines, rules).series[0].values];
const minute = (at: number) => `2026-01-01 00:0${at}:00`;

it('reads times in any order, holes and what is no load', () => {
  const { series, notes } = read([
    `${minute(2)},3`,
    `${minute(0)},1`,
    `${minute(1)},NaN`,
    `${minute(5)},-4`,
    `${minute(6)},7`,
  ]);
  expect([...series[0].values]).toEqual([1, Number.NaN, 3, Number.NaN, Number.NaN, Number.NaN, 7]);
  expect(series[0]).toMatchObject({ stepSeconds: 60, startSeconds: Date.UTC(2026, 0, 1) / 1000 });
  expect(notes).toEqual([
    '2 values are no number of at least 0 and count as unknown',
    'all: times are not in order; they were sorted',
    'all: 4 of 7 steps are missing',
  ]);
});

it('counts an hour that a clock change repeats once, and knows offsets', () => {
  const local = ['2026-10-25 01:00,4', '2026-10-25 02:00,10', '2026-10-25 02:00,20', '2026-10-25 03:00,5'];
  expect(values(local)).toEqual([4, 15, 5]);
  const offset = ['2026-10-25T02:00+02:00,10', '2026-10-25T02:00+01:00,20', '2026-10-25T03:00+01:00,5'];
  expect(values(offset)).toEqual([10, 20, 5]);
});

it('takes Unix times, in seconds or ms', () => {
  expect(values(['1767225600,1', '1767225660,2'])).toEqual([1, 2]);
  expect(values(['1767225600000,1', '1767225660000,2'])).toEqual([1, 2]);
});

it('takes differences of a counter, which begins anew at 0', () => {
  const counter = [0, 1, 2, 3, 4].map((at, index) => `${minute(at)},${[100, 110, 115, 3, 8][index]}`);
  expect(values(counter, { counter: true })).toEqual([Number.NaN, 10, 5, 3, 5]);
});

it('tells of what looks like a counter', () => {
  const rising = Array.from({ length: 200 }, (_, at) => `${1_767_225_600 + 60 * at},${at}`);
  expect(read(rising).notes[0]).toContain('--counter');
});

it('sums up to longer steps, and fills short holes with 0 where told', () => {
  const lines = [0, 1, 3, 4].map((at) => `${1_767_225_600 + 60 * at},10`);
  // The second step of three minutes has two of them.
  expect(values(lines, { stepSeconds: 180 })).toEqual([30, 30]);
  expect(values(lines, { zeroHolesSeconds: 60 })).toEqual([10, 10, 0, 10, 10]);
});

it('makes a series of every domain', () => {
  const { series } = readHistories('time,domain,count\n0,music,1\n0,books,2\n60,music,3\n60,books,4\n', 'h.csv');
  expect(series.map(({ name, values }) => [name, [...values]])).toEqual([
    ['music', [1, 3]],
    ['books', [2, 4]],
  ]);
});

describe('is refused with what is wrong:', () => {
  it.each([
    ['', 'h.csv: the first line names a column of times'],
    ['a,b\n1,2', 'h.csv: the first line names a column of times'],
    ['time,value\n', 'h.csv: holds no loads below its first line'],
    ['time,value\nyesterday,2', 'h.csv: record 2: time "yesterday": expected Unix seconds or ISO 8601'],
    ['time,value\n2026-13-45,2', 'h.csv: record 2: time "2026-13-45"'],
    ['time,value\n0,1\n60,2\n1767225600,2', '29453761 steps of 60 s lie between its first and last time'],
    ['time,value\n"0,1', 'h.csv: record 2: a quote that stands alone or never ends'],
  ])('%j', (text, message) => expect(() => readHistories(text, 'h.csv')).toThrow(message));

  it('a step that a day is no multiple of', () => {
    expect(() => read(['0,1', '60,2'], { stepSeconds: 420 })).toThrow('a step of 420 s');
  });
});
