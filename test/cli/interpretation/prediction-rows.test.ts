import { expect, it } from 'vitest';
import { type PredictionRow, readPredictionRows } from '../../../cli/interpretation/prediction-rows.js';
import { temporaryFile } from '../../support/files.js';

async function read(content: string | readonly object[]): Promise<PredictionRow[]> {
  const rows: PredictionRow[] = [];
  for await (const row of readPredictionRows(temporaryFile('rows.jsonl', content))) rows.push(row);
  return rows;
}

it('reads ids, texts and contexts, by the proto names and by their JSON names, and keeps the rest as it is', async () => {
  const sent = [
    { id: 'a', text: 'play jazz', intent: 'PlayMusic' },
    { id: 7, text: '', context: null },
    { id: 'c', text: 'x', context: { device_type: 'tv', has_screen: true } },
    { id: 'd', text: 'x', context: { deviceType: 'car', localTime: '2018-12-18T09:30:00+02:00' } },
  ];
  const rows = await read(sent);
  expect(rows.map(({ value }) => value)).toEqual(sent);
  expect(rows.map(({ value: _, ...row }) => row)).toEqual([
    { id: 'a', text: 'play jazz', context: undefined, line: 1 },
    { id: 7, text: '', context: undefined, line: 2 },
    { id: 'c', text: 'x', context: { deviceType: 'tv', hasScreen: true }, line: 3 },
    { id: 'd', text: 'x', context: { deviceType: 'car', localTime: '2018-12-18T09:30:00+02:00' }, line: 4 },
  ]);
});

it('skips blank lines, a byte order mark and carriage returns, and counts lines all the same', async () => {
  expect(
    (await read('\uFEFF\r\n{"id": "a", "text": "x"}\r\n\n{"id": "b", "text": "y"}')).map((row) => row.line),
  ).toEqual([2, 4]);
});

it.each([
  ['{"id": "b"', /rows\.jsonl:2: not valid JSON/],
  ['{"text": "x"}', /rows\.jsonl:2: field "id" is missing/],
  ['{"id": "b"}', /rows\.jsonl:2: field "text" is missing/],
  ['{"id": "b", "text": 5}', /rows\.jsonl:2: field "text": .*expected string/],
  [
    '{"id": "b", "text": "x", "context": {"device": "tv"}}',
    /rows\.jsonl:2: field "context": Unrecognized key: "device"/,
  ],
  ['{"id": "b", "text": "x", "context": {"has_screen": "yes"}}', /rows\.jsonl:2: field "context\.hasScreen"/],
  ['{"id": "b", "text": "x", "context": "tv"}', /rows\.jsonl:2: field "context"/],
])('refuses %s', async (line, message) => {
  await expect(read(`{"id": "a", "text": "x"}\n${line}\n`)).rejects.toThrow(message);
});

it('refuses a file that is not there', async () => {
  await expect(readPredictionRows('nowhere.jsonl').next()).rejects.toThrow('nowhere.jsonl: no such file');
});
