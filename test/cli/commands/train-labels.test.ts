import { expect, test } from 'vitest';
import { temporaryFolder } from '../../support/files.js';
import { startProgram } from '../../support/servers/program.js';

const cli = 'cli/main.js';

test('what is not in the data folder is named, and nothing is written', async () => {
  const folder = temporaryFolder();
  const { code, stdout, stderr } = await startProgram(cli, ['train', 'labels', '--data', folder]).ended;
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(`snips/train.jsonl, clinc/train.jsonl, catalog/books.jsonl, catalog/movies.jsonl`);
  expect(stderr).toContain(`are not in the data folder ${folder}; docs/reference/data.md says what goes there`);
});
