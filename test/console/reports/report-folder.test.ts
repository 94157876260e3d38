import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ReportFolder } from '../../../console/reports/report-folder.js';
import { temporaryFolder } from '../../support/files.js';

it('follows no links, waits for no pipes, and names what is none', async () => {
  const folder = temporaryFolder();
  symlinkSync('.', join(folder, 'a'));
  symlinkSync('.', join(folder, 'b'));
  for (const name of ['pipe', 'endless', 'broken', 'huge']) mkdirSync(join(folder, name));
  execFileSync('mkfifo', [join(folder, 'pipe', 'report.json')]);
  symlinkSync('/dev/zero', join(folder, 'endless', 'report.json'));
  writeFileSync(join(folder, 'broken', 'failures.json'), '{"kind": "failures", "__proto__": {"a": 1}');
  writeFileSync(join(folder, 'huge', 'report.json'), ' '.repeat(17 * 1024 * 1024));
  const reports = await new ReportFolder(folder).reports();
  expect(reports.map(({ file }) => file).sort()).toEqual(['broken/failures.json', 'huge/report.json']);
  expect(reports.every(({ problem }) => problem !== undefined)).toBe(true);
});

it('says that a folder has gone', async () => {
  expect(await new ReportFolder(join(temporaryFolder(), 'gone')).reports()).toMatchObject([
    { file: '.', problem: expect.stringContaining('cannot be read') },
  ]);
});

it('shows none where it was given none', async () => {
  expect(await new ReportFolder(undefined).reports()).toEqual([]);
});
