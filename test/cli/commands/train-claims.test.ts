import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Claims } from '../../../gateway/answer/claims/claims.js';
import { loadClaimTable } from '../../../gateway/claims/claim-table-file.js';
import { temporaryFolder } from '../../support/files.js';
import { startProgram } from '../../support/servers/program.js';

const cli = 'cli/main.js';

test('claims are learned from what the bundles say of utterances, the same table from the same', async () => {
  const folder = temporaryFolder();
  const corpora = ['music', 'books', 'other'].flatMap((name) => ['--corpus', `training/sample/${name}.jsonl`]);
  const made = async (name: string) => {
    const out = join(folder, name);
    const { code, stderr, stdout } = await startProgram(cli, ['train', 'claims', ...corpora, '--out', out]).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('claims of books, music, video from');
    return out;
  };
  const [one, other] = [await made('one.json'), await made('other.json')];
  expect(readFileSync(one, 'utf8')).toBe(readFileSync(other, 'utf8'));
  const claims = new Claims(loadClaimTable(one));
  expect(claims.absent('play thriller by michael jackson', ['music']).get('music')).toBeGreaterThan(0.7);
  expect(claims.absent('start a fifteen minute timer', ['music']).get('music')).toBeLessThan(0.1);
});

test('a folder that holds no bundles is refused by name', async () => {
  const { code, stderr } = await startProgram(cli, ['train', 'claims', '--bundles', temporaryFolder()]).ended;
  expect(code).toBe(1);
  expect(stderr).toContain('--bundles');
});
