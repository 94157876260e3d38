import { join } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { RERANKER_FORMS, type RerankerForm } from '../../bundles/format/manifest.js';
import { SCORE_KINDS } from '../../bundles/format/own-scores.js';
import {
  allDomains,
  bundleFolder,
  type DomainFolder,
  findDomain,
  ships,
} from '../../domains/core/schema/domain-folders.js';
import { NluError } from '../../serving/errors.js';
import { choiceText, defaultCatalogues, ownCorpora, trainingCorpora } from '../../training/corpus/default-corpora.js';
import type { ScoreKinds } from '../../training/own-scores/score-kinds.js';
import { DEFAULT_RISK } from '../../training/priors/fit-acceptance.js';
import { readRecipe } from '../../training/recipes/recipe.js';
import { RECOGNIZER_DEFAULTS } from '../../training/recognizer/recognizer-trainer.js';
import { RERANKER_DEFAULTS } from '../../training/reranker/reranker-trainer.js';
import { TRAINING_DEFAULTS } from '../../training/run/training-defaults.js';
import { startTrainingPool } from '../../training/run/training-pool.js';
import { readTrainingCorpora, runTraining } from '../../training/run/training-run.js';
import { FITS } from '../../training/studies/retraining.js';
import { fitThresholds, report, summary } from '../evaluation/finished-training.js';
import { invocation } from '../invocation.js';
import {
  collect,
  copiesOfRows,
  dataOption,
  namedRates,
  positiveInteger,
  share,
  versionName,
  wholeNumber,
  withOption,
} from '../options.js';
import { scoreKinds } from '../own-scores/score-option.js';
import { FORM_CHOICES, ownScoresReport, trainOwnScores } from '../own-scores/train-own-scores.js';
import { trainClaimsCommand } from './training/train-claims.js';
import { trainForecastCommand } from './training/train-forecast.js';
import { trainLabelsCommand } from './training/train-labels.js';
import { trainNoiseCommand } from './training/train-noise.js';
import { trainPriorsCommand } from './training/train-priors.js';

interface Flags {
  hypotheses?: string[];
  scores?: ScoreKinds;
  form?: (typeof FORM_CHOICES)[number];
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
  noise: number;
  holdOut: 'carrier' | 'text';
  risk?: number;
  seed: number;
  version?: string;
  out?: string;
  with?: string[];
  ship?: boolean;
  json?: boolean;
}

/** `train`: one domain's bundle, or all of them. */
export function trainCommand(): Command {
  return new Command('train')
    .description('Train a domain: recognizer, out-of-fold scores, re-ranker, bundle.')
    .enablePositionalOptions()
    .addCommand(trainPriorsCommand())
    .addCommand(trainClaimsCommand())
    .addCommand(trainNoiseCommand())
    .addCommand(trainForecastCommand())
    .addCommand(trainLabelsCommand())
    .addArgument(new Argument('[domain...]', 'the domains to train, each a name or a folder with a schema.json'))
    .option('--all', 'train every domain, those of --with among them')
    .addOption(withOption())
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
    .addOption(
      new Option(
        '--hypotheses <file>',
        'learn from the n-best lists of your own NLU in this JSON Lines file instead; repeat it',
      )
        .argParser(collect)
        .conflicts([
          'all',
          'ship',
          'data',
          'corpus',
          'catalogue',
          'negatives',
          'loss',
          'semerShare',
          'fit',
          'nBest',
          'generate',
          'noise',
          'holdOut',
        ]),
    )
    .addOption(
      new Option('--scores <name=kind,...>', `what your scores are: ${SCORE_KINDS.join(', ')}`).argParser(scoreKinds),
    )
    .addOption(
      new Option('--form <form>', 'with --hypotheses: what is learned (default: by the number of rows)').choices(
        FORM_CHOICES,
      ),
    )
    .addOption(
      new Option(
        '--hold-out <unit>',
        'what of generated rows a fold holds out: whole carriers, or each text, to see what that flatters',
      )
        .choices(['carrier', 'text'])
        .default('carrier'),
    )
    .option(
      '--risk <share>',
      'with --all: largest share of accepted readings that may be wrong, by which the threshold for ACCEPT is fitted (default: 0.1)',
      share,
    )
    .option('--n-best <n>', 'hypotheses that the recognizer offers', positiveInteger, TRAINING_DEFAULTS.nBest)
    .option('--folds <n>', 'folds for out-of-fold scores, at least 2', positiveInteger, TRAINING_DEFAULTS.folds)
    .option(
      '--generate <n>',
      "times that each carrier of a domain's recipe.json is filled; 0 for none",
      wholeNumber,
      TRAINING_DEFAULTS.perCarrier,
    )
    .option(
      '--noise <copies>',
      'copies of each training row, on average, as a speech recogniser could have misheard it; 0 for none',
      copiesOfRows,
      RECOGNIZER_DEFAULTS.noise.copies,
    )
    .option('--seed <n>', 'same data, settings and seed: same digest', positiveInteger, RECOGNIZER_DEFAULTS.seed)
    .option('--version <name>', 'the bundle version (default: <yyyymmdd>-<digest prefix>)', versionName)
    .option(
      '--out <folder>',
      "bundles go to <folder>/<domain>/ (default: trained; for a domain of a folder elsewhere, that folder's bundle/)",
    )
    .option('--ship', "put the bundles where the project's own services read them: domains/<domain>/bundle/")
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
A domain of a folder elsewhere learns from the corpus.jsonl in it and, for what is not its own, from the corpora above.
Every row is checked before anything is trained.

With --hypotheses there is no recognizer: the bundle re-ranks the lists that callers send with Rerank. A row:
  {"id": "1", "text": "play jazz", "truth": {"intent": "PlayMusic", "slots": [{"name": "genre", "value": "jazz"}]},
   "hypotheses": [{"intent": "PlayMusic", "slots": [...], "scores": {"confidence": 0.93, "nll": 4.1}}, ...]}
"truth": null says that no hypothesis is right. A first line {"scores": {"confidence": "probability", "nll": "cost"}}
declares what the scores are, as --scores does. \`predict --scores\` writes such rows.

Examples:
  nlu-reranker train music
  nlu-reranker train ../podcasts
  nlu-reranker train --all --ship
  nlu-reranker train books --corpus my-books.jsonl --loss r3 --out trial
  nlu-reranker train ../podcasts --hypotheses n-best.jsonl --scores confidence=probability
  nlu-reranker start --bundles trial`,
    )
    .action((domains: string[], flags: Flags) => runTrain(domains, flags));
}

