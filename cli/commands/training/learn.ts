import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { allDomains, findDomain, ships } from '../../../domains/core/schema/domain-folders.js';
import { NluError } from '../../../serving/errors.js';
import { defaultCatalogues, ownCorpora, trainingCorpora } from '../../../training/corpus/default-corpora.js';
import { ROW_DEFAULTS } from '../../../training/learning/rows/learned-rows.js';
import type { DomainRecipe } from '../../../training/recipes/generated-corpus.js';
import { readRecipe } from '../../../training/recipes/recipe.js';
import { inRowOrder, RECOGNIZER_DEFAULTS } from '../../../training/recognizer/recognizer-trainer.js';
import { RERANKER_DEFAULTS } from '../../../training/reranker/reranker-trainer.js';
import { TRAINING_DEFAULTS } from '../../../training/run/training-defaults.js';
import { startTrainingPool } from '../../../training/run/training-pool.js';
import {
  type FinishedDomain,
  readTrainingCorpora,
  runTraining,
  type TrainingCorpora,
} from '../../../training/run/training-run.js';
import { summary } from '../../evaluation/finished-training.js';
import { invocation } from '../../invocation.js';
import { rowLines, useLines } from '../../learning/learned-text.js';
import { surestRows, TRIES } from '../../learning/surest-rows.js';
import { type TaughtRows, taughtRows, withTaught } from '../../learning/taught-rows.js';
import {
  collect,
  dataOption,
  namedRates,
  positiveInteger,
  versionName,
  wholeNumber,
  withOption,
} from '../../options.js';
import { type ActiveFlags, activeBundles, withActiveOptions } from '../../release/active-options.js';
import { deploy, GatesRefused } from '../../release/deploy.js';
import { type GateFlags, gateRows, saidTexts, verdictText, withGateOptions } from '../../release/gate-options.js';
import { InterpretationCache } from '../../release/gates/interpretation-cache.js';
import { type GateRequest, measuredText, runGates } from '../../release/gates/run-gates.js';
import { readUse, type Use } from '../../release/gates/use/read-use.js';
import type { UsedText } from '../../release/gates/use/used-texts.js';
import { withStores } from '../../release/publication/nats-connection.js';
import {
  type DeploymentFlags,
  rolloutOptions,
  signingKey,
  withRolloutOptions,
} from '../../release/publication/nats-options.js';
import { ownRecord, tellRollout } from '../../release/publication/rollout-result.js';

interface Flags extends ActiveFlags, GateFlags, Omit<DeploymentFlags, 'nats'> {
  auto?: boolean;
  data?: string;
  trainOn?: string[];
  catalogue?: string[];
  negatives?: Map<string, number>;
  fewestCustomers: number;
  folds: number;
  generate: number;
  out: string;
  tries: number;
  version?: string;
  with?: string[];
}

/** `learn`: a domain's bundle from the corpora and from what customers said. */
export function learnCommand(): Command {
  const command = new Command('learn')
    .description('Train a domain on its corpora and on what customers said, measure it, and with --auto deploy it.')
    .argument('<domain>', 'the domain, a name or a folder with a schema.json')
    .addOption(withOption())
    .option('--auto', 'deploy it on the NATS of --nats where every gate passes')
    .option(
      '--fewest-customers <n>',
      'customers who must have said a text before it may teach',
      positiveInteger,
      ROW_DEFAULTS.fewestCustomers,
    )
    .addOption(dataOption())
    .option('--train-on <path>', 'a corpus to train on; repeat it (default: those of `train`)', collect)
    .option('--catalogue <path>', 'a catalogue; repeat it (default: those of the data folder)', collect)
    .option(
      '--negatives <source=rate>',
      "share of a source's rows, such as learned=0.2, that is kept as negatives; repeat it (default: all)",
      namedRates,
    )
    .option('--folds <n>', 'folds for out-of-fold scores, at least 2', positiveInteger, TRAINING_DEFAULTS.folds)
    .option(
      '--generate <n>',
      "times that each carrier of a domain's recipe.json is filled",
      wholeNumber,
      TRAINING_DEFAULTS.perCarrier,
    )
    .option(
      '--tries <n>',
      'versions at most that are trained: where the gates refuse one, the next has the surer half of its rows',
      positiveInteger,
      TRIES,
    )
    .option('--version <name>', 'the bundle version (default: <yyyymmdd>-<digest prefix>)', versionName)
    .option('--out <folder>', 'the bundle goes to <folder>/<domain>/', 'learned');
  return withGateOptions(withRolloutOptions(withActiveOptions(command)))
    .addHelpText(
      'after',
      `
--events names what a gateway's events.folder names, or is nats with --nats and --events-key, and needs requests with their text (events.text). A text teaches once
five customers said it; a fifth of the texts teaches nothing, so that gates can measure by it. A version that the gates refuse is
trained again without the half of its rows that is believed least, twice at most.
Exit code 0: every gate passes, and with --auto it is deployed. 1: there is nothing to learn from, or a gate fails. 3: it was
deployed, and not every live replica was seen to serve it.

Examples:
  nlu-reranker learn music --events events
  nlu-reranker learn music --events events --auto --nats 127.0.0.1:4222 --sign-with keys/deploy.key`,
    )
    .action((domain: string, flags: Flags) => runLearn(domain, flags));
}

