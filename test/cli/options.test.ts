import { expect, it } from 'vitest';
import { startProgram } from '../support/servers/program.js';

const run = (...args: string[]) => startProgram('cli/main.js', args).ended;

it.each([
  ['train', 'music'],
  ['priors', '--json'],
])('%s refuses a version that names no bundle before it does anything', async (...command) => {
  const { code, stdout, stderr } = await run(...command, '--version', '../x');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(
    /option '--version <\w+>' argument '\.\.\/x' is invalid\. Give letters, digits, .* at most 64/u,
  );
});

it('replay says in which form it takes the candidate', async () => {
  const { code, stderr } = await run('replay', '--log', 'log.jsonl', '--with', 'music');
  expect(code).toBe(1);
  expect(stderr).toContain("argument 'music' is invalid. Give it as domain=file.");
});
