import { Command, Option } from 'commander';
import { type Reason, strongestReasons } from '../../console/explanation/reasons.js';
import { allDomains } from '../../domains/core/schema/domain-folders.js';
import { NluError } from '../../serving/errors.js';
import { identifyCorpus } from '../../training/corpus/corpus-identity.js';
import type { CorpusRow } from '../../training/corpus/corpus-row.js';
import { choiceText, evaluationCorpora } from '../../training/corpus/default-corpora.js';
import { assigned } from '../../training/corpus/domain-assignment.js';
import { readCorpus } from '../../training/corpus/read-corpus.js';
import { evaluate, SERVED } from '../../training/evaluation/evaluation.js';
import { foldedText } from '../../training/evaluation/folded-intents.js';
import { type Interpreted, interpretedRow } from '../../training/evaluation/interpreted.js';
import type { MeasuredCorpus } from '../../training/overlap/overlap.js';
import { loadPlotting } from '../../training/report/plotting.js';
import { worstErrors } from '../../training/report/worst-errors.js';
import { checkBundlesFolder } from '../access/bundles-folder.js';
import { type GatewayAccess, withGatewayOptions } from '../access/gateway-access.js';
import { type GatewayChoice, type GatewayClient, withGateway } from '../access/gateway-client.js';
import { evaluateRecognised } from '../evaluation/evaluate-recognised.js';
import {
  type AnsweringBundles,
  type AnsweringVersions,
  answeringBundles,
  noteVersions,
} from '../evaluation/evaluated.js';
import { printEvaluation } from '../evaluation/print-evaluation.js';
import { trainingOverlap } from '../evaluation/training-overlap.js';
import { mapInOrder } from '../interpretation/map-in-order.js';
import { unfilteredRequest } from '../interpretation/predict.js';
import { invocation } from '../invocation.js';
import { bundlesOption, collect, namedFolders, positiveInteger, withOption } from '../options.js';
import { evaluateOwnScores } from '../own-scores/evaluate-own-scores.js';
import { ownEvaluationText } from '../own-scores/own-evaluation-text.js';
import { answers } from '../studies/answers.js';
import { entityEvidence } from '../studies/entity-evidence.js';
import { heldOut } from '../studies/held-out.js';
import { independence } from '../studies/independence.js';
import { standardSnips } from '../studies/standard-snips.js';
import { type StudyFlags, withStudyOptions } from '../studies/study-options.js';

interface Flags extends StudyFlags, GatewayAccess {
  hypotheses?: string[];
  bundle?: string[];
  answers?: boolean;
  household?: string;
  recognised?: string;
  outOfFold?: boolean;
  independence?: boolean;
  standardSnips?: boolean;
  entities?: string[];
  otherEntities?: string[];
  retrain?: string[];
  corpus?: string[];
  form?: Map<string, string>;
  json?: boolean;
  report?: string;
  resamples: number;
  bundles?: string;
  with?: string[];
}

const CONCURRENCY = 16;

