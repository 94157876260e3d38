import type { RerankerForm } from '../../bundles/format/manifest.js';
import { LIST_EVIDENCE } from '../../domains/core/reranker/evidence.js';
import type { RerankerModel } from '../../domains/core/reranker/model.js';
import { Reranker } from '../../domains/core/reranker/reranker.js';
import { screenedList } from '../../domains/core/reranker/screen.js';
import type { CorpusRow, SameIntents } from '../corpus/corpus-row.js';
import { GENERATED } from '../corpus/corpus-row.js';
import { drawOf, foldOf } from '../corpus/folds.js';
import { type DomainExample, domainExamples } from '../examples/domain-corpus.js';
import type { Reference } from '../metrics/scored.js';
import type { TrainingInputs } from '../recognizer/domain-models.js';
import {
  type HeldOutHypothesis,
  type HeldOutList,
  type OfferedHypothesis,
  offeredHypotheses,
  rankingExample,
  referenceOf,
  scoredHypotheses,
} from '../reranker/ranking-corpus.js';
import { type RankingTable, tabulate } from '../reranker/ranking-table.js';
import type { RerankerSettings, TrainedColumns } from '../reranker/reranker-trainer.js';
import type { TrainingPool } from './training-pool.js';

/** A domain's examples, and the fold in which each is held out. */
export interface FoldedExamples {
  readonly examples: readonly DomainExample[];
  readonly folds: Uint8Array;
  readonly foldCount: number;
}

/** The examples of rows, which must carry their domain, and the fold of each by its group. */
export function foldExamples(
  rows: readonly CorpusRow[],
  { schema, settings, sharedSlots }: Pick<TrainingInputs, 'schema' | 'settings' | 'sharedSlots'>,
  foldCount: number,
  weight: (row: CorpusRow) => number,
): FoldedExamples {
  const examples = domainExamples(rows, schema, weight, sharedSlots);
  const folds = Uint8Array.from(examples, ({ group }) => foldOf(group, foldCount, settings.seed));
  return { examples, folds, foldCount };
}

/**
 * One domain's lists by recognizers that had not seen the utterance; `lists[i]`, `offered[i]` and list i of `table`
 * belong to `examples[i]`.
 */
export interface CrossFit extends FoldedExamples {
  readonly domain: string;
  /** Each list's hypotheses, in the order of its evidence; every form of re-ranker shares them. */
  readonly offered: readonly (readonly OfferedHypothesis[])[];
  readonly lists: readonly HeldOutList[];
  /** The lists as re-rankers are trained on them. */
  readonly table: RankingTable;
  /** The columns of the table that re-rankers read; absent: those of a recognizer's lists. */
  readonly columns?: TrainedColumns | undefined;
}

/** For each fold, trains a recognizer on the others and collects its lists for this one. */
export async function crossFit(
  folded: FoldedExamples,
  inputs: TrainingInputs,
  nBest: number,
  pool: TrainingPool,
  onFold: (done: number, heldOut: number) => void = () => {},
): Promise<CrossFit> {
  const { examples, folds, foldCount } = folded;
  const { domain } = inputs.schema;
  let done = 0;
  const parts = await Promise.all(
    Array.from({ length: foldCount }, async (_, fold) => {
      const heldOut = await pool.fold({ ...inputs, examples, folds, fold, nBest });
      done++;
      onFold(done, heldOut.length);
      return heldOut;
    }),
  );
  const lists = parts.flat().sort((a, b) => a.index - b.index);
  const offered = lists.map(({ hypotheses }, index) => offeredHypotheses(examples[index], domain, hypotheses));
  return {
    ...folded,
    domain,
    offered,
    lists,
    table: tabulate(lists.map((list, index) => rankingExample(examples[index], domain, list, offered[index]))),
  };
}

/** An utterance with one domain's hypotheses, best first, by models that had not seen it. */
export interface HeldOutScore {
  readonly id: string;
  readonly text: string;
  readonly source: string;
  readonly reference: Reference;
  /** Which intents of the domain count as the reference's where answers are scored; absent where only its own does. */
  readonly sameIntents?: SameIntents;
  readonly hypotheses: readonly HeldOutHypothesis[];
  /** P(the utterance is the domain's). */
  readonly inDomain: number;
}

