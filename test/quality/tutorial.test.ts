import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleFile, readActive } from '../../bundles/sources/bundle-directory.js';
import { projectRoot } from '../../serving/project.js';
import { sampleCorpora } from '../../training/corpus/default-corpora.js';
import { temporaryFile, temporaryFolder } from '../support/files.js';
import { hasNats, NEEDS_NATS, startNats } from '../support/servers/nats-server.js';
import { startProgram } from '../support/servers/program.js';

const cli = (...args: string[]) => startProgram('cli/main.js', args, { HOME: process.env.HOME }).ended;
const activeOf = async (folder: string) => bundleFile(folder, (await readActive(folder)).version);

/** Trains music without public corpora or catalogues, as on a bare clone; gives the bundle's file. */
async function trainMusic(...args: string[]): Promise<string> {
  const out = temporaryFolder();
  const { code, stderr } = await cli('train', 'music', '--data', temporaryFolder(), '--out', out, ...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return activeOf(join(out, 'music'));
}

/** Every fourth row of each file of the sample, in one file. */
function quarterOfSample(): string {
  const rows = sampleCorpora().flatMap((path) =>
    readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .filter((_, index) => index % 4 === 0),
  );
  return temporaryFile(
    'quarter.jsonl',
    rows.map((row) => JSON.parse(row)),
  );
}

/** Train and deploy as README and guide have it, on a bare clone; one test, since training takes long. */
describe.skipIf(!hasNats)(`the tutorial on a bare clone${NEEDS_NATS}`, { timeout: 300_000 }, () => {
  it('refuses a model that is worse than what ships, and takes one that is better than what serves', async () => {
    const { address } = await startNats();
    const nats = ['--nats', address];
    // The stack of the tutorial is not there to hold a candidate.
    const alone = [...nats, '--quorum', '0'];
    for (const domain of ['books', 'music', 'video']) {
      const shipped = await activeOf(join(projectRoot(), 'domains', domain, 'bundle'));
      expect(await cli('deploy', domain, '--bundle', shipped, ...alone)).toMatchObject({ code: 0 });
    }
    const deploy = (bundle: string, ...args: string[]) => cli('deploy', 'music', '--bundle', bundle, ...alone, ...args);

    const ofSample = await trainMusic();
    const worse = await deploy(ofSample);
    expect(worse.code).toBe(1);
    expect(worse.stderr).toMatch(/gate set that ships[\s\S]*fails its gates[\s\S]*\n {2}irer: 0\.\d+ -> 0\.\d+/);

    const sample = join(projectRoot(), 'training', 'sample', 'music.jsonl');
    const flattered = await deploy(ofSample, '--corpus', sample);
    expect(flattered.code).toBe(1);
    expect(flattered.stderr).toContain('was trained on 140 of 140 rows (100.0 %) of sample/music.jsonl, by digest');

    const ofQuarter = await trainMusic('--corpus', quarterOfSample());
    expect(await deploy(ofQuarter, '--force', '--why', 'practice')).toMatchObject({ code: 0 });
    const better = await deploy(ofSample, '--why', 'four times the rows');
    expect(better).toMatchObject({ code: 0, stdout: expect.stringMatching(/passed {2}irer/) });
    expect(better.stdout).toMatch(/show a change of \d\.\d points of IRER with 80 % power/);
    expect(better.stdout).not.toContain('FAILED');

    const history = JSON.parse((await cli('history', 'music', '--json', ...nats)).stdout) as {
      deployment: { why: string; forced?: string[] };
    }[];
    expect(history.map(({ deployment }) => [deployment.why, deployment.forced?.[0]?.split(':')[0]])).toEqual([
      ['four times the rows', undefined],
      ['practice', 'irer'],
      ['', undefined],
    ]);
  });
});
