import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { plainTable } from '../../cli/evaluation/evaluation-text.js';
import { positiveInteger } from '../../cli/options.js';
import { projectRoot } from '../../serving/project.js';
import type { OpenFigures } from './catalogue/open-catalogue.js';
import { writeSyntheticSongs } from './catalogue/synthetic-rows.js';
import { machine, machineText } from './measurement/machine.js';

interface Flags {
  entities: number;
  seed: number;
  json?: boolean;
}

const { entities, seed, json } = new Command('bench:catalogue')
  .description('What a catalogue of made-up songs and artists takes: to build, to hold, and to ask.')
  .option('--entities <n>', 'songs and artists together', positiveInteger, 280_000)
  .option('--seed <n>', 'same seed: same rows', positiveInteger, 1)
  .option('--json', 'print JSON instead of a table')
  .parse()
  .opts<Flags>();

const folder = mkdtempSync(join(tmpdir(), 'bench-catalogue-'));
try {
  const report = await measure();
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report));
} finally {
  rmSync(folder, { recursive: true });
}

type Report = Awaited<ReturnType<typeof measure>>;

async function measure() {
  const file = join(folder, 'songs.jsonl');
  await writeSyntheticSongs(file, entities, seed);
  const begun = performance.now();
  const peakMb = run(join(projectRoot(), 'dist/cli/main.js'), ['catalogue', 'music', file, '--out', folder]);
  const buildS = (performance.now() - begun) / 1_000;
  const directory = join(folder, 'music-catalogue');
  const bundle = join(directory, readdirSync(directory).find((name) => name.endsWith('.bundle'))!);
  const child = join(projectRoot(), 'dist/test/bench/catalogue/open-catalogue.js');
  const opened = JSON.parse(execFileSync(process.execPath, [child, bundle], { encoding: 'utf8' })) as OpenFigures;
  return {
    machine: machine(),
    inputMb: statSync(file).size / 2 ** 20,
    buildS,
    peakMb,
    bundleMb: statSync(bundle).size / 1e6,
    ...opened,
  };
}

/** Runs a script and returns the most memory that it ever had resident, in MB. */
function run(script: string, args: readonly string[]): number {
  const peak = join(folder, 'peak');
  const hook = `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS / 1024)))`;
  const preload = `data:text/javascript,${encodeURIComponent(`import { createRequire } from 'node:module'; const require = createRequire('file:///'); ${hook}`)}`;
  execFileSync(process.execPath, ['--import', preload, script, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  return Number(readFileSync(peak, 'utf8'));
}

function reportText({ times, ...report }: Report): string {
  const table = plainTable(['strategy', 'queries', 'CPU µs', 'p99 µs']);
  for (const { strategy, queries, meanUs, p99Us } of times) {
    table.push([strategy, queries, meanUs.toFixed(1), p99Us.toFixed(0)]);
  }
  return [
    `${report.entities.toLocaleString('en')} entities of ${report.inputMb.toFixed(0)} MB of rows`,
    `built in ${report.buildS.toFixed(1)} s, ${report.peakMb.toFixed(0)} MB resident at most; bundle ${report.bundleMb.toFixed(1)} MB`,
    `opened in ${report.openMs.toFixed(0)} ms, ${report.residentMb.toFixed(0)} MB resident`,
    `${table}`,
    machineText(report.machine),
    '',
  ].join('\n');
}
