import { Command } from 'commander';
import { plainTable } from '../../cli/evaluation/evaluation-text.js';
import { NluError } from '../../serving/errors.js';
import { dataFolder } from '../../training/corpus/data-folder.js';
import { trigramBm25, wordBm25 } from './entities/bm25.js';
import { DEPTH, type HitFigures, hitFigures } from './entities/hits.js';
import { knownItemTask } from './entities/known-items.js';
import { mentionTask } from './entities/mentions.js';
import { minisearch } from './entities/minisearch.js';
import { searchTask } from './entities/searches.js';
import { spokenTask } from './entities/spoken.js';
import { ours } from './entities/strategies.js';
import type { System, Task } from './entities/task.js';

interface Flags {
  task?: string;
  system?: string;
  data?: string;
  json?: boolean;
}

/** The collections, each with the figures that tell of it. */
const TASKS: Readonly<Record<string, { make: (data: string) => Task; figures: readonly (keyof HitFigures)[] }>> = {
  mentions: { make: mentionTask, figures: ['hit1', 'hit10', 'inexact1', 'inexact10'] },
  spoken: { make: (data) => spokenTask(data, 'valid'), figures: ['hit1', 'hit10', 'inexact1', 'inexact10'] },
  searches: { make: searchTask, figures: ['recall40', 'liked10'] },
  'known-items': { make: (data) => knownItemTask(data, 'validation'), figures: ['hit10', 'hit100'] },
};
const SYSTEMS: readonly System[] = [trigramBm25, wordBm25, minisearch, ...ours];

const { task, system, data, json } = new Command('bench:entities')
  .description('How often the entity that is meant is found, by each way to look for it, beside BM25 and minisearch.')
  .option('--task <name>', `one of ${Object.keys(TASKS).join(', ')} (default: all)`)
  .option('--system <name>', 'systems whose name contains this (default: all)')
  .option('--data <folder>', 'the data folder (docs/reference/data.md)')
  .option('--json', 'print JSON instead of tables')
  .parse()
  .opts<Flags>();

try {
  if (task !== undefined && !(task in TASKS))
    throw new NluError('INVALID_ARGUMENT', `--task: "${task}" is none of ${Object.keys(TASKS).join(', ')}`);
  const folder = data ?? dataFolder();
  if (folder === undefined)
    throw new NluError('NOT_FOUND', 'no data folder; docs/reference/data.md says what goes there');
  const all: Record<string, unknown> = {};
  for (const [name, { make, figures }] of Object.entries(TASKS)) {
    if (task !== undefined && task !== name) continue;
    const made = make(folder);
    const rows: [string, HitFigures, number][] = [];
    for (const one of SYSTEMS.filter((each) => each.name.includes(system ?? ''))) rows.push(await measured(one, made));
    all[name] = Object.fromEntries(rows.map(([each, values]) => [each, values]));
    if (!json) process.stdout.write(tableOf(made, figures, rows));
  }
  if (json) process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof NluError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}

/** A system's figures on a task, and its mean time for a query in µs. */
async function measured({ name, build }: System, { entities, queries }: Task): Promise<[string, HitFigures, number]> {
  const search = await build(entities);
  // What is built at the first query is not timed.
  if (queries[0]) search(queries[0].query, DEPTH);
  const begun = performance.now();
  const found = queries.map(({ query }) => search(query, DEPTH));
  const us = ((performance.now() - begun) * 1000) / queries.length;
  return [name, hitFigures(queries, found), us];
}

function tableOf(
  { name, entities, queries }: Task,
  figures: readonly (keyof HitFigures)[],
  rows: readonly [string, HitFigures, number][],
): string {
  const inexact = queries.filter(({ exact }) => !exact).length;
  const table = plainTable(['system', ...figures, 'µs']);
  for (const [system, values, us] of rows) {
    table.push([system, ...figures.map((figure) => (values[figure] * 100).toFixed(1)), us.toFixed(0)]);
  }
  return `${name}: ${queries.length} queries (${inexact} not exact), ${entities.length} entities\n${table}\n\n`;
}
