import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bundleFile, readActive } from '../../bundles/sources/bundle-directory.js';
import { projectRoot } from '../../serving/project.js';
import { temporaryFolder } from '../support/files.js';
import { callers } from '../support/servers/music-domain.js';
import { startProgram } from '../support/servers/program.js';

const shipped = (domain: string) => join(projectRoot(), 'domains', domain, 'bundle');

it.each([
  ['music', 'play some jazz'],
  ['books', 'rate this novel five stars'],
  ['video', 'find the movie dune'],
])('%s serves the bundle that ships, and drains on SIGTERM', async (domain, utterance) => {
  const { version } = await readActive(shipped(domain));
  const program = startProgram(`domains/${domain}/main.js`, ['--port', '0', '--allow-unsigned']);
  const ready = JSON.parse(await program.firstLine);
  expect(ready).toMatchObject({ ready: domain, version, digest: expect.stringMatching(/^\w{64}$/) });
  const reply = await callers(ready.address).interpret({ utterance });
  expect(reply).toMatchObject({ bundleVersion: version });
  expect(reply.hypotheses[0]!.domain).toBe(domain);
  program.process.kill('SIGTERM');
  expect(await program.ended).toMatchObject({ code: 0, signal: null });
});

it('says which check a bundle fails, and exits 1', async () => {
  const directory = temporaryFolder();
  const { version } = await readActive(shipped('music'));
  await copyFile(join(shipped('music'), 'active.json'), join(directory, 'active.json'));
  const bytes = await readFile(bundleFile(shipped('music'), version));
  bytes[bytes.length - 1]! ^= 1;
  await writeFile(bundleFile(directory, version), bytes);
  const program = startProgram('domains/music/main.js', ['--bundles', directory, '--allow-unsigned']);
  const { code, stdout, stderr } = await program.ended;
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^music: bundle music\/.* is refused by its digest check: the stored bytes of part .*$/m);
});

it('refuses the unsigned by default, and a wrong setting, naming it', async () => {
  const unsigned = await startProgram('domains/books/main.js', []).ended;
  expect(unsigned).toMatchObject({ code: 1, stderr: expect.stringMatching(/signature check: the bundle is unsigned/) });
  const wrong = await startProgram('domains/books/main.js', [], { NLU_BOOKS_KEEP_VERSIONS: '0' }).ended;
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringMatching(/NLU_BOOKS_KEEP_VERSIONS: keepVersions: 0/) });
});

it('prints its configuration and its help', async () => {
  const printed = await startProgram('domains/video/main.js', ['--print-config', '--port', '0'], {
    NLU_VIDEO_TRUST__ALLOW_UNSIGNED: 'true',
  }).ended;
  expect(printed).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(printed.stdout)).toMatchObject({
    listen: { host: '127.0.0.1', port: 0 },
    trust: { publicKeys: [], allowUnsigned: true },
    keepVersions: 2,
  });
  const help = await startProgram('domains/video/main.js', ['--help']).ended;
  expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('--print-config') });
});
