import { Command } from 'commander';
import { loadPriorTable } from '../../gateway/prior-table.js';
import { NluError } from '../../proto/errors.js';
import { collect, namedFolders, positiveInteger } from '../../training/cli/options.js';
import { bundledModels, releaseModels } from '../../training/gates/active-models.js';
import { seeded } from '../../training/random.js';
import { defaultMaterial, readMaterial } from '../../training/simulation/material.js';
import { readParameters } from '../../training/simulation/parameters.js';
import { bayesAccuracy, drawRequests } from '../../training/simulation/requests.js';
import { measureAll, measureBayes } from './ambiguity/measure.js';
import { ambiguityText } from './ambiguity/tables.js';

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
  json?: boolean;
}

const command = new Command('bench:ambiguity')
  .description('How well the medium is chosen for titles that are several works, beside what could be known at best.')
  .option('--requests <n>', 'requests that are measured', positiveInteger, 2000)
  .option(
    '--adjust <n>',
    "requests for the other systems' base rates and thresholds, on other titles and carriers",
    positiveInteger,
    1000,
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
  .option('--json', 'print JSON instead of tables')
  .addHelpText('after', '\ndocs/ambiguity.md tells the model, the measures, and where the data comes from.')
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

async function run(flags: Flags): Promise<string> {
  const parameters = readParameters(flags.parameters);
  const beside = defaultMaterial();
  const paths = { catalogues: flags.catalogue ?? beside.catalogues, corpora: flags.corpus ?? beside.corpora };
  const { log, benchmark } = readMaterial(paths, parameters);
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
  };
  return `${flags.json ? JSON.stringify(report, null, 2) : ambiguityText(report)}\n`;
}
