import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readJsonLines } from '../../../training/corpus/json-lines.js';
import { temporaryFile } from '../../support/files.js';

async function read(content: string | Buffer, onBytes?: (bytes: Buffer) => void) {
  const file = temporaryFile('rows.jsonl', '');
  writeFileSync(file, content);
  const rows: [number, unknown][] = [];
  for await (const { line, value } of readJsonLines(file, onBytes)) rows.push([line, value]);
  return rows;
}

it('takes a byte order mark, CR LF, blank lines, separators inside strings, and a last line without an end', async () => {
  const rows = await read('\uFEFF{"a": 1}\r\n\r\n{"a": "one\u2028line\u0085"}\n \n{"a": "é 🎵"}');
  expect(rows).toEqual([
    [1, { a: 1 }],
    [3, { a: 'one\u2028line\u0085' }],
    [5, { a: 'é 🎵' }],
  ]);
});

it('reads lines that lie over several chunks, and tells of every byte', async () => {
  // The stream's chunks have 64 KiB: the second line ends in the third of them, and cuts the euro sign of 3 bytes.
  const text = `{"a": "x"}\n{"a": "${'€'.repeat(50_000)}"}\n{"a": "y"}\n`;
  let bytes = 0;
  const rows = await read(text, (chunk) => {
    bytes += chunk.length;
  });
  expect(rows.map(([line]) => line)).toEqual([1, 2, 3]);
  expect(rows[1]?.[1]).toEqual({ a: '€'.repeat(50_000) });
  expect(bytes).toBe(Buffer.byteLength(text));
});

it.each<[string, string | Buffer, string]>([
  [
    'Latin-1',
    Buffer.from('{"a": 1}\n{"a": "\xe4"}\n', 'latin1'),
    'rows.jsonl:2: not UTF-8; save the file in that encod',
  ],
  ['UTF-16', Buffer.from('\uFEFF{"a": 1}\n', 'utf16le'), 'rows.jsonl:1: not UTF-8'],
  ['half a line', '{"a": 1}\n{"a": ', 'rows.jsonl:2: not valid JSON (Unexpected end of JSON input); write one JSON'],
  ['a list', '[{"a": 1}]\n', 'rows.jsonl:1: not a JSON object'],
  ['NaN', '{"a": NaN}', 'rows.jsonl:1: not valid JSON: field "a" is NaN; write a finite number, or null'],
  ['infinite', '{"a": {"b-c" : -Infinity}}', 'field "b-c" is -Infinity; write a finite number'],
])('refuses %s', async (_, content, problem) => {
  await expect(read(content)).rejects.toThrow(problem);
});

it('refuses a line beyond 16 MiB before it has read it', async () => {
  let bytes = 0;
  const long = Buffer.alloc(40 * 2 ** 20, ' ');
  const reading = read(Buffer.concat([Buffer.from('{"a": 1}\n'), long]), (chunk) => {
    bytes += chunk.length;
  });
  await expect(reading).rejects.toThrow('rows.jsonl:2: longer than 16 MiB; write one row a line');
  expect(bytes).toBeLessThan(17 * 2 ** 20);
});
