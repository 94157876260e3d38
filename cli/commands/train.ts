import { join } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { RERANKER_FORMS, type RerankerForm } from '../../bundles/format/manifest.js';
import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import { NluError } from '../../serving/errors.js';
import { projectRoot } from '../../serving/project.js';
import { choiceText, defaultCatalogues, trainingCorpora } from '../../training/corpus/default-corpora.js';
import { readRecipe } from '../../training/recipes/recipe.js';
import { RECOGNIZER_DEFAULTS } from '../../training/recognizer/recognizer-trainer.js';
import { RERANKER_DEFAULTS } from '../../training/reranker/reranker-trainer.js';
import { TRAINING_DEFAULTS } from '../../training/run/training-defaults.js';
import { startTrainingPool } from '../../training/run/training-pool.js';
import { readTrainingCorpora, runTraining } from '../../training/run/training-run.js';
import { FITS } from '../../training/studies/retraining.js';
import { fitThreshold, report, summary } from '../evaluation/finished-training.js';
import { collect, dataOption, namedRates, positiveInteger, share, versionName, wholeNumber } from '../options.js';
import { trainPriorsCommand } from './train-priors.js';

interface Flags {
  all?: boolean;
  data?: string;
  corpus?: string[];
  catalogue?: string[];
  negatives?: Map<string, number>;
  loss: RerankerForm;
  semerShare: number;
  fit: keyof typeof FITS;
  nBest: number;
  folds: number;
  generate: number;
  seed: number;
  version?: string;
  out: string;
  ship?: boolean;
  json?: boolean;
}

/** `train`: one domain's bundle, or all of them. */
export function trainCommand(): Command {
  return new Command('train')
    .description('Train a domain: recognizer, out-of-fold scores, re-ranker, bundle.')
    .enablePositionalOptions()
    .addCommand(trainPriorsCommand())
    .addArgument(new Argument('[domain...]', 'the domains to train'))
    .option('--all', 'train every domain')
    .addOption(dataOption())
    .option(
      '--corpus <path>',
      'a .jsonl, SNIPS .json or seq.in split; repeat it (default: SNIPS train and CLINC150 train of the data folder, else the sample)',
      collect,
    )
    .option(
      '--catalogue <path>',
      'a JSON Lines catalogue of titles and creators; repeat it (default: those of the data folder, else none)',
      collect,
    )
    .option(
      '--negatives <source=rate>',
      "share of a corpus's rows, such as clinc/train.jsonl=0.05, that is kept as negatives; repeat it (default: all)",
      namedRates,
    )
    .addOption(
      new Option('--loss <form>', "the re-ranker's form: the paper's r0 to r3, or ours")
        .choices(RERANKER_FORMS)
        .default('list-wise'),
    )
    .option(
      '--semer-share <share>',
      'of expected SemER in the list-wise loss; the rest is cross-entropy',
      share,
      RERANKER_DEFAULTS.semerShare,
    )
    .addOption(
      new Option(
        '--fit <name>',
        'of the recognizer: a quarter, or four times the epochs and nothing against it, to see what that costs',
      )
        .choices(Object.keys(FITS))
        .default('as-shipped'),
    )
    .option('--n-best <n>', 'hypotheses that the recognizer offers', positiveInteger, TRAINING_DEFAULTS.nBest)
    .option('--folds <n>', 'folds for out-of-fold scores, at least 2', positiveInteger, TRAINING_DEFAULTS.folds)
    .option(
      '--generate <n>',
      "times that each carrier of a domain's recipe.json is filled; 0 for none",
      wholeNumber,
      TRAINING_DEFAULTS.perCarrier,
    )
    .option('--seed <n>', 'same data, settings and seed: same digest', positiveInteger, RECOGNIZER_DEFAULTS.seed)
    .option('--version <name>', 'the bundle version (default: <yyyymmdd>-<digest prefix>)', versionName)
    .option('--out <folder>', 'bundles go to <folder>/<domain>/', 'trained')
    .option('--ship', "put the bundles where the project's own services read them: domains/<domain>/bundle/")
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Examples:
  nlu-reranker train music
  nlu-reranker train --all --ship
  nlu-reranker train books --corpus my-books.jsonl --loss r3 --out trial
  nlu-reranker start --bundles trial`,
    )
    .action((domains: string[], flags: Flags) => runTrain(domains, flags));
}

async function runTrain(names: readonly string[], flags: Flags): Promise<void> {
  const folders = domainFolders();
  const chosen = flags.all ? folders : folders.filter(({ name }) => names.includes(name));
  const known = folders.map(({ name }) => name).join(', ');
  const unknown = names.find((name) => !folders.some((folder) => folder.name === name));
  if (unknown !== undefined)
    throw new NluError('INVALID_ARGUMENT', `domain ${unknown}: there is none; there are ${known}`);
  if (chosen.length === 0) throw new NluError('INVALID_ARGUMENT', `domain: name one of ${known}, or give --all`);
  if (flags.folds < 2) throw new NluError('INVALID_ARGUMENT', '--folds: at least 2, or no score is out of fold');

  const begun = performance.now();
  const say = (text: string) => {
    if (!flags.json)
      process.stdout.write(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${text}\n`);
  };
  const recipes = folders.map(({ schema, path }) => ({ schema, recipe: readRecipe(path, schema) }));
  const byDefault = trainingCorpora(flags.data);
  const corpora = flags.corpus ?? byDefault.paths;
  const read = await readTrainingCorpora({
    corpora,
    catalogues: flags.catalogue ?? defaultCatalogues(flags.data),
    domains: recipes,
    perCarrier: flags.generate,
    folds: flags.folds,
    seed: flags.seed,
  });
  const rowsRead = read.corpora.slice(0, corpora.length).reduce((sum, { rows }) => sum + rows, 0);
  if (!flags.corpus) say(choiceText(byDefault, rowsRead));
  for (const { name, rows } of read.corpora) say(`${name}: ${rows} rows`);
  const pool = startTrainingPool();
  try {
    const finished = await runTraining(
      {
        ...read,
        domains: recipes.filter(({ schema }) => chosen.some(({ name }) => name === schema.domain)),
        negatives: flags.negatives ?? new Map(),
        form: flags.loss,
        folds: flags.folds,
        nBest: flags.nBest,
        recognizer: FITS[flags.fit]({ ...RECOGNIZER_DEFAULTS, seed: flags.seed }),
        reranker: { ...RERANKER_DEFAULTS, semerShare: flags.semerShare },
        directoryOf: (domain) =>
          flags.ship ? join(projectRoot(), 'domains', domain, 'bundle') : join(flags.out, domain),
        version: flags.version ?? new Date(),
      },
      pool,
      (domain) => (message, done) =>
        say(`${domain.padEnd(8)} ${`${Math.round(100 * done)} %`.padStart(5)}  ${message}`),
    );
    if (flags.json) process.stdout.write(`${JSON.stringify(finished.map(summary))}\n`);
    else report(finished, say);
    if (flags.all) await fitThreshold(finished, flags.ship === true, say);
  } finally {
    await pool.close();
  }
}