/** The re-ranker that is served: trained on the lists of every fold. */
export function rerankAll(
  fit: CrossFit,
  form: RerankerForm,
  settings: RerankerSettings,
  pool: TrainingPool,
): Promise<RerankerModel> {
  return pool.rerank({ table: { ...fit.table, weight: weightsOf(fit, settings) }, form, settings });
}

/** Others' lists with a domain score below this are easy: one in so many is learned from, and stands for as many. */
const EASY = { score: 0.01, one: 8 } as const;

/** `[N]` the weight of each list in the re-ranker's losses. */
function weightsOf({ domain, table, examples }: CrossFit, { generatedWeight }: RerankerSettings): Float64Array {
  return table.weight.map((each, index) => {
    const { text, source } = examples[index];
    const weight = source === GENERATED ? generatedWeight * each : each;
    const logScore = table.list[index * table.widths.list + LIST_EVIDENCE.indexOf('domain')];
    if (table.isInDomain[index] === 1 || logScore >= Math.log(EASY.score)) return weight;
    return drawOf(text, `easy lists of ${domain}`) < 1 / EASY.one ? EASY.one * weight : 0;
  });
}

/**
 * Scores each list by a re-ranker that was trained on the other folds' lists, so that neither recognizer nor re-ranker
 * had seen the utterance. In the examples' order, which all domains of the same rows share.
 */
export async function rerankHeldOut(
  fit: CrossFit,
  form: RerankerForm,
  settings: RerankerSettings,
  pool: TrainingPool,
): Promise<HeldOutScore[]> {
  return scoreHeldOut(fit, await rerankersByFold(fit, form, settings, pool), fit.lists);
}

/** By fold the re-ranker that was trained on the lists of the other folds. */
export async function rerankersByFold(
  fit: CrossFit,
  form: RerankerForm,
  settings: RerankerSettings,
  pool: TrainingPool,
): Promise<Reranker[]> {
  const { folds, foldCount, table, columns } = fit;
  const weights = weightsOf(fit, settings);
  const models = await Promise.all(
    Array.from({ length: foldCount }, (_, fold) =>
      pool.rerank({ table: { ...table, weight: withoutFold(weights, folds, fold) }, form, settings, columns }),
    ),
  );
  return models.map((model) => new Reranker(model));
}

/**
 * Scores each list by the re-ranker of its fold.
 * @param lists the fit's, or the same hypotheses with other evidence than was trained on
 */
export async function scoreHeldOut(
  { domain, examples, folds, offered }: CrossFit,
  rerankers: readonly Reranker[],
  lists: readonly HeldOutList[],
): Promise<HeldOutScore[]> {
  const scores: HeldOutScore[] = [];
  for (const [index, example] of examples.entries()) {
    const { hypotheses, evidence, asksForTitle } = lists[index];
    const reranker = rerankers[folds[index]];
    // A screened list is kept whole here, to be measured; a service would keep one hypothesis.
    const list = screenedList(reranker.model.screen, hypotheses, asksForTitle, () => evidence);
    const { confidences, inDomain } = await reranker.rank(list);
    scores.push({
      id: example.id,
      text: example.text,
      source: example.source,
      reference: referenceOf(example, domain),
      ...(example.sameIntents && { sameIntents: example.sameIntents }),
      hypotheses: scoredHypotheses(offered[index], confidences),
      inDomain,
    });
  }
  return scores;
}

/** `[N]` the weights, with 0 for the lists of a fold. */
function withoutFold(weight: Float64Array, folds: Uint8Array, fold: number): Float64Array {
  return weight.map((each, index) => (folds[index] === fold ? 0 : each));
}

/** The examples that the domain kept for training. */
export function trainedOn<Example extends { readonly weight: number }>(examples: readonly Example[]): Example[] {
  return examples.filter(({ weight }) => weight > 0);
}