/** `evaluate`: the figures of a corpus through the real stack, beside R0. */
export function evaluateCommand(): Command {
  const command = new Command('evaluate')
    .description('Measure the served bundles on a corpus, through the real stack, beside R0.')
    .option(
      '--corpus <path>',
      'a .jsonl, SNIPS .json or seq.in split; repeat it (default: SNIPS valid of the data folder, else the sample)',
      collect,
    )
    .option(
      '--form <name=folder>',
      'a further set of bundles, <folder>/<domain>/, to stand beside; repeat it',
      namedFolders,
    )
    .option('--json', 'print the figures as JSON')
    .option(
      '--report <folder>',
      'write an HTML page with pictures (drawn by vega and vega-lite), and report.json for the console',
    )
    .option('--resamples <n>', 'resamples of the paired bootstrap', positiveInteger, 10_000)
    .option('--seed <n>', 'seed of the bootstrap, and of training where that is part of it', positiveInteger, 1)
    .addOption(bundlesOption())
    .addOption(withOption())
    .addOption(
      new Option(
        '--hypotheses <file>',
        'measure bundles on the lists of your own NLU in this JSON Lines file, without a stack; repeat it',
      )
        .argParser(collect)
        .conflicts([
          ...['outOfFold', 'independence', 'standardSnips', 'entities', 'answers', 'household', 'recognised'],
          ...['form', 'gateway', 'bundles', 'corpus', 'report'],
        ]),
    )
    .addOption(
      new Option(
        '--bundle <file>',
        'with --hypotheses: the bundle that re-ranks them; repeat it for more domains',
      ).argParser(collect),
    )
    .addOption(study('--out-of-fold', 'train every form of re-ranker on the same lists and measure what none had seen'))
    .addOption(study('--independence', 'retrain one domain at a time, and measure what that does to the others'))
    .addOption(study('--standard-snips', 'train the seven intents of SNIPS and score them as published systems are'))
    .addOption(
      study(
        '--entities <file>',
        "train re-rankers with what this catalogue's bundle says of each hypothesis, and measure what they gain; repeat it for more domains",
      ).argParser(collect),
    )
    .option(
      '--other-entities <file>',
      "with --entities: another catalogue's bundle that such a re-ranker is served with; repeat it",
      collect,
    )
    .addOption(
      new Option(
        '--answers',
        'measure what the gateway would answer with its priors, by device, without a stack',
      ).conflicts(['outOfFold', 'independence', 'standardSnips', 'entities', 'form', 'report', 'gateway', 'with']),
    )
    .addOption(
      new Option(
        '--recognised <file>',
        'measure recognised speech, by the best hearing and by the n-best list: rows {"id", "heard", "alternatives"} by the ids of the corpus',
      ).conflicts(['outOfFold', 'independence', 'standardSnips', 'entities', 'answers', 'form', 'report']),
    )
    .option('--household <file>', 'with --answers: rows {"text", "context", "kind", "expect"} to judge answers by')
    .option('--retrain <domain>', 'with --independence: only this domain; repeat it', collect);
  return withStudyOptions(withGatewayOptions(command))
    .addHelpText(
      'after',
      `
R0 is the product of the recognizer's three raw probabilities, and the baseline of every interval; "R0 logits" is the
sigmoid of the sum of their logits. Both re-merge the very hypotheses that were served.
Definitions: docs/reference/quality-metrics.md.
Where bundles were trained on rows that they are measured on, a line says so; it cannot for a gateway that runs elsewhere.
The figures stand below the corpora that they stand on, each with its rows and SHA-256. On a bare clone that is the
sample that ships; \`nlu-reranker data\` makes the public corpora.

Examples:
  nlu-reranker evaluate
  nlu-reranker evaluate --corpus my-requests.jsonl --json
  nlu-reranker evaluate --form r3=out/r3 --report out/report
  nlu-reranker evaluate --answers --household my-household.jsonl
  nlu-reranker evaluate --recognised heard.jsonl --corpus my-requests.jsonl
  nlu-reranker evaluate --out-of-fold --resamples 1000 --report out/forms
  nlu-reranker evaluate --independence --retrain video
  nlu-reranker evaluate --standard-snips
  nlu-reranker evaluate --entities trained/music-catalogue/20260102-0a1b2c3d.bundle
  nlu-reranker evaluate --hypotheses held-out.jsonl --bundle out/music/20260102-0a1b2c3d.bundle`,
    )
    .hook('preAction', async (command) => {
      // Told before the work that the pictures are of.
      if (command.opts<Flags>().report !== undefined) await loadPlotting();
    })
    .action((flags: Flags) => {
      if (flags.hypotheses || flags.bundle) return runOwnEvaluation(flags);
      if (flags.household !== undefined && !flags.answers) {
        throw new NluError('INVALID_ARGUMENT', '--household: goes with --answers');
      }
      if (flags.otherEntities && !flags.entities) {
        throw new NluError('INVALID_ARGUMENT', '--other-entities: goes with --entities');
      }
      if (flags.recognised !== undefined) return evaluateRecognised({ ...flags, recognised: flags.recognised });
      if (flags.answers) return answers(flags);
      if (flags.entities) return entityEvidence({ ...flags, entities: flags.entities });
      if (flags.outOfFold) return heldOut(flags);
      if (flags.independence) return independence(flags);
      if (flags.standardSnips) return standardSnips(flags);
      return runEvaluate(flags);
    });
}

/** One of the evaluations that train; each stands alone. */
function study(flag: string, description: string): Option {
  const others = ['outOfFold', 'independence', 'standardSnips', 'entities', 'form', 'gateway', 'bundles', 'with'];
  const option = new Option(flag, description);
  return option.conflicts(others.filter((name) => name !== option.attributeName()));
}

