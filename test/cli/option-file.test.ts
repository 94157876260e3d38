import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFile, temporaryFolder } from '../support/files.js';
import { startProgram } from '../support/servers/program.js';

const folder = () => temporaryFolder();
const absent = () => join(temporaryFolder(), 'absent');
const rows = () => temporaryFile('rows.jsonl', [{ id: 1, text: 'play' }]);

it.each<[string, string, (path: string) => string[]]>([
  ['gates', '--bundle', (path) => ['--bundle', path]],
  ['verify', 'file', (path) => [path]],
  ['diff', 'file1', (path) => [path, path]],
  ['deploy', '--bundle', (path) => ['music', '--bundle', path]],
  ['deploy', '--sign-with', (path) => ['music', '--bundle', rows(), '--sign-with', path]],
  ['replay', '--with music', (path) => ['--log', rows(), '--with', `music=${path}`]],
  ['predict', '--input', (path) => ['--input', path]],
])('%s names %s and what is wrong with its file', async (command, option, args) => {
  for (const [path, problem] of [
    [absent(), 'no such file or folder'],
    [folder(), 'is a folder, not a file'],
  ]) {
    const { code, stdout, stderr } = await startProgram('cli/main.js', [command, ...args(path)]).ended;
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: `${option} ${path}: ${problem}\n` });
  }
});

it.each<[string, () => string, string]>([
  ['in no folder', () => join(absent(), 'out.jsonl'), 'no such file or folder'],
  ['in a file', () => join(rows(), 'out.jsonl'), 'leads through a file as if it were a folder'],
  ['that is a folder', folder, 'is a folder, not a file'],
])('predict refuses an output %s before it starts a stack', async (_, path, problem) => {
  const output = path();
  const { code, stderr } = await startProgram('cli/main.js', ['predict', '--input', rows(), '--output', output]).ended;
  expect({ code, stderr }).toEqual({ code: 1, stderr: `--output ${output}: ${problem}\n` });
});

it.skipIf(process.platform === 'win32')('a token that everybody on this machine can read is warned of', async () => {
  const file = temporaryFile('token', 'a-token');
  const args = ['describe', '--gateway', '127.0.0.1:1', '--token-file', file];
  const warning = `warning: ${file} can be read by everybody on this machine: chmod o-r ${file}\n`;
  chmodSync(file, 0o644);
  expect((await startProgram('cli/main.js', args).ended).stderr).toContain(warning);
  chmodSync(file, 0o600);
  expect((await startProgram('cli/main.js', args).ended).stderr).not.toContain('warning');
});
