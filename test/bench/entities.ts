import { Command, InvalidArgumentError, Option } from 'commander';
import { DEPTHS } from '../../domains/core/resolution/policy/depth-choice.js';
import { NluError } from '../../serving/errors.js';
import { dataFolder } from '../../training/corpus/data-folder.js';
import type { Interval } from '../../training/metrics/bootstrap.js';
import { trigramBm25, wordBm25 } from './entities/bm25.js';
import { DEPTH, type HitFigure, hitFigure } from './entities/hits.js';
import { knownItemTask } from './entities/known-items.js';
import { mentionTask } from './entities/mentions.js';
import { minisearch } from './entities/minisearch.js';
import { type PolicyFigures, policyFigures } from './entities/policy.js';
import { searchTask } from './entities/searches.js';
import { spokenTask } from './entities/spoken.js';
import { ours } from './entities/strategies.js';
import type { System, Task } from './entities/task.js';

interface Flags {
  task: string[];
  system: string[];
  data?: string;
  policy?: boolean;
  json?: boolean;
}

/** The collections, each with the figures that tell of it. */
const TASKS: Readonly<Record<string, { make: (data: string) => Task; figures: readonly HitFigure[] }>> = {
  mentions: { make: mentionTask, figures: ['hit1', 'hit10', 'inexact1', 'inexact10', 'ece'] },
  spoken: { make: (data) => spokenTask(data, 'valid'), figures: ['hit1', 'hit10', 'inexact1', 'inexact10', 'ece'] },
  searches: { make: searchTask, figures: ['recall40', 'liked10'] },
  'known-items': { make: (data) => knownItemTask(data, 'validation'), figures: ['hit10', 'hit100'] },
};
/** Collections of requests that people made, which may teach. */
const OF_POLICY: readonly string[] = ['mentions', 'searches'];
const SYSTEMS: readonly System[] = [trigramBm25, wordBm25, minisearch, ...ours];
const SYSTEM_NAMES = SYSTEMS.map(({ name }) => name);
const [NAME_WIDTH, FIGURE_WIDTH] = [14, 20];

const { task, system, data, policy, json } = new Command('bench:entities')
  .description('How often the entity that is meant is found, by each way to look for it, beside BM25 and minisearch.')
  .addOption(repeated('--task <name>', 'collection to ask', Object.keys(TASKS)))
  .addOption(repeated('--system <name>', 'way to look', SYSTEM_NAMES))
  .option('--data <folder>', 'the data folder (docs/reference/data.md)')
  .option('--policy', 'instead: what a policy that learns which strategies look is worth (default: mentions, searches)')
  .option('--json', 'print JSON, a row a system, instead of tables')
  .parse()
  .opts<Flags>();

try {
  const folder = data ?? dataFolder();
  if (folder === undefined)
    throw new NluError('NOT_FOUND', 'no data folder; docs/reference/data.md says what goes there');
  for (const [name, { make, figures }] of Object.entries(TASKS)) {
    if (task.length > 0 ? !task.includes(name) : policy && !OF_POLICY.includes(name)) continue;
    process.stderr.write(`${name}\n`);
    const made = make(folder);
    if (policy) {
      const values = await policyFigures(made);
      process.stdout.write(json ? `${JSON.stringify({ task: name, ...values })}\n` : policyText(made.name, values));
      continue;
    }
    if (!json) process.stdout.write(heading(made, figures));
    for (const one of SYSTEMS) {
      if ((system.length > 0 && !system.includes(one.name)) || (one.learns && !made.teaches)) continue;
      const { values, us } = await measured(one, made, figures);
      process.stdout.write(
        json ? `${JSON.stringify({ task: name, system: one.name, ...values, us })}\n` : row(one.name, values, us),
      );
    }
    if (!json) process.stdout.write('\n');
  }
} catch (error) {
  process.stderr.write(`${error instanceof NluError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}

/** An option that may be given several times, each with a name of a list. */
function repeated(flags: string, description: string, names: readonly string[]): Option {
  return new Option(flags, `${description}: ${names.join(', ')}; repeatable (default: all)`)
    .default([], 'all')
    .argParser((value: string, earlier: readonly string[]) => {
      if (!names.includes(value)) throw new InvalidArgumentError(`It is none of ${names.join(', ')}.`);
      return [...earlier, value];
    });
}

/** A system's figures on a task, and its mean time for a query in µs. */
async function measured(
  { name, build }: System,
  made: Task,
  figures: readonly HitFigure[],
): Promise<{ values: Partial<Record<HitFigure, Interval>>; us: number }> {
  process.stderr.write(` ${name}\n`);
  const search = await build(made);
  const { queries } = made;
  // What is built at the first query is not timed.
  if (queries[0]) search(queries[0].query, DEPTH);
  const begun = performance.now();
  const found = queries.map(({ query }) => search(query, DEPTH));
  const us = ((performance.now() - begun) * 1000) / queries.length;
  const values = Object.fromEntries(figures.map((figure) => [figure, hitFigure(figure, made, found)]));
  return { values, us };
}

function heading({ name, entities, queries }: Task, figures: readonly HitFigure[]): string {
  const inexact = queries.filter(({ exact }) => !exact).length;
  const columns = figures.map((figure) => figure.padStart(FIGURE_WIDTH)).join('');
  return `${name}: ${queries.length} queries (${inexact} not exact), ${entities.length} entities
${'system'.padEnd(NAME_WIDTH)}${columns}${'µs'.padStart(8)}\n`;
}

function row(name: string, values: Partial<Record<HitFigure, Interval>>, us: number): string {
  const cells = Object.values(values).map((value) => interval(value).padStart(FIGURE_WIDTH));
  return `${name.padEnd(NAME_WIDTH)}${cells.join('')}${us.toFixed(0).padStart(8)}\n`;
}

function interval({ value, low, high }: Interval): string {
  const percent = (share: number) => (share * 100).toFixed(1);
  if (Number.isNaN(value)) return '-';
  return Number.isNaN(low) ? percent(value) : `${percent(value)} [${percent(low)}, ${percent(high)}]`;
}

function policyText(name: string, figures: PolicyFigures): string {
  const { requests, better, orders, oracle, coverage, microseconds } = figures;
  const share = (worth: number) => `${worth.toFixed(4)} (${((100 * worth) / oracle).toFixed(1)}% of the oracle)`;
  return [
    `${name}: ${requests} requests, worth of one in accepted entities that exact and lexical have not`,
    `  learning: ${share(figures.learning)}, better than the best single strategy in ${better} of ${orders} orders`,
    `  cold start: ${share(figures.cold)}`,
    `  best single strategy (${figures.singleName}): ${share(figures.single)}`,
    `  every strategy: ${share(figures.every)}`,
    `  oracle: ${oracle.toFixed(4)}`,
    `  intervals hold the truth: ${Object.entries(coverage)
      .map(([each, held]) => `${each} ${(100 * held).toFixed(1)}%`)
      .join(', ')}`,
    `  µs of a look at depths ${DEPTHS.join(', ')}: ${Object.entries(microseconds)
      .map(([each, us]) => `${each} ${us.map((one) => one.toFixed(0)).join(' ')}`)
      .join(', ')}`,
    '',
    '',
  ].join('\n');
}