async function runLearn(nameOrFolder: string, flags: Flags): Promise<void> {
  const asked = findDomain(nameOrFolder);
  const { events, auto, nats } = flags;
  if (events === undefined)
    throw new NluError('INVALID_ARGUMENT', "--events: name the folder of events, a gateway's events.folder");
  if (auto && !nats) throw new NluError('INVALID_ARGUMENT', '--auto: name the NATS to deploy on with --nats');
  if (flags.hypotheses)
    throw new NluError('INVALID_ARGUMENT', '--hypotheses: what is learned from use has a recognizer');
  if (flags.folds < 2) throw new NluError('INVALID_ARGUMENT', '--folds: at least 2, or no score is out of fold');
  const folders = [...(flags.with ?? []), ...(ships(asked) ? [] : [asked.path])];
  const begun = performance.now();
  const say = (text: string) => {
    const line = `${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${text}\n`;
    (flags.json ? process.stderr : process.stdout).write(line);
  };
  const use = await readUse(events, flags);
  for (const line of useLines(use)) say(line);
  // Without texts nothing can be taught: that is known before anything is trained.
  const texts = saidTexts(use, events);
  const lessons = await readLessons(asked.name, folders, use, flags);
  for (const line of rowLines(lessons.taught.rows, lessons.taught.refused)) say(line);
  for (let tried = 0; ; tried++) {
    const next = surestRows(lessons.taught, tried + 1);
    const isLast = tried + 1 >= flags.tries || !next.rows.some(({ domain }) => domain === lessons.domain);
    const own = { ...lessons, taught: surestRows(lessons.taught, tried) };
    const failures = await tryRows(own, { tried, isLast }, texts, folders, flags, say);
    if (failures.length === 0) return;
    say(`refused: ${failures.join('; ')}`);
    if (isLast) break;
    say(`tries again with the ${next.rows.length} of ${lessons.taught.rows.length} rows that are believed most`);
  }
  process.exitCode = 1;
}

/** What a domain learns from. */
interface Lessons {
  /** The domain's name. */
  readonly domain: string;
  readonly corpora: TrainingCorpora;
  readonly recipes: readonly DomainRecipe[];
  readonly taught: TaughtRows;
}

/** Trains a version and lets it pass the gates, with --auto to be deployed. @returns what the gates have against it */
async function tryRows(
  lessons: Lessons,
  { tried, isLast }: { readonly tried: number; readonly isLast: boolean },
  use: readonly UsedText[],
  folders: readonly string[],
  flags: Flags,
  say: (text: string) => void,
): Promise<readonly string[]> {
  const { auto, events, stealBudget, resamples, seed } = flags;
  const finished = await train(lessons, tried, flags, say);
  const { domain, version, bytes } = finished;
  const file = join(flags.out, domain, `${version}.bundle`);
  say(`${domain}: ${version}, ${(bytes / 1e6).toFixed(2)} MB, ${file}`);
  const bundle = readFileSync(file);
  const gates: GateRequest = {
    ...{ stealBudget, resamples, seed },
    ...(await gateRows({ corpus: flags.corpus, hypotheses: undefined }, bundle, folders)),
    use,
    cache: new InterpretationCache(),
  };
  const learned = { rows: lessons.taught.rows.length, refused: lessons.taught.refused, tries: tried + 1 };
  const tell = (result: object) => {
    if (flags.json) process.stdout.write(`${JSON.stringify({ ...summary(finished), learned, ...result }, null, 2)}\n`);
  };
  if (auto) {
    try {
      await deployLearned(domain, bundle, gates, folders, flags, say, tell);
      return [];
    } catch (error) {
      // The last one is told with all that speaks against it.
      if (!(error instanceof GatesRefused) || isLast) throw error;
      return error.failures;
    }
  }
  const { verdicts, measured } = await runGates(bundle, await activeBundles(flags, folders), gates);
  if (!verdicts || !measured) throw new NluError('FAILED_PRECONDITION', `nothing of ${domain} is active`);
  for (const line of [...measuredText(measured), ...verdicts.map(verdictText)]) say(line);
  const failed = verdicts.filter(({ passed }) => !passed).map(({ gate }) => gate);
  if (failed.length === 0 || isLast) tell({ verdicts, measured });
  if (failed.length === 0)
    say(`every gate passes; to deploy it: ${invocation('deploy', `${domain} --bundle ${file} --events ${events}`)}`);
  return failed;
}

