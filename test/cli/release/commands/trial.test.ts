import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openBundle } from '../../../../bundles/format/open.js';
import { packBundle } from '../../../../bundles/format/pack.js';
import { ANY_SIGNER } from '../../../../bundles/format/trust.js';
import { bundleFile, readActive } from '../../../../bundles/sources/bundle-directory.js';
import { projectRoot } from '../../../../serving/project.js';
import { temporaryFolder } from '../../../support/files.js';
import { callers } from '../../../support/servers/music-domain.js';
import { hasNats, NEEDS_NATS, startNats } from '../../../support/servers/nats-server.js';
import { startProgram } from '../../../support/servers/program.js';

const cli = (...args: string[]) => startProgram('cli/main.js', args, { HOME: process.env.HOME }).ended;

/** The music bundle that ships under another version: what it answers is the same. */
async function sameMusic(version: string): Promise<string> {
  const directory = join(projectRoot(), 'domains', 'music', 'bundle');
  const shipped = readFileSync(bundleFile(directory, (await readActive(directory)).version));
  const { manifest, parts } = await openBundle(shipped, ANY_SIGNER);
  const { format: _f, proto: _p, version: _v, digest: _d, parts: _l, ...body } = manifest;
  const file = join(temporaryFolder(), `${version}.bundle`);
  writeFileSync(file, packBundle({ manifest: body, parts }, { version }));
  return file;
}

describe('flags of trials', () => {
  it.each([
    [['deploy', 'music', '--bundle', 'b', '--share', '0'], "'--share <percent>' argument '0' is invalid. Give percent"],
    [['deploy', 'music', '--bundle', 'b', '--share', '51'], 'above 0 and at most 50 in steps of 0.01, such as 5.'],
    [
      ['deploy', 'music', '--bundle', 'b', '--share', '5', '--shadow'],
      "cannot be used with option '--share <percent>'",
    ],
    [['deploy', 'music', '--bundle', 'b', '--trial-hours', '2'], '--trial-hours: nothing is tried; add --shadow or'],
    [['deploy', 'music', '--bundle', 'b', '--watch'], '--watch: nothing is tried; add --shadow or --share 5'],
    [
      ['deploy', 'music', '--bundle', 'b', '--share', '5', '--promote-after', '10'],
      '--promote-after: nothing is watched; add --watch, or leave it out',
    ],
    [
      ['deploy', 'music', '--bundle', 'b', '--shadow', '--watch', '--metrics', 'http://h:1'],
      '--metrics: a shadow answers nobody, and no outcome tells of it; leave it out',
    ],
    [['deploy', 'priors', '--bundle', 'b', '--shadow'], '--shadow: only the versions of a domain are tried; priors'],
    [
      ['deploy', 'music-catalogue', '--bundle', 'b', '--share', '5'],
      '--share: only the versions of a domain are tried',
    ],
    [['trial', 'music', '--every', '2'], '--every: nothing is watched; add --watch, or leave it out'],
    [['trial', 'music', '--alpha', '0'], 'Give a share above 0 and at most 0.5, such as 0.01.'],
    [['trial', 'music', '--metrics', 'gateway:9464'], 'Give it as http://HOST:PORT/metrics.'],
  ])('%j is refused by name', async (args, problem) => {
    const { code, stdout, stderr } = await cli(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(problem);
  });

  it.each(['trial', 'promote', 'withdraw'])('%s --help has its exit codes and an example', async (name) => {
    const { code, stdout } = await cli(name, '--help');
    expect(code).toBe(0);
    expect(stdout).toMatch(/Exit code/u);
    expect(stdout).toContain(`nlu-reranker ${name} music`);
  });
});

describe.skipIf(!hasNats)(`a trial by commands${NEEDS_NATS}`, { timeout: 240_000 }, () => {
  it('is begun, shown, promoted, and another is watched to its end and withdrawn', async () => {
    const { address } = await startNats();
    const nats = ['--nats', address];
    const gates = ['--resamples', '50'];
    for (const command of ['trial', 'promote', 'withdraw']) {
      const { code, stderr } = await cli(command, 'music', ...nats);
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringContaining('music: no trial is under way'),
      });
    }
    const first = await cli('deploy', 'music', '--bundle', await sameMusic('m1'), '--quorum', '0', ...gates, ...nats);
    expect(first.code).toBe(0);
    const service = startProgram('domains/music/main.js', ['--allow-unsigned', '--nats', address]);
    const { address: music } = JSON.parse(await service.firstLine);
    const { interpret } = callers(music);
    const versionsOf = async () => {
      const versions = new Set<string>();
      for (let bucket = 0; bucket < 60; bucket++) {
        versions.add((await interpret({ utterance: 'play some jazz', trialBucket: bucket * 166 })).bundleVersion);
      }
      return [...versions].sort();
    };
    const begun = await cli('deploy', 'music', '--bundle', await sameMusic('m2'), '--share', '20', ...gates, ...nats);
    expect(begun).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/music: m2 is tried beside m1 as 20 % of the customers, until 20.*\n`trial music`/),
    });
    expect(await versionsOf()).toEqual(['m1', 'm2']);
    await expect
      .poll(async () => JSON.parse((await cli('trial', 'music', '--json', ...nats)).stdout), { timeout: 30_000 })
      .toMatchObject({
        ...{ domain: 'music', trial: { mode: 'share', percent: 20 }, replicas: 1, trying: 1, isWorse: false },
        active: { version: 'm1', errors: 0 },
        candidate: { version: 'm2', requests: expect.any(Number), errors: 0 },
      });
    const shown = await cli('trial', 'music', ...nats);
    expect(shown.stdout).toContain('nothing says that m2 is worse: evidence 1, worse from 100 on (--alpha 0.01)');
    expect(shown.stdout).toContain(
      'only errors are tested: what comes of answers is known to gateways (--metrics URL)',
    );
    const { stdout: status } = await cli('status', 'music', ...nats);
    expect(status).toMatch(/m2 .*warming .*tried as 20 % of the customers: \d+ requests, 0 errors/u);
    const promoted = await cli('promote', 'music', '--why', 'no flips', ...nats);
    expect(promoted).toMatchObject({ code: 0, stdout: expect.stringContaining('music: m1 -> m2, number 2\n') });
    expect(await versionsOf()).toEqual(['m2']);

    const watch = ['--shadow', '--watch', '--every', '0.5', '--promote-after', '20'];
    const watched = cli('deploy', 'music', '--bundle', await sameMusic('m3'), ...watch, ...gates, ...nats);
    await expect.poll(async () => (await cli('trial', 'music', ...nats)).code, { timeout: 60_000 }).toBe(0);
    for (let n = 0; n < 20; n++) await interpret({ utterance: 'play some jazz' });
    const ended = await watched;
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining('music: m2 -> m3, number 3\n') });
    expect(ended.stdout).toMatch(/m2 \/ m3 {2}requests 20 \/ 20 {2}errors 0\.00 % \/ 0\.00 % {2}evidence 1 of 100/);

    await cli('deploy', 'music', '--bundle', await sameMusic('m4'), '--shadow', ...gates, ...nats);
    const withdrawn = await cli('withdraw', 'music', '--why', 'changed our minds', ...nats);
    expect(withdrawn).toMatchObject({ code: 0, stdout: 'music: m4 is withdrawn; m3 answers everybody\n' });
    const late = await cli('promote', 'music', ...nats);
    expect(late).toMatchObject({ code: 1, stderr: expect.stringContaining('withdrawn by') });
    expect(late.stderr).toContain('changed our minds');
    expect(await versionsOf()).toEqual(['m3']);
  });
});
