import { basename, dirname, join } from 'node:path';
import { Command } from 'commander';
import { collect, namedFolders, positiveInteger } from '../../cli/options.js';
import { type ActiveModels, bundledModels, releaseModels } from '../../cli/release/gates/active-models.js';
import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import { thresholdsOf } from '../../gateway/answer/decision.js';
import type { PriorTable } from '../../gateway/answer/priors/prior-table.js';
import { loadPriorTable } from '../../gateway/priors/prior-table-file.js';
import { gatewayConfigSchema } from '../../gateway/service/config.js';
import { NluError } from '../../serving/errors.js';
import { dataFiles } from '../../training/corpus/data-folder.js';
import { assigned } from '../../training/corpus/domain-assignment.js';
import { readCorpus } from '../../training/corpus/read-corpus.js';
import { seeded } from '../../training/numeric/random.js';
import { readRecipe } from '../../training/recipes/recipe.js';
import { readParameters } from '../../training/simulation/parameters.js';
import { drawRequests } from '../../training/simulation/requests.js';
import { defaultDataPaths, readSimulationData } from '../../training/simulation/simulation-data.js';
import { bayesAccuracy } from './ambiguity/bayes-accuracy.js';
import { headAnswers, plainBeliefs } from './ambiguity/head.js';
import { headRequests } from './ambiguity/head-requests.js';
import { headTables } from './ambiguity/head-tables.js';
import { measureAll, measureBayes } from './ambiguity/measure.js';
import { ambiguityText } from './ambiguity/tables.js';
import { typedFigures } from './ambiguity/typed.js';

interface Flags {
  requests: number;
  adjust: number;
  seed: number;
  form?: Map<string, string>;
  bundles?: string;
  mixed?: string;
  priors?: string;
  parameters?: string;
  catalogue?: string[];
  corpus?: string[];
  typed?: string[];
  head?: boolean;
  json?: boolean;
}

const command = new Command('bench:ambiguity')
  .description('How well the medium is chosen for titles that are several works, beside what could be known at best.')
  .option('--requests <n>', 'requests that are measured', positiveInteger, 10_000)
  .option(
    '--adjust <n>',
    "requests for the other systems' title weights and thresholds, on other titles and carriers",
    positiveInteger,
    2000,
  )
  .option('--seed <n>', 'of the draws; the table that ships was drawn with seed 1', positiveInteger, 2018)
  .option('--bundles <folder>', 'measure the bundles in <folder>/<domain>/ instead of those that ship')
  .option('--form <name=folder>', 'a further set of bundles, such as r3=<folder>; repeat it', namedFolders)
  .option('--mixed <folder>', 'bundles of mixed recipes, to be measured with what was adjusted before the mix')
  .option('--priors <file>', 'the table of priors (default: gateway/priors.json)')
  .option('--parameters <file>', 'another generative model (default: training/simulation/parameters.json)')
  .option('--catalogue <path>', 'a JSON Lines catalogue; repeat it (default: those beside the project)', collect)
  .option(
    '--corpus <path>',
    'a corpus whose ambiguous rows give the carriers; repeat it (default: SNIPS beside the project)',
    collect,
  )
  .option(
    '--typed <path>',
    "a corpus of requests that say what they mean, and of others that are no domain's; repeat it (default: SNIPS and CLINC validation beside the project)",
    collect,
  )
  .option('--head', 'measure the head requests alone, which take seconds and need no data')
  .option('--json', 'print JSON instead of tables')
  .addHelpText(
    'after',
    '\ndocs/results/bench-ambiguity.md tells the model and the measures, docs/reference/data.md where the data comes from.',
  )
  .parse();

try {
  process.stdout.write(await run(command.opts<Flags>()));
} catch (error) {
  const skipped = error instanceof NluError && error.code === 'FAILED_PRECONDITION';
  process.stderr.write(
    `${skipped ? `skipped: ${error.message}` : error instanceof NluError ? error.message : (error as Error).stack}\n`,
  );
  process.exitCode = skipped ? 0 : 1;
}

/** Requests that say what they mean, by the bundles, priors and thresholds that ship. */
async function measureTyped(corpora: readonly string[], models: ActiveModels, table: PriorTable) {
  const folders = domainFolders();
  const schemas = folders.map(({ schema }) => schema);
  const titleSlots = new Set(
    folders.flatMap(({ path, schema }) =>
      Object.entries(readRecipe(path, schema).catalogue).flatMap(([slot, fields]) =>
        fields.some((field) => field.endsWith('.title')) ? [slot] : [],
      ),
    ),
  );
  const gatewayConfig = gatewayConfigSchema.parse({ domains: [{ name: 'any', addresses: ['127.0.0.1:1'] }] });
  const thresholds = thresholdsOf(table, gatewayConfig);
  const figures = [];
  for (const corpus of corpora) {
    const rows = readCorpus(corpus).map((row) => assigned(row, schemas));
    const name = join(basename(dirname(corpus)), basename(corpus));
    figures.push({ corpus: name, ...(await typedFigures(models, rows, titleSlots, table, thresholds)) });
  }
  return figures;
}

function typedCorpora(): string[] {
  return dataFiles(['snips/valid.jsonl', 'clinc/val.jsonl']);
}

/** The head requests and what the domains believe of plain ones, by the bundles and priors that ship or are named. */
async function measureHead(models: ActiveModels, table: PriorTable) {
  return { answers: await headAnswers(models, headRequests(), table), plain: await plainBeliefs(models, table) };
}

async function runHead(flags: Flags): Promise<string> {
  const models = await bundledModels(flags.bundles);
  const head = await measureHead(models, loadPriorTable(flags.priors));
  await releaseModels(models.values());
  return `${flags.json ? JSON.stringify(head, null, 2) : headTables(head)}\n`;
}

async function run(flags: Flags): Promise<string> {
  if (flags.head) return runHead(flags);
  const parameters = readParameters(flags.parameters);
  const beside = defaultDataPaths();
  const paths = { catalogues: flags.catalogue ?? beside.catalogues, corpora: flags.corpus ?? beside.corpora };
  const { log, benchmark } = readSimulationData(paths, parameters);
  const draws = {
    adjustment: drawRequests(log, flags.adjust, seeded(flags.seed + 1)),
    benchmark: drawRequests(benchmark, flags.requests, seeded(flags.seed)),
  };
  const table = loadPriorTable(flags.priors);
  const rules = { parameters, table, coverage: table.clarify?.coverage ?? 0.95 };
  const served = [{ name: 'ours', models: await bundledModels(flags.bundles), ours: true }];
  for (const [name, folder] of flags.form ?? [])
    served.push({ name, models: await bundledModels(folder), ours: false });
  const mixed = flags.mixed === undefined ? undefined : await bundledModels(flags.mixed);
  const measured = await measureAll(draws, served, mixed, rules);
  const typed = await measureTyped(flags.typed ?? typedCorpora(), served[0].models, table);
  const head = await measureHead(served[0].models, table);
  for (const models of [...served.map((one) => one.models), ...(mixed ? [mixed] : [])])
    await releaseModels(models.values());
  const report = {
    seed: flags.seed,
    requests: flags.requests,
    titles: benchmark.titles.length,
    carriers: benchmark.carriers.length,
    ceiling: {
      withContext: bayesAccuracy(benchmark.model, draws.benchmark, true),
      withoutContext: bayesAccuracy(benchmark.model, draws.benchmark, false),
    },
    bayes: measureBayes(draws, rules),
    ...measured,
    typed,
    head,
  };
  return `${flags.json ? JSON.stringify(report, null, 2) : ambiguityText(report)}\n`;
}
