import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { priorTableSchema } from '../../../gateway/answer/priors/prior-table.js';
import { temporaryFile, temporaryFolder } from '../../support/files.js';
import { startProgram } from '../../support/servers/program.js';

const cli = 'cli/main.js';

const log = Array.from({ length: 60 }, (_, index) => ({
  context: { device_type: index % 2 === 0 ? 'tv' : 'ereader' },
  domain: index % 2 === 0 ? 'video' : 'books',
}));

test('a log without texts teaches the regression; both spellings of the command are one', async () => {
  const file = temporaryFile('log.jsonl', log);
  const out = join(temporaryFolder(), 'priors.json');
  const { code, stdout, stderr } = await startProgram(cli, ['train', 'priors', '--log', file, '--out', out]).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('no texts: title weights and threshold as they ship');
  const table = priorTableSchema.parse(JSON.parse(readFileSync(out, 'utf8')));
  expect(table.origin).toBe('the interaction log log.jsonl');
  const { tv } = table.weights.device_type!;
  expect(tv!.video).toBeGreaterThan(tv!.books!);
  const scripts = JSON.parse(readFileSync('package.json', 'utf8')).scripts;
  expect(scripts['train-priors']).toBe(`${scripts.train} priors`);
});

test.each([
  [[], 'name a log by --log <file>'],
  [['--log', 'no-such.jsonl'], '--log no-such.jsonl: cannot be read'],
  [['--log', 'x', '--coverage', '1'], '--coverage: between 0 and 1'],
  [['--log', 'x', '--max-shift', 'much'], '--max-shift: a number from 0 to 10'],
])('%j is refused', async (args, message) => {
  const { code, stderr } = await startProgram(cli, ['train', 'priors', ...args]).ended;
  expect(code).toBe(1);
  expect(stderr).toContain(message);
});
