import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../support/files.js';
import { startProgram } from '../../support/servers/program.js';

const run = (...args: string[]) => startProgram('cli/main.js', args).ended;

/** `start` as a user starts it, and the address of its gateway. */
async function started(...args: string[]) {
  const program = startProgram('cli/main.js', ['start', ...args]);
  let printed = '';
  const address = await new Promise<string>((resolve, reject) => {
    program.process.stdout!.on('data', (text) => {
      printed += text;
      const [, found] = /^gateway {2}(\S+)$/mu.exec(printed) ?? [];
      if (found !== undefined && printed.includes('Stop with Ctrl+C')) resolve(found);
    });
    program.ended.then(({ stderr }) => reject(new Error(stderr)));
  });
  return { address, program, printed: () => printed };
}

it.each([
  { form: 'processes of their own', flags: [] },
  { form: 'one process', flags: ['--one-process'] },
])('from start with events to failures, and forgotten: $form', { timeout: 180_000 }, async ({ flags }) => {
  const events = join(temporaryFolder(), 'events');
  const { address, program, printed } = await started('--events', events, '--events-text', ...flags);
  expect(printed()).toContain(`failures -- --events ${events}`);
  const gateway = ['--gateway', address];
  const anna = ['--customer', 'anna', '--session', 'kitchen', '--wake', '0.9', ...gateway];
  const shown = await run(
    'interpret',
    '--hearing',
    'find the novel dune=0.7',
    '--hearing',
    'find the novel tune',
    ...anna,
  );
  expect(shown.stderr).toBe('');
  const [, request] = /^request (\S+)$/mu.exec(shown.stdout) ?? [];
  const own = ['--customer', 'anna', '--event', 'e1', ...gateway];
  expect(await run('feedback', 'report', request!, '--answer', 'no', '--propensity', '0.1', ...own)).toMatchObject({
    code: 0,
    stdout: 'STORED e1\n',
  });
  expect((await run('feedback', 'report', request!, '--stop', ...own)).stdout).toBe('DUPLICATE e1\n');
  const late = await run('feedback', 'report', request!, '--stop', '--time', '2020-01-01T00:00:00Z', ...gateway);
  expect(late).toMatchObject({ code: 1, stdout: expect.stringMatching(/^TOO_OLD [\w-]{36}/) });
  // A request is written within a second of its reply.
  await expect
    .poll(async () => (await run('feedback', 'known', '--customer', 'anna', ...gateway)).stdout, { timeout: 10_000 })
    .toMatch(/^1 requests with their words and 1 outcomes since \d{4}-.*, each for 30 days\n$/);

  // The gateway still writes there.
  const told = await run('failures', '--events', events);
  expect(told).toMatchObject({ code: 0, stderr: '' });
  expect(told.stdout).toContain('1 of 1 requests are suspected');
  expect(told.stdout).toContain('"find the novel dune" ACCEPT books SearchCreativeWork');

  expect((await run('feedback', 'forget', '--customer', 'anna', ...gateway)).stdout).toBe('forgotten\n');
  expect((await run('feedback', 'known', '--customer', 'anna', ...gateway)).stdout).toBe('nothing is kept\n');
  const gone = await run('failures', '--events', events);
  expect(gone.code).toBe(1);
  expect(gone.stderr).toContain('no events can be read');
  program.process.kill('SIGINT');
  expect(await program.ended).toMatchObject({ code: 0 });
});

it('says what is wrong, with exit code 1', { timeout: 120_000 }, async () => {
  const wrong = async (...args: string[]) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(1);
    return stderr.split('\n')[0];
  };
  expect(await wrong('start', '--events-text')).toBe('--events-text goes with --events');
  expect(await wrong('feedback', 'report', 'r', '--stop')).toMatch(/^--gateway: name the gateway that keeps events/);
  const { address } = await started('--one-process');
  const gateway = ['--gateway', address];
  expect(await wrong('feedback', 'report', 'r', ...gateway)).toMatch(
    /^say one thing that came of the answer: --barge-in/,
  );
  expect(await wrong('feedback', 'report', 'r', '--stop', '--choice', 'none', ...gateway)).toMatch(/^say one thing/);
  expect(await wrong('feedback', 'report', 'r', '--stop', '--entity', 'x', ...gateway)).toBe(
    '--entity goes with --played',
  );
  expect(await wrong('feedback', 'report', 'r', '--played', '9', ...gateway)).toContain('Give it as ms/of');
  expect(await wrong('feedback', 'forget', ...gateway)).toContain("required option '--customer <name>' not specified");
  // This one keeps no events.
  for (const call of [
    ['report', 'r', '--stop'],
    ['known', '--customer', 'a'],
    ['forget', '--customer', 'a'],
  ])
    expect(await wrong('feedback', ...call, ...gateway)).toMatch(/events/);
});