async function runOwnEvaluation({
  hypotheses: files,
  bundle,
  with: folders = [],
  resamples,
  seed,
  json,
}: Flags): Promise<void> {
  const [first, ...others] = bundle ?? [];
  if (!files || first === undefined)
    throw new NluError(
      'INVALID_ARGUMENT',
      '--hypotheses FILE and --bundle FILE go together: the rows, and what ranks them',
    );
  const evaluation = await evaluateOwnScores(
    { files, bundles: [first, ...others], folders, resamples, seed },
    (text) => void process.stderr.write(`${text}\n`),
  );
  process.stdout.write(json ? `${JSON.stringify(evaluation, null, 2)}\n` : ownEvaluationText(evaluation));
}

async function runEvaluate({
  corpus,
  data,
  form = new Map(),
  json,
  report,
  seed,
  resamples,
  ...choice
}: Flags): Promise<void> {
  const schemas = allDomains(choice.with).map((folder) => folder.schema);
  for (const [name, folder] of form) await checkBundlesFolder(`--form ${name}=${folder}`, folder);
  const chosen = evaluationCorpora(data);
  const read = (corpus ?? chosen.paths).map((path): MeasuredCorpus => {
    const rows = readCorpus(path).map((row) => assigned(row, schemas));
    return { identity: identifyCorpus(path, rows.length), rows };
  });
  const rows = read.flatMap((one) => one.rows);
  const served = await interpretRows(rows, choice, report !== undefined);
  const bundles: Record<string, AnsweringBundles> = { [SERVED]: served.bundles };
  const further = new Map<string, Interpreted[]>();
  for (const [name, folder] of form) {
    const answered = await interpretRows(rows, { bundles: folder, with: choice.with });
    further.set(name, answered.interpreted);
    bundles[name] = answered.bundles;
  }
  const evaluation = evaluate(served.interpreted, further, { seed, resamples });
  const folders = [...(choice.gateway === undefined ? [choice.bundles] : []), ...form.values()];
  const foldedIntents = foldedText(rows);
  const evaluated = {
    date: new Date().toISOString(),
    corpora: read.map(({ identity }) => identity),
    ...(!corpus && { choice: choiceText(chosen, rows.length, invocation) }),
    bundles,
    ...(foldedIntents !== undefined && { foldedIntents }),
    ...(await trainingOverlap(folders, read)),
  };
  await printEvaluation({ json, report }, evaluated, evaluation, served.interpreted, served.reasons);
}

/** The rows as a stack answered them, and the bundles that it answered with. */
interface AnsweredRows {
  readonly interpreted: Interpreted[];
  readonly bundles: AnsweringBundles;
  /** By text, what spoke for and against the top hypotheses of the worst errors; none unless it was asked for. */
  readonly reasons: ReadonlyMap<string, readonly string[]>;
}

function interpretRows(rows: readonly CorpusRow[], choice: GatewayChoice, isExplained = false): Promise<AnsweredRows> {
  return withGateway(choice, async (client) => {
    const interpreted: Interpreted[] = [];
    const versions: AnsweringVersions = new Map();
    const ask = async (row: CorpusRow) => {
      const reply = await client.interpretWhole(unfilteredRequest(row.text));
      noteVersions(versions, reply);
      return interpretedRow(row, reply);
    };
    for await (const row of mapInOrder(rows, CONCURRENCY, ask)) interpreted.push(row);
    const reasons = isExplained ? await reasonsOfWorst(client, interpreted) : new Map<string, string[]>();
    return { interpreted, bundles: answeringBundles(versions, await client.describe({})), reasons };
  });
}

/** Asks again for what was believed most and is wrong, with explanations, which would make every answer dearer. */
async function reasonsOfWorst(client: GatewayClient, rows: readonly Interpreted[]): Promise<Map<string, string[]>> {
  const reasons = new Map<string, string[]>();
  for (const { row } of worstErrors(rows)) {
    const { hypotheses } = await client.interpretWhole({ ...unfilteredRequest(row.text), explain: true });
    const [top] = hypotheses;
    if (top) reasons.set(row.text, strongestReasons(top).map(reasonText));
  }
  return reasons;
}

function reasonText({ phrase, value }: Reason): string {
  return `${phrase} (${value < 0 ? '' : '+'}${value.toFixed(1)})`;
}
