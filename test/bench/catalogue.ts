import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { plainTable } from '../../cli/evaluation/evaluation-text.js';
import { positiveInteger } from '../../cli/options.js';
import { projectRoot } from '../../serving/project.js';
import type { LoadFigures } from './catalogue/load-catalogue.js';
import type { OpenFigures } from './catalogue/open-catalogue.js';
import { writeSyntheticSongs } from './catalogue/synthetic-rows.js';
import { machine, machineText } from './measurement/machine.js';

interface Flags {
  entities: number;
  seed: number;
  bundle?: string;
  json?: boolean;
}

const {
  entities,
  seed,
  bundle: given,
  json,
} = new Command('bench:catalogue')
  .description('What a catalogue of made-up songs and artists takes: to build, to hold, and to ask.')
  .option('--entities <n>', 'songs and artists together', positiveInteger, 280_000)
  .option('--seed <n>', 'same seed: same rows', positiveInteger, 1)
  .option('--bundle <file>', 'measure this bundle of such a catalogue, built before, in place of building one')
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

interface Built {
  readonly inputMb: number;
  readonly buildS: number;
  readonly peakMb: number;
}

async function build(): Promise<Built & { readonly bundle: string }> {
  const file = join(folder, 'songs.jsonl');
  await writeSyntheticSongs(file, entities, seed);
  const begun = performance.now();
  const peakMb = run(join(projectRoot(), 'dist/cli/main.js'), ['catalogue', 'music', file, '--out', folder]);
  const buildS = (performance.now() - begun) / 1_000;
  const directory = join(folder, 'music-catalogue');
  const bundle = join(directory, readdirSync(directory).find((name) => name.endsWith('.bundle'))!);
  return { inputMb: statSync(file).size / 2 ** 20, buildS, peakMb, bundle };
}

async function measure() {
  const { bundle, ...built } = given === undefined ? await build() : { bundle: resolve(given) };
  const child = join(projectRoot(), 'dist/test/bench/catalogue/open-catalogue.js');
  const opened = JSON.parse(execFileSync(process.execPath, [child, bundle], { encoding: 'utf8' })) as OpenFigures;
  const loads = { here: load('here', bundle), thread: load('thread', bundle) };
  return {
    machine: machine(),
    built: 'buildS' in built ? built : undefined,
    bundleMb: statSync(bundle).size / 1e6,
    loads,
    ...opened,
  };
}

/** How a process of the container image loads a bundle: on the thread that serves, and on one of its own. */
function load(where: 'here' | 'thread', bundle: string): LoadFigures {
  const script = join(projectRoot(), 'dist/test/bench/catalogue/load-catalogue.js');
  const env = { ...process.env, GLIBC_TUNABLES: imageVariable('GLIBC_TUNABLES') };
  return JSON.parse(execFileSync(process.execPath, [script, where, bundle], { encoding: 'utf8', env })) as LoadFigures;
}

/** A variable of the container image. */
function imageVariable(name: string): string {
  const file = readFileSync(join(projectRoot(), 'deploy/Containerfile'), 'utf8');
  const [, value] = new RegExp(`\\b${name}=(\\S+)`).exec(file) ?? [];
  if (value === undefined) throw new Error(`deploy/Containerfile sets no ${name}`);
  return value;
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
    `${report.entities.toLocaleString('en')} entities, bundle ${report.bundleMb.toFixed(1)} MB`,
    ...(report.built ? [builtText(report.built)] : []),
    `opened in ${report.openMs.toFixed(0)} ms, ${report.residentMb.toFixed(0)} MB resident`,
    loadText('as the container image loads it, on the thread that serves', report.loads.here),
    loadText('the same on a thread of its own, as a domain does', report.loads.thread),
    `${table}`,
    machineText(report.machine),
    '',
  ].join('\n');
}

function loadText(how: string, { loadMs, delayMs, residentMb }: LoadFigures): string {
  const delay = `longest delay of the event loop ${delayMs.toFixed(1)} ms`;
  return `${how}: ${loadMs.toFixed(0)} ms, ${delay}, ${residentMb.toFixed(0)} MB resident`;
}

function builtText({ inputMb, buildS, peakMb }: Built): string {
  return `built of ${inputMb.toFixed(0)} MB of rows in ${buildS.toFixed(1)} s, ${peakMb.toFixed(0)} MB resident at most`;
}
