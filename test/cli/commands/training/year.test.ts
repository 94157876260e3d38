import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sampleCorpora } from '../../../../training/corpus/default-corpora.js';
import { readYearParameters } from '../../../../training/learning/year/parameters.js';
import { temporaryFile, temporaryFolder } from '../../../support/files.js';
import { hasNats, NEEDS_NATS } from '../../../support/servers/nats-server.js';
import { startProgram } from '../../../support/servers/program.js';

const run = (...args: string[]) => startProgram('cli/main.js', ['year', ...args]).ended;

/** A data folder whose people say the requests of the sample. */
function dataOf(folder: string): string {
  const rows = sampleCorpora()
    .flatMap((path) => readFileSync(path, 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line) as { id: string; text: string; domain: string })
    .filter(({ domain }) => domain !== 'ambiguous');
  const lines = (some: object[]) => some.map((row) => `${JSON.stringify(row)}\n`).join('');
  for (const name of ['snips', 'asr']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'snips/train.jsonl'), lines(rows));
  writeFileSync(
    join(folder, 'asr/snips-train.jsonl'),
    lines(rows.map(({ id, text }) => ({ id, heard: `${text} um` }))),
  );
  return folder;
}

describe('year', { timeout: 600_000 }, () => {
  it.skipIf(!hasNats)(`learns on the real stack, through a bad version and an outage${NEEDS_NATS}`, async () => {
    const folder = temporaryFolder();
    const data = dataOf(folder);
    const shipped = readYearParameters();
    const parameters = temporaryFile(
      'year.json',
      JSON.stringify({
        ...shipped,
        ...{ months: 3, hours: 2, learnEvery: 1, noise: 0 },
        people: { teaching: 12, control: 3, poisoned: 0, requests: 5 },
        goals: { ...shipped.goals, count: 20, misheard: 0.2 },
        labels: { learned: 0.5, gates: 0.2 },
        incidents: { ...shipped.incidents, badDeploy: 2, badShare: 0.3, outage: 3, catalogue: 2 },
      }),
    );
    const output = join(folder, 'out');
    const args = ['--parameters', parameters, '--data', data, '--resamples', '100', '--json', '--output', output];
    const { code, stdout, stderr } = await run(...args);
    expect(code, stderr).toBe(0);
    const { months, endOverStart, moved } = JSON.parse(stdout);
    expect(months).toHaveLength(3);
    for (const { visits, requests, learning, control } of months) {
      expect(visits).toBe(75);
      expect(requests).toBeGreaterThanOrEqual(75);
      for (const share of [learning, control]) expect(share >= 0 && share <= 1).toBe(true);
    }
    // Nothing was learned in the first month, so that the same versions answered.
    expect(months[0].learning).toBe(months[0].fixed);
    // Every request that was answered is kept, and every domain that was taught is offered.
    expect(months[0].learned.requests).toBe(months[0].requests);
    expect(months[1].learned.requests).toBe(months[0].requests + months[1].requests);
    expect(months[0].learned.rows).toBeGreaterThan(0);
    expect(months[1].incidents.join()).toMatch(/bad version refused \(.*\), forced, rolled back/);
    // Works that nobody wanted before are there once their catalogues are deployed.
    expect(months[1].incidents.join()).toMatch(/music-catalogue deployed/);
    expect(months[0].found).toBe(months[0].foundFixed);
    expect(months[1].found).toBeGreaterThan(months[1].foundFixed);
    expect(months[2].incidents).toEqual(['NATS away']);
    expect(endOverStart.value).toBeGreaterThan(0);
    // There was no second life to compare with.
    expect(moved.value).toBeNull();
    expect(readFileSync(join(output, 'year.svg'), 'utf8')).toMatch(/^<svg.*NATS away/su);
    expect(stderr).toMatch(/learning, month 2: learns.* s left/);
  });

  it('says what it lacks, with exit code 1', async () => {
    const folder = temporaryFolder();
    const missing = await run('--data', folder);
    expect(missing.code).toBe(1);
    expect(missing.stderr).toMatch(/--data .*: snips\/train\.jsonl is needed, .* makes it/);
    const wrong = temporaryFile('wrong.json', JSON.stringify({ ...readYearParameters(), noise: 'much' }));
    expect(await run('--parameters', wrong)).toMatchObject({ code: 1, stderr: expect.stringMatching(/noise: /) });
    expect(await run('--noise', '3')).toMatchObject({ code: 1, stderr: expect.stringMatching(/--noise/) });
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });
});
