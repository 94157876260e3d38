import type { Manifest, OwnForm } from '../../bundles/format/manifest.js';
import type { CalibrationForm } from '../../bundles/format/own-scores.js';
import type { BundleContents } from '../../bundles/format/pack.js';
import { GOLDEN_PART } from '../../domains/core/loading/golden.js';
import { type OwnModel, ownManifest } from '../../domains/core/own-scores/model.js';
import { loadOwnRanker, OwnRanker } from '../../domains/core/own-scores/own-ranker.js';
import { isProbable } from '../../domains/core/own-scores/scale.js';
import { RERANKER_GRAPH } from '../../domains/core/reranker/parts.js';
import { type DomainSchema, intentSlots } from '../../domains/core/schema/schema.js';
import { foldOf } from '../corpus/folds.js';
import { measure } from '../evaluation/figures.js';
import { manifestFigures } from '../evaluation/manifest-figures.js';
import { rerankerGraph } from '../export/reranker-graph.js';
import type { Scored } from '../metrics/scored.js';
import { packTrainingTexts, TRAINING_TEXTS_PART } from '../overlap/training-texts.js';
import { goldenLists } from './golden-lists.js';
import { checkLists, noticesOf, teaches } from './list-check.js';
import { type OwnList, ownList } from './own-list.js';
import { learnOwnModel, OWN_DEFAULTS } from './own-trainer.js';
import type { ReadRows } from './read-rows.js';
import type { ScoreKinds } from './score-kinds.js';

/** From this number of rows on weighted evidence does better than a calibration (docs/results/bench-own-scores.md). */
export const WEIGHED_FROM = 100;

/** Everything that training on a domain's own scores depends on. */
export interface OwnTraining extends ReadRows {
  readonly schema: DomainSchema;
  /** Absent: by the number of rows (`defaultForm`). */
  readonly form?: OwnForm | undefined;
  readonly folds: number;
  readonly seed: number;
}

/** A trained bundle, and its confidences for rows that its models had not seen. */
export interface TrainedOwn {
  readonly form: OwnForm;
  readonly contents: BundleContents;
  readonly heldOut: readonly Scored[];
  /** What may be a slip in the rows, for people. */
  readonly notices: readonly string[];
}

/** The list-wise form, but for few rows a calibration. */
export function defaultForm(rows: number, kinds: ScoreKinds): OwnForm {
  return rows < WEIGHED_FROM ? calibrationForm(kinds) : 'list-wise';
}

/** The calibration that needs the fewest rows: of one probability its temperature, else beta. */
export function calibrationForm(kinds: ScoreKinds): CalibrationForm {
  const [first] = kinds.values();
  return kinds.size === 1 && first && isProbable(first) ? 'temperature' : 'beta';
}

/**
 * Trains a bundle on the scores of a caller's own NLU: once per fold on the others, for figures that no row flatters
 * that was learned from; then on all rows. Equal rows, form and seed give an equal digest.
 * @param progress told after each fold
 * @throws NluError INVALID_ARGUMENT where the rows teach nothing
 */
export async function trainOwn(
  { schema, rows, kinds, corpora, read, ignored, form: asked, folds, seed }: OwnTraining,
  progress: (message: string, share: number) => void = () => {},
): Promise<TrainedOwn> {
  const { domain } = schema;
  const lists = rows.map((row) => ownList(row, domain));
  const form = asked ?? defaultForm(lists.length, kinds);
  checkLists(lists, domain, kinds);
  const heldOut: Scored[] = new Array(lists.length);
  const foldOfList = lists.map(({ text }) => foldOf(text, folds, seed));
  for (let fold = 0; fold < folds; fold++) {
    const others = lists.filter((_, index) => foldOfList[index] !== fold);
    if (!teaches(others)) continue;
    const ranker = new OwnRanker(learnOwnModel(others, kinds, form));
    for (const [index, list] of lists.entries()) {
      if (foldOfList[index] === fold) heldOut[index] = await scoredList(ranker, list);
    }
    progress(`fold ${fold + 1} of ${folds}`, (fold + 1) / (folds + 1));
  }
  const measured = heldOut.filter((scored) => scored !== undefined);
  const model = learnOwnModel(lists, kinds, form);
  const settings = { folds, l2: OWN_DEFAULTS.l2, semerShare: OWN_DEFAULTS.semerShare, rows: lists.length, read };
  const manifest: BundleContents['manifest'] = {
    domain,
    schema: intentSlots(schema),
    ...ownManifest(model),
    training: { seed, loss: form, corpora: [...corpora], negatives: [], settings },
    figures: manifestFigures(measure(measured)),
  };
  const parts = await ownParts(manifest, model, lists);
  progress('trained', 1);
  return {
    form,
    contents: { manifest, parts },
    heldOut: measured,
    notices: [...noticesOf(model, lists, ignored), ...unmeasured(measured.length, lists.length)],
  };
}

/** Rows of a fold beside which nothing is left to learn from: too few texts, or the right ones all in one. */
function unmeasured(measured: number, all: number): string[] {
  const rest = 'the other folds have no right or no wrong hypothesis; give rows of more texts';
  return measured < all ? [`figures are of ${measured} of ${all} rows: for those left out, ${rest}`] : [];
}

/** A list with its confidences, best first, as metrics take it. */
export async function scoredList(ranker: OwnRanker, { hypotheses, reference }: OwnList): Promise<Scored> {
  const { confidences, inDomain } = await ranker.rank(hypotheses);
  const ranked = hypotheses.map(({ domain, intent, slots }, index) => {
    return { domain, intent, slots, confidence: confidences[index] };
  });
  ranked.sort((one, other) => other.confidence - one.confidence);
  return { reference, hypotheses: ranked, inDomain };
}

async function ownParts(
  manifest: Pick<Manifest, 'ownScores' | 'reranker'>,
  model: OwnModel,
  lists: readonly OwnList[],
): Promise<Map<string, Uint8Array>> {
  const parts = new Map<string, Uint8Array>();
  if ('head' in model) parts.set(RERANKER_GRAPH, rerankerGraph(model.head));
  const { ranker, release } = await loadOwnRanker(manifest, parts);
  try {
    parts.set(GOLDEN_PART, Buffer.from(JSON.stringify(await goldenLists(ranker, lists))));
    parts.set(TRAINING_TEXTS_PART, packTrainingTexts(lists.map(({ text }) => text)));
    return parts;
  } finally {
    await release();
  }
}
