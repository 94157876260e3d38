import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Command } from 'commander';
import { projectRoot } from '../../../proto/project.js';
import type { CorpusRow } from '../../corpus/corpus-row.js';
import { sampleCorpora } from '../../corpus/default-corpora.js';
import { assignDomain } from '../../corpus/domain-assignment.js';
import { readCorpus } from '../../corpus/read-corpus.js';
import { domainFolders } from '../../domain-folders.js';
import { evaluate } from '../../evaluation/evaluation.js';
import { type Interpreted, interpretedRow } from '../../evaluation/interpreted.js';
import { evaluationJson, evaluationText, utterancesText } from '../evaluation-text.js';
import { withGateway } from '../gateway-client.js';
import { mapInOrder } from '../map-in-order.js';
import { bundlesOption, collect, gatewayOption, namedFolders, positiveInteger } from '../options.js';
import { unfilteredRequest } from '../predict.js';

interface Flags {
  corpus?: string[];
  form?: Map<string, string>;
  json?: boolean;
  report?: string;
  seed: number;
  resamples: number;
  gateway?: string;
  bundles?: string;
}

const CONCURRENCY = 16;

/** `evaluate`: the figures of a corpus through the real stack, beside R0. */
export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description('Measure the served bundles on a corpus, through the real stack, beside R0.')
    .option(
      '--corpus <path>',
      'a .jsonl, SNIPS .json or seq.in split; repeat it (default: the SNIPS valid rows beside the project, else the sample)',
      collect,
    )
    .option(
      '--form <name=folder>',
      'a further set of bundles, <folder>/<domain>/, to stand beside; repeat it',
      namedFolders,
    )
    .option('--json', 'print the figures as JSON')
    .option('--report <folder>', 'write an HTML page with pictures too')
    .option('--resamples <n>', 'resamples of the paired bootstrap', positiveInteger, 10_000)
    .option('--seed <n>', 'seed of the bootstrap', positiveInteger, 1)
    .addOption(gatewayOption())
    .addOption(bundlesOption())
    .addHelpText(
      'after',
      `
R0 is the product of the recognizer's three raw probabilities, and the baseline of every interval; "R0 logits" is the
sigmoid of the sum of their logits. Both re-merge the very hypotheses that were served. Definitions: docs/metrics.md.

Examples:
  npm run evaluate
  npm run -s evaluate -- --corpus my-requests.jsonl --json
  npm run evaluate -- --form r3=out/r3 --report out/report`,
    )
    .action((flags: Flags) => runEvaluate(flags));
}

async function runEvaluate({
  corpus,
  form = new Map(),
  json,
  report,
  seed,
  resamples,
  ...choice
}: Flags): Promise<void> {
  const schemas = domainFolders().map((folder) => folder.schema);
  const paths = corpus ?? defaultEvaluation();
  const rows = paths.flatMap(readCorpus).map((row) => ({ ...row, domain: assignDomain(row, schemas) }));
  const served = await interpretRows(rows, choice);
  const further = new Map<string, Interpreted[]>();
  for (const [name, bundles] of form) further.set(name, await interpretRows(rows, { bundles }));
  const evaluation = evaluate(served, further, { seed, resamples });
  if (report !== undefined) {
    // Loaded for those who ask: the plotting library takes longer to load than the rest of the command line.
    const { writeReport } = await import('../../report/report.js');
    const text = `${paths.map((path) => basename(path)).join(', ')}: ${utterancesText(evaluation)}`;
    await writeReport(report, { title: 'nlu-reranker: evaluation', text }, evaluation, served);
    process.stderr.write(`wrote ${join(report, 'index.html')}\n`);
  }
  process.stdout.write(json ? evaluationJson(paths, evaluation) : evaluationText(paths, evaluation));
}

function interpretRows(rows: readonly CorpusRow[], choice: Pick<Flags, 'gateway' | 'bundles'>): Promise<Interpreted[]> {
  return withGateway(choice, async (client) => {
    const interpreted: Interpreted[] = [];
    const ask = async (row: CorpusRow) => interpretedRow(row, await client.interpretWhole(unfilteredRequest(row.text)));
    for await (const row of mapInOrder(rows, CONCURRENCY, ask)) interpreted.push(row);
    return interpreted;
  });
}

function defaultEvaluation(): string[] {
  const held = join(projectRoot(), '..', 'shared', 'data', 'snips', 'valid.jsonl');
  return existsSync(held) ? [held] : sampleCorpora();
}
