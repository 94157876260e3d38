import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../serving/project.js';
import { startProgram } from '../support/servers/program.js';

const run = (...args: string[]) => startProgram('cli/main.js', args).ended;

it('--help lists every command, by what it is for', async () => {
  const { code, stdout } = await run('--help');
  expect(code).toBe(0);
  const groups = stdout.split(/^(?=\S.*:$)/mu).map((text) => {
    const [title = '', ...lines] = text.split('\n');
    return [title, lines.flatMap((line) => /^ {2}([a-z-]+) /u.exec(line)?.[1] ?? [])];
  });
  expect(Object.fromEntries(groups)).toMatchObject({
    'Run:': [
      ...[
        'demo',
        'shell',
        'console',
        'start',
        'start-nats',
        'serve',
        'serve-all',
        'interpret',
        'feedback',
        'predict',
        'resolve',
      ],
      'describe',
    ],
    'Measure:': ['evaluate', 'failures', 'year', 'replay', 'diff'],
    'Train:': ['domain', 'data', 'train', 'learn', 'rewrites', 'catalogue'],
    'Release:': [
      ...['keys', 'priors', 'verify', 'gates', 'buckets', 'deploy', 'trial', 'promote', 'withdraw', 'status'],
      ...['history', 'rollback'],
    ],
  });
});

it('--version prints the version of the package', async () => {
  const { version } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8'));
  expect(await run('--version')).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
});

it.each([
  ['deplyo', 'deploy'],
  ['interprte', 'interpret'],
])('%s is refused, and %s is suggested', async (typed, meant) => {
  const { code, stdout, stderr } = await run(typed, 'music');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(`unknown command '${typed}'\n(Did you mean ${meant}?)`);
});

it('an unknown option is refused, and --help pointed to', async () => {
  const { code, stderr } = await run('interpret', 'play', '--devise', 'tv');
  expect(code).toBe(1);
  expect(stderr).toContain("unknown option '--devise'\n(Did you mean --device?)\n(--help tells what it takes)");
});