async function runTrain(names: readonly string[], flags: Flags): Promise<void> {
  const { folders, chosen } = chooseDomains(names, flags);
  if (flags.folds < 2) throw new NluError('INVALID_ARGUMENT', '--folds: at least 2, or no score is out of fold');

  if (flags.risk !== undefined && !flags.all) throw new NluError('INVALID_ARGUMENT', '--risk: goes with --all');
  if (flags.risk === 0 || flags.risk === 1) throw new NluError('INVALID_ARGUMENT', '--risk: between 0 and 1');
  if (!flags.hypotheses && (flags.scores || flags.form))
    throw new NluError('INVALID_ARGUMENT', `--${flags.scores ? 'scores' : 'form'}: goes with --hypotheses`);
  const begun = performance.now();
  const say = (text: string) => {
    if (!flags.json)
      process.stdout.write(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${text}\n`);
  };
  if (flags.hypotheses) {
    const [folder, another] = chosen;
    if (another) throw new NluError('INVALID_ARGUMENT', '--hypotheses: one domain at a time');
    const { hypotheses: files, version, form, scores, folds, seed } = flags;
    const directory = bundlesOf(chosen, folder.name, flags);
    const finished = await trainOwnScores({ folder, files, scores, form, folds, seed, version, directory }, say);
    if (flags.json) process.stdout.write(`${JSON.stringify([{ ...summary(finished), form: finished.form }])}\n`);
    else for (const line of ownScoresReport(finished, folder)) say(line);
    return;
  }
  const recipes = folders.map(({ schema, path }) => ({ schema, recipe: readRecipe(path, schema) }));
  const byDefault = trainingCorpora(flags.data);
  const named = flags.corpus ? [...new Set(flags.corpus)].map((path) => ({ path })) : byDefault.uses;
  const own = ownCorpora(folders.filter((folder) => !ships(folder))).filter(
    (path) => !named.some((use) => use.path === path),
  );
  const corpora = [...named, ...own.map((path) => ({ path }))];
  const read = await readTrainingCorpora({
    corpora,
    catalogues: flags.catalogue ?? defaultCatalogues(flags.data),
    domains: recipes,
    perCarrier: flags.generate,
    heldOutBy: flags.holdOut === 'text' ? 'text' : undefined,
    folds: flags.folds,
    seed: flags.seed,
  });
  const rowsRead = read.corpora.slice(0, named.length).reduce((sum, { rows }) => sum + rows, 0);
  if (!flags.corpus) say(choiceText(byDefault, rowsRead, invocation));
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
        recognizer: FITS[flags.fit]({
          ...RECOGNIZER_DEFAULTS,
          seed: flags.seed,
          noise: { ...RECOGNIZER_DEFAULTS.noise, copies: flags.noise },
        }),
        reranker: { ...RERANKER_DEFAULTS, semerShare: flags.semerShare },
        directoryOf: (domain) => bundlesOf(chosen, domain, flags),
        version: flags.version ?? new Date(),
        known: folders.map(({ name }) => name),
        notice: (text) => process.stderr.write(`${text}\n`),
      },
      pool,
      (domain) => (message, done) =>
        say(`${domain.padEnd(8)} ${`${Math.round(100 * done)} %`.padStart(5)}  ${message}`),
    );
    if (flags.json) process.stdout.write(`${JSON.stringify(finished.map(summary))}\n`);
    else report(finished, say);
    if (flags.all) await fitThresholds(finished, { risk: flags.risk ?? DEFAULT_RISK, ship: flags.ship === true }, say);
  } finally {
    await pool.close();
  }
}

/** The domains that there are, and those of them that are to be trained. @throws NluError for none, and for unknown ones */
function chooseDomains(
  names: readonly string[],
  flags: Pick<Flags, 'all' | 'with'>,
): { folders: DomainFolder[]; chosen: DomainFolder[] } {
  const asked = names.map(findDomain);
  const elsewhere = asked.filter((folder) => !ships(folder)).map(({ path }) => path);
  const folders = allDomains([...(flags.with ?? []), ...elsewhere]);
  const chosen = flags.all ? folders : folders.filter(({ name }) => asked.some((one) => one.name === name));
  if (chosen.length > 0) return { folders, chosen };
  const known = folders.map(({ name }) => name).join(', ');
  throw new NluError('INVALID_ARGUMENT', `domain: name one of ${known} or a folder with a schema.json, or give --all`);
}

/** The folder that a domain's bundle goes to. */
function bundlesOf(
  chosen: readonly DomainFolder[],
  domain: string,
  { ship, out }: Pick<Flags, 'ship' | 'out'>,
): string {
  const folder = chosen.find(({ name }) => name === domain);
  const isToItsOwn = folder !== undefined && (ship || (out === undefined && !ships(folder)));
  return isToItsOwn ? bundleFolder(folder) : join(out ?? 'trained', domain);
}
