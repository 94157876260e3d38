import { Command } from 'commander';
import { positiveInteger } from '../../cli/options.js';
import { bundledBundles } from '../../cli/release/gates/active-bundles.js';
import { bundledModels, releaseModels } from '../../cli/release/gates/active-models.js';
import { loadProven } from '../../cli/release/gates/domain-model.js';
import { type HypothesisBundle, hypothesisBundle } from '../../cli/release/gates/lists/hypothesis-model.js';
import { NluError } from '../../serving/errors.js';
import { dataFiles } from '../../training/corpus/data-folder.js';
import { sampleCorpora } from '../../training/corpus/default-corpora.js';
import type { Scored } from '../../training/metrics/scored.js';
import type { HypothesisRow } from '../../training/own-scores/hypothesis-row.js';
import { writeExample } from './own-scores/example.js';
import { distortionFigures, fewRowsFigures } from './own-scores/figures.js';
import { listedRows } from './own-scores/lists.js';
import { KINDS } from './own-scores/measure.js';
import { type OwnScoresReport, ownScoresText } from './own-scores/tables.js';

interface Flags {
  seed: number;
  seeds: number;
  partitions: number;
  resamples: number;
  json?: boolean;
  example?: string;
}

const command = new Command('bench:own-scores')
  .description("How well re-rankers learn from another NLU's scores: five distortions of our own lists, and few rows.")
  .option('--seed <n>', 'of the bootstrap', positiveInteger, 20261128)
  .option('--seeds <n>', 'draws of few rows', positiveInteger, 20)
  .option('--partitions <n>', 'partitions of the rows into folds', positiveInteger, 10)
  .option('--resamples <n>', 'resamples of the paired bootstrap', positiveInteger, 1_000)
  .option('--example <folder>', 'only write the distorted rows that ship: train.jsonl and held-out.jsonl')
  .option('--json', 'print JSON instead of tables')
  .addHelpText('after', '\ndocs/results/bench-own-scores.md tells what is measured, and on which rows.')
  .parse();

/** What the scores are where there is one in place of three. */
const ONE = new Map([['confidence', 'probability']] as const);

try {
  process.stdout.write(await run(command.opts<Flags>()));
} catch (error) {
  process.stderr.write(`${error instanceof NluError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}

async function run({ seed, seeds, partitions, resamples, json, example }: Flags): Promise<string> {
  const models = await bundledModels();
  const bundles: HypothesisBundle[] = [];
  for (const { read } of (await bundledBundles()).values())
    bundles.push(hypothesisBundle(await loadProven(await read())));
  try {
    if (example !== undefined) return await writeExample(models, example);
    const domains = [...models.keys()];
    const sample = await listedRows(models, sampleCorpora());
    const snips = await rowsOf('snips/valid.jsonl');
    // Every sixth row of CLINC chose the settings, so that it measures nothing.
    const clinc = (await rowsOf('clinc/val.jsonl')).filter((_, index) => index % 6 === 1 || index % 6 === 3);
    const shipped = (rows: readonly HypothesisRow[]) => rankedByShipped(bundles, rows);
    const options = { seed, resamples };
    const measured = (name: string, rows: readonly HypothesisRow[], folds: number) =>
      distortionFigures(domains, rows, { folds, seeds: first(partitions) }, shipped, options).then((figures) => ({
        rows: `${rows.length} rows of ${name}, each held out of one of ${folds} folds, ${partitions} partitions`,
        figures,
      }));
    // Progress, since it takes minutes.
    const begun = performance.now();
    const note = (text: string) =>
      process.stderr.write(`${((performance.now() - begun) / 1_000).toFixed(0).padStart(5)} s  ${text}\n`);
    note(`distortions of ${sample.length} rows of the sample`);
    const distortions = [await measured('the sample', sample, 5)];
    if (snips.length > 0) {
      note(`distortions of ${sample.length + snips.length} rows of the sample and SNIPS valid`);
      distortions.push(await measured('the sample and SNIPS valid', [...sample, ...snips], 2));
    }
    const pool = [...sample, ...snips, ...clinc];
    const draws = first(seeds);
    const fewRows = [];
    for (const count of pool.length >= 1_500 ? [200, 1_000] : [200]) {
      note(`${count} rows of truth, ${seeds} draws`);
      fewRows.push({
        rows: `${count} of ${pool.length}, three scores`,
        figures: await fewRowsFigures(domains, pool, count, KINDS, draws),
      });
      fewRows.push({
        rows: `${count} of ${pool.length}, one score (their product)`,
        figures: await fewRowsFigures(domains, pool.map(withProduct), count, ONE, draws),
      });
    }
    const report: OwnScoresReport = { seed, distortions, fewRows };
    return json ? `${JSON.stringify(report, null, 2)}\n` : ownScoresText(report);
  } finally {
    await releaseModels(models.values());
    for (const bundle of bundles) await bundle.release();
  }

  async function rowsOf(file: string): Promise<HypothesisRow[]> {
    const files = dataFiles([file]);
    return files.length === 0 ? [] : listedRows(models, files);
  }
}

/** The seeds from 1 on. */
function first(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** One score in place of three: what a caller has whose NLU gives one number. */
function withProduct(row: HypothesisRow): HypothesisRow {
  const hypotheses = row.hypotheses.map((hypothesis) => {
    const confidence = Object.values(hypothesis.scores).reduce<number>((product, value) => product * (value ?? 1), 1);
    return { ...hypothesis, scores: { confidence } };
  });
  return { ...row, hypotheses };
}

/** The rows by the bundles that ship, which were learned from undistorted scores. */
async function rankedByShipped(
  bundles: readonly HypothesisBundle[],
  rows: readonly HypothesisRow[],
): Promise<Scored[]> {
  const scored: Scored[] = [];
  for (const { text, hypotheses, reference } of rows) {
    const all = [];
    for (const bundle of bundles) {
      const own = hypotheses.filter(({ domain }) => domain === bundle.domain);
      if (own.length === 0) continue;
      const { hypotheses: ranked } = await bundle.rank(text, own);
      all.push(...ranked.map((each) => ({ ...each, domain: bundle.domain })));
    }
    all.sort((one, other) => other.confidence - one.confidence);
    scored.push({ reference, hypotheses: all });
  }
  return scored;
}