async function readLessons(domain: string, folders: readonly string[], use: Use, flags: Flags): Promise<Lessons> {
  const domains = allDomains(folders);
  const recipes = domains.map(({ schema, path }) => ({ schema, recipe: readRecipe(path, schema) }));
  const named = flags.trainOn?.map((path) => ({ path })) ?? trainingCorpora(flags.data).uses;
  const own = ownCorpora(domains.filter((folder) => !ships(folder))).map((path) => ({ path }));
  const corpora = await readTrainingCorpora({
    corpora: [...named, ...own.filter(({ path }) => !named.some((one) => one.path === path))],
    catalogues: flags.catalogue ?? defaultCatalogues(flags.data),
    domains: recipes,
    perCarrier: flags.generate,
    folds: flags.folds,
    seed: flags.seed,
  });
  const schemas = domains.map(({ schema }) => schema);
  const taught = taughtRows(use, corpora, schemas, { fewestCustomers: flags.fewestCustomers });
  return { domain, corpora, recipes, taught };
}

async function train(
  { domain, corpora, recipes, taught }: Lessons,
  tried: number,
  flags: Flags,
  say: (text: string) => void,
): Promise<FinishedDomain> {
  const pool = startTrainingPool();
  try {
    const [finished] = await runTraining(
      {
        ...withTaught(corpora, taught, domain),
        domains: recipes.filter(({ schema }) => schema.domain === domain),
        negatives: flags.negatives ?? new Map(),
        form: 'list-wise',
        folds: flags.folds,
        nBest: TRAINING_DEFAULTS.nBest,
        recognizer: inRowOrder({ ...RECOGNIZER_DEFAULTS, seed: flags.seed }),
        reranker: RERANKER_DEFAULTS,
        directoryOf: (name) => join(flags.out, name),
        // A version that was refused keeps its name.
        version: flags.version === undefined ? new Date() : `${flags.version}${tried === 0 ? '' : `-${tried + 1}`}`,
        known: recipes.map(({ schema }) => schema.domain),
        notice: (text) => process.stderr.write(`${text}\n`),
      },
      pool,
      () => (message, done) => say(`${domain} ${`${Math.round(100 * done)} %`.padStart(5)}  ${message}`),
    );
    // One domain was asked for.
    return finished!;
  } finally {
    await pool.close();
  }
}

/** Deploys what was learned, if the gates beside what is deployed let it. */
async function deployLearned(
  domain: string,
  bytes: Uint8Array,
  gates: GateRequest,
  folders: readonly string[],
  { nats, who, why, signWith, quorum, timeout, records, ...access }: Flags,
  say: (text: string) => void,
  tell: (result: object) => void,
): Promise<void> {
  const key = signingKey(signWith);
  const own = ownRecord(records, domain);
  await withStores({ ...access, nats: [...nats!] }, async (stores) => {
    const request = {
      ...{ domain, bytes, signWith: key, own: own?.read(), who, why: why || 'learned from use', force: false },
      ...{ beside: allDomains(folders).map(({ name }) => name), gates },
      rollout: rolloutOptions(domain, quorum, timeout),
    };
    const result = await deploy(stores, request, new Date());
    for (const text of result.notes) process.stderr.write(`${text}\n`);
    for (const line of [
      ...(result.measured ? measuredText(result.measured) : []),
      ...(result.verdicts ?? []).map(verdictText),
    ])
      say(line);
    say(`${domain}: ${result.before ?? 'nothing'} -> ${result.deployed.version}, number ${result.deployed.counter}`);
    tell({ verdicts: result.verdicts, measured: result.measured, deployed: result.deployed });
    tellRollout(result, own);
  });
}
