import type { Manifest, OwnForm } from '../../bundles/format/manifest.js';
import type { CalibrationForm } from '../../bundles/format/own-scores.js';
import type { BundleContents } from '../../bundles/format/pack.js';
import { locateSlots } from '../../domains/core/interpreter/slot-location.js';
import { GOLDEN_PART } from '../../domains/core/loading/golden.js';
import { type OwnModel, ownManifest } from '../../domains/core/own-scores/model.js';
import type { OwnGolden } from '../../domains/core/own-scores/own-golden.js';
import { loadOwnRanker, OwnRanker } from '../../domains/core/own-scores/own-ranker.js';
import { isProbable } from '../../domains/core/own-scores/scale.js';
import { RERANKER_GRAPH } from '../../domains/core/reranker/parts.js';
import { type DomainSchema, intentSlots } from '../../domains/core/schema/schema.js';
import { NluError } from '../../serving/errors.js';
import { foldOf } from '../corpus/folds.js';
import { measure } from '../evaluation/figures.js';
import { rerankerGraph } from '../export/reranker-graph.js';
import type { Scored } from '../metrics/scored.js';
import { packTrainingTexts, TRAINING_TEXTS_PART } from '../overlap/training-texts.js';
import { slotsWithoutOffsets } from './hypothesis-row.js';
import { type OwnList, ownList } from './own-list.js';
import { learnOwnModel, OWN_DEFAULTS } from './own-trainer.js';
import type { ReadRows } from './read-rows.js';
import type { ScoreKinds } from './score-kinds.js';

/** Fewer rows than this teach nothing that is worth serving. */
export const LEAST_ROWS = 20;
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
  const figures = measure(measured);
  const model = learnOwnModel(lists, kinds, form);
  const settings = { folds, l2: OWN_DEFAULTS.l2, semerShare: OWN_DEFAULTS.semerShare, rows: lists.length, read };
  const manifest: BundleContents['manifest'] = {
    domain,
    schema: intentSlots(schema),
    ...ownManifest(model),
    training: { seed, loss: form, corpora: [...corpora], negatives: [], settings },
    figures: finite({
      irer: figures.irer,
      oracleIrer: figures.oracleIrer,
      semer: figures.semer,
      slotF1: figures.slotF1,
      ece: figures.top.ece,
      nll: figures.top.nll,
      auroc: figures.rejection.auroc,
    }),
  };
  const parts = await ownParts(manifest, model, lists);
  progress('trained', 1);
  return { form, contents: { manifest, parts }, heldOut: measured, notices: noticesOf(model, lists, ignored) };
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
    const golden: OwnGolden[] = [];
    for (const list of goldenLists(lists)) golden.push(await goldenOf(ranker, list));
    parts.set(GOLDEN_PART, Buffer.from(JSON.stringify(golden)));
    parts.set(TRAINING_TEXTS_PART, packTrainingTexts(lists.map(({ text }) => text)));
    return parts;
  } finally {
    await release();
  }
}

async function goldenOf(ranker: OwnRanker, { text, hypotheses }: OwnList): Promise<OwnGolden> {
  const sent = hypotheses.map(({ intent, slots, scores }) => ({
    intent,
    slots: locateSlots(text, slotsWithoutOffsets(slots)).map((slot) => ({ ...slot })),
    // A missing score is left out: the answer's golden is what a caller may send.
    scores: Object.fromEntries(Object.entries(scores).filter((entry): entry is [string, number] => entry[1] != null)),
  }));
  const { confidences, inDomain, explain } = await ranker.rank(sent);
  const ranked = sent.map((hypothesis, index) => ({
    ...hypothesis,
    confidence: confidences[index],
    contributions: explain(index).map((part) => ({ ...part })),
  }));
  ranked.sort((one, other) => other.confidence - one.confidence);
  return { utterance: text, hypotheses: sent, interpretation: { hypotheses: ranked, inDomain } };
}

const GOLDEN_PER_KIND = 4;

/** A few lists that hold the right hypothesis, and a few that do not, spread evenly over the rows. */
function goldenLists(lists: readonly OwnList[]): OwnList[] {
  const some = lists.filter(({ hypotheses }) => hypotheses.length > 0);
  return [some.filter(({ right }) => right >= 0), some.filter(({ right }) => right < 0)].flatMap((group) => {
    const step = Math.max(1, Math.floor(group.length / GOLDEN_PER_KIND));
    return group.filter((_, index) => index % step === 0).slice(0, GOLDEN_PER_KIND);
  });
}

/** Whether lists hold both right and wrong hypotheses. */
function teaches(lists: readonly OwnList[]): boolean {
  const hypotheses = lists.reduce((sum, list) => sum + list.hypotheses.length, 0);
  const right = lists.reduce((sum, list) => sum + list.cost.filter((cost) => cost === 0 && list.isInDomain).length, 0);
  return right > 0 && right < hypotheses;
}

function checkLists(lists: readonly OwnList[], domain: string, kinds: ScoreKinds): void {
  const wrong = (problem: string) => new NluError('INVALID_ARGUMENT', problem);
  if (lists.length < LEAST_ROWS) {
    throw wrong(
      `${lists.length === 1 ? 'one row' : `${lists.length} rows`} to learn from; at least ${LEAST_ROWS} are needed, and 200 for confidences that hold`,
    );
  }
  const hypotheses = lists.flatMap((list) => list.hypotheses);
  if (hypotheses.length === 0) throw wrong(`no row has a hypothesis of ${domain}`);
  if (hypotheses.every(({ scores }) => Object.values(scores).every((value) => value === null)))
    throw wrong('no hypothesis has a score; "scores" holds at least one number by name');
  for (const name of kinds.keys()) {
    const isThere = hypotheses.some(({ scores }) => scores[name] !== undefined && scores[name] !== null);
    if (!isThere) throw wrong(`score ${name} is declared, and no hypothesis has it`);
  }
  const own = lists.filter(({ isInDomain }) => isInDomain).length;
  if (own === 0) throw wrong(`no row's truth is of ${domain}; a re-ranker learns from rows of its own, too`);
  if (lists.every(({ right }) => right < 0))
    throw wrong(
      `no hypothesis is right in any of ${lists.length} rows: domain, intent and every slot's name and value must equal those of "truth"`,
    );
  if (!teaches(lists))
    throw wrong(
      `every hypothesis of ${lists.length} rows is right: nothing tells right from wrong; add the other hypotheses of the n-best lists, or rows of other domains`,
    );
}

function noticesOf(model: OwnModel, lists: readonly OwnList[], ignored: readonly string[]): string[] {
  const constant = model.scores.filter(({ least, most }) => least === most);
  const unlisted = lists.filter(({ right, isInDomain }) => isInDomain && right < 0).length;
  const own = lists.filter(({ isInDomain }) => isInDomain).length;
  const share = Math.round((100 * unlisted) / own);
  return [
    ...constant.map(({ name, least }) => `score ${name} is ${least} in every row: it says nothing`),
    ...(ignored.length > 0 ? [`scores that are not declared are not read: ${ignored.join(', ')}`] : []),
    ...(unlisted > 0 ? [`${unlisted} of ${own} own rows (${share} %) list no right hypothesis`] : []),
    ...(own === lists.length ? ["every row is the domain's own: P(in domain) cannot be learned from these"] : []),
    ...(lists.length < 200 ? [`${lists.length} rows are few: from 200 on confidences hold`] : []),
  ];
}

/** Figures of rows of one kind may not exist: such ones are left out. */
function finite(figures: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => Number.isFinite(value)));
}
