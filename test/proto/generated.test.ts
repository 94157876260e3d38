import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../serving/project.js';
import { temporaryFolder } from '../support/files.js';

const root = projectRoot();
const buf = (...args: string[]) => {
  const { status, stdout } = spawnSync(join(root, 'node_modules', '.bin', 'buf'), args, {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout };
};

/** The files of a folder by their paths in it. */
function contentsOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((file) => join(file.parentPath, file.name));
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length), readFileSync(path, 'base64')]));
}

test('the generated types and the baseline are those of the proto files; `npm run generate` makes them', () => {
  const out = temporaryFolder();
  const { status, stderr } = spawnSync(process.execPath, ['proto/generate.mjs', '--out', out], { cwd: root });
  expect({ status, stderr: String(stderr) }).toEqual({ status: 0, stderr: '' });
  for (const folder of ['gen', 'baseline']) {
    expect(contentsOf(join(root, 'proto', folder))).toEqual(contentsOf(join(out, folder)));
  }
});

test('the proto files keep the rules of buf.yaml', () => {
  expect(buf('lint')).toEqual({ status: 0, stdout: '' });
});

test.each([
  ['a field that is gone', /\n {2}\/\/ [^\n]*\n {2}double posterior = 6;/u, ''],
  ['a field of another type', /double posterior = 6;/u, 'float posterior = 6;'],
  ['an enum value of another name', /DECISION_REJECT/u, 'DECISION_REFUSE'],
])('%s is found', (_, before, after) => {
  const folder = temporaryFolder();
  cpSync(join(root, 'proto', 'nlu'), join(folder, 'nlu'), { recursive: true });
  for (const name of ['hypothesis', 'gateway']) {
    const file = join(folder, 'nlu', 'v1', `${name}.proto`);
    writeFileSync(file, readFileSync(file, 'utf8').replace(before, after));
  }
  const rules = JSON.stringify({ version: 'v2', breaking: { use: ['FILE'] } });
  const { status } = buf('breaking', folder, '--config', rules, '--against', 'proto/baseline/nlu.v1.binpb');
  expect(status).toBe(100);
});

test('no change breaks callers of what was generated before', () => {
  expect(buf('breaking', '--against', 'proto/baseline/nlu.v1.binpb')).toEqual({ status: 0, stdout: '' });
});
