import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import { NluError } from '../../serving/errors.js';
import type { TrainingInputs } from '../../training/recognizer/domain-models.js';
import { RERANKER_DEFAULTS } from '../../training/reranker/reranker-trainer.js';
import { crossFit, foldExamples, rerankHeldOut } from '../../training/run/cross-fit.js';
import { TRAINING_DEFAULTS } from '../../training/run/training-defaults.js';
import { startTrainingPool, type TrainingPool } from '../../training/run/training-pool.js';
import { bestsOf, type DomainBest, type DomainBests } from '../../training/studies/domain-bests.js';
import { measureChange, type StudiedChange } from '../../training/studies/independence.js';
import { type Retraining, retrainings } from '../../training/studies/retraining.js';
import { independenceText } from './independence-text.js';
import { printProgress, readStudy, type Study, type StudyFlags } from './study-options.js';

interface Flags extends StudyFlags {
  /** The domains that are retrained; all when absent. */
  retrain?: string[];
  json?: boolean;
}

/** `evaluate --independence`: what retraining one domain does to all, with one threshold frozen before. */
export async function independence({ retrain, json, ...flags }: Flags): Promise<void> {
  const domains = domainFolders().map(({ name }) => name);
  const unknown = retrain?.find((domain) => !domains.includes(domain));
  if (unknown !== undefined) {
    throw new NluError('INVALID_ARGUMENT', `--retrain ${unknown}: no such domain; there are ${domains.join(', ')}`);
  }
  const study = await readStudy(flags);
  const pool = startTrainingPool();
  try {
    const changes = await studyChanges(study, retrain ?? domains, flags, pool);
    process.stdout.write(json ? `${JSON.stringify({ seed: flags.seed, changes })}\n` : independenceText(changes));
  } finally {
    await pool.close();
  }
}

async function studyChanges(
  { domainInputs, rows }: Study,
  retrained: readonly string[],
  flags: StudyFlags,
  pool: TrainingPool,
): Promise<StudiedChange[]> {
  const ways = retrainings(flags.seed, [...new Set(rows.map(({ source }) => source))]);
  const train = async (inputs: TrainingInputs, way: Retraining): Promise<DomainBest[]> => {
    const { domain } = inputs.schema;
    const own = { ...inputs, settings: way.settings(inputs.settings) };
    const folded = foldExamples(rows, own, flags.folds, (row) => way.weight(row, domain));
    const fit = await crossFit(folded, own, flags.nBest ?? TRAINING_DEFAULTS.nBest, pool);
    const bests = bestsOf(await rerankHeldOut(fit, 'list-wise', RERANKER_DEFAULTS, pool));
    printProgress(`${domain}: ${way.name}`);
    return bests;
  };
  const base: DomainBests = await mapOf(domainInputs, (inputs) => train(inputs, ways.whole));
  const changes: StudiedChange[] = [];
  const mixed = new Map(base);
  // One domain after another: what all of them offer in every state would not stay in memory.
  for (const [place, inputs] of domainInputs.entries()) {
    const { domain } = inputs.schema;
    if (!retrained.includes(domain)) continue;
    const half = new Map(base).set(domain, await train(inputs, ways.half));
    changes.push({ name: `${domain}: half the data, then all`, systems: measureChange(half, base) });
    const renewals = [ways.overTrained, ways.underTrained, ways.ownNegatives];
    for (const [turn, way] of renewals.entries()) {
      const bests = await train(inputs, way);
      changes.push({ name: `${domain}: ${way.name}`, systems: measureChange(base, new Map(base).set(domain, bests)) });
      if (turn === place % renewals.length) mixed.set(domain, bests);
    }
  }
  const name = `at once: ${retrained.join(', ')}, each another way (over-trained, under-trained, own negatives)`;
  if (retrained.length > 1) changes.push({ name, systems: measureChange(base, mixed) });
  return changes;
}

async function mapOf(
  domainInputs: readonly TrainingInputs[],
  trainBests: (inputs: TrainingInputs) => Promise<DomainBest[]>,
): Promise<DomainBests> {
  const entries = domainInputs.map(async (inputs) => [inputs.schema.domain, await trainBests(inputs)] as const);
  return new Map(await Promise.all(entries));
}
