import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../../../serving/project.js';
import { temporaryFile } from '../../../support/files.js';
import { startProgram } from '../../../support/servers/program.js';

const folder = join(projectRoot(), 'domains', 'music', 'bundle');
const shipped = join(folder, readdirSync(folder).find((name) => name.endsWith('.bundle'))!);
const replay = (log: string, candidate: string) =>
  startProgram('cli/main.js', ['replay', '--log', log, '--with', candidate, '--json']).ended;

const scores = { domain: 0.9, intent: 0.9, slot: 0.9 };
const rows = [
  { id: 1, text: 'play some jazz', context: { device_type: 'speaker' } },
  { id: 2, text: 'rate dune five stars', hypotheses: [{ domain: 'books', intent: 'RateBook', scores }] },
];

it('replays texts and raw hypotheses, and finds no flip under the version that is active', async () => {
  const { code, stdout } = await replay(temporaryFile('log.jsonl', rows), `music=${shipped}`);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ requests: 2, flips: [] });
});

it('names the row whose hypothesis no bundle knows, and a bundle of another domain', async () => {
  const unknown = { ...rows[1]!, hypotheses: [{ domain: 'books', intent: 'BurnBook', scores }] };
  const log = temporaryFile('log.jsonl', [unknown]);
  const refused = await replay(log, `music=${shipped}`);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/"rate dune five stars", of books, .*"BurnBook" is unknown/);
  const other = await replay(temporaryFile('log.jsonl', rows), `books=${shipped}`);
  expect(other.stderr).toMatch(/--with books: the bundle is of music/);
});
