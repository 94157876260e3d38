import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { writeActiveBundle } from '../../bundles/sources/bundle-directory.js';
import { positiveInteger } from '../../cli/options.js';
import { REWRITE_TABLES } from '../../gateway/rewriting/rewrite-tables.js';
import type { RewriteTable } from '../../gateway/rewriting/table/rewrite-table.js';
import { packTable } from '../../gateway/tables/table-bundle.js';
import { readSameMeaning } from '../../training/rewriting/same-meaning-file.js';
import { sideBySide, sideBySideTable } from './load/side-by-side.js';
import { machine, machineText } from './measurement/machine.js';
import { sampleUtterances } from './measurement/sample-utterances.js';

const { pairs, texts, ...settings } = new Command('bench:rewriting-cost')
  .description(
    'What rewriting costs where nothing is rewritten: two gateways before the same domains, without a table of rewrites, and ' +
      'with one whose pairs and texts nobody says.',
  )
  .option('--pairs <n>', 'of the table', positiveInteger, 20_000)
  .option('--texts <n>', 'that are searched where an answer is weak', positiveInteger, 20_000)
  .option('--rounds <n>', 'windows of each gateway, in turn', positiveInteger, 16)
  .addOption(new Option('--seconds <n>', 'length of a window').argParser(Number).default(2))
  .addOption(new Option('--warm-up <n>', 'seconds of load before the first window').argParser(Number).default(10))
  .option('--callers <n>', 'closed loop', positiveInteger, 4)
  .option('--customers <n>', 'that the requests come from, in turn', positiveInteger, 100)
  .parse()
  .opts<{
    pairs: number;
    texts: number;
    rounds: number;
    seconds: number;
    warmUp: number;
    callers: number;
    customers: number;
  }>();

const folder = mkdtempSync(join(tmpdir(), 'nlu-rewriting-'));
try {
  const bundle = packTable(REWRITE_TABLES, tableOf(pairs, texts), 'bench', { version: 'v1' });
  await writeActiveBundle(folder, { version: 'v1' }, bundle);
  const windows = await sideBySide({
    gateways: {
      without: [],
      with: [`rewriteBundles.source.directory=${folder}`, 'rewriteBundles.trust.allowUnsigned=true'],
    },
    ...settings,
  });
  const { callers, seconds } = settings;
  const table = `${pairs} pairs, ${texts} texts`;
  const loop = `${table}; closed loop of ${callers}, ${windows.length} windows of ${seconds} s each`;
  process.stdout.write(`${machineText(machine())}; ${loop}\n${sideBySideTable(windows)}\n`);
} finally {
  rmSync(folder, { recursive: true });
}

/** Words of the sample in other orders, which are as long as what is said, and which nobody says. */
function tableOf(pairCount: number, textCount: number): RewriteTable {
  const words = [...new Set(sampleUtterances().flatMap((text) => text.toLowerCase().split(/\s+/u)))];
  const text = (seed: number, first: string) =>
    [first, ...Array.from({ length: 5 }, (_, place) => words[(seed * (7 + 4 * place) + place) % words.length]!)].join(
      ' ',
    );
  return {
    pairs: Array.from({ length: pairCount }, (_, n) => {
      return { from: text(n, `from${n}`), to: text(n, `to${n}`), probability: 0.9, own: 0.1 };
    }),
    // So sure of no other meaning that a search finds nothing that is asked for.
    search: {
      texts: Array.from({ length: textCount }, (_, n) => ({ text: text(n, `text${n}`), probability: 0.9 })),
      sameMeaning: readSameMeaning(),
      margin: 0.1,
      least: 0.5,
    },
  };
}
