import type { Manifest } from '../../../bundles/format/manifest.js';
import { answerRules } from '../../../gateway/answer/answer-rules.js';
import { loadPriorTable } from '../../../gateway/priors/prior-table-file.js';
import { NluError } from '../../../serving/errors.js';
import type { CorpusIdentity } from '../../../training/corpus/corpus-identity.js';
import type { OppositePair } from '../../../training/opposites/opposite-pairs.js';
import { digestOnlyText, type MeasuredCorpus, type Overlap, overlapText } from '../../../training/overlap/overlap.js';
import { readTrainingRecord, type TrainingRecord } from '../../../training/overlap/training-record.js';
import type { RowHypothesis } from '../../../training/own-scores/hypothesis-row.js';
import type { ScoreKinds } from '../../../training/own-scores/score-kinds.js';
import type { ActiveBundles } from './active-bundles.js';
import { interpretQuestions } from './bundle-interpretations.js';
import { allOverlaps, countedRows, refusalText, refusedOverlaps } from './gate-corpora.js';
import { type GateOptions, gateVerdicts, type Verdict } from './gates.js';
import type { InterpretationCache } from './interpretation-cache.js';
import { type OwnOrder, ownOrder, ownOrderText } from './lists/hypothesis-model.js';
import { ownOrderSides, ownOrderVerdicts } from './lists/own-order-sides.js';
import { type ListedQuestion, rankQuestions } from './lists/ranked-hypotheses.js';
import { askedOf, type MeasuredOpposites, oppositeGate, oppositesText } from './opposites/opposite-gate.js';
import { type DecisionPower, decisionPowers, decisionPowerText, gatePower, type Power, powerText } from './power.js';
import { scoredSides, sideBySide } from './side-by-side.js';
import { type MeasuredUse, useGates, useText } from './use/use-gates.js';
import type { UsedText } from './use/used-texts.js';

/** The corpora and options of the gates. */
export interface GateRequest extends GateOptions {
  readonly corpora: readonly MeasuredCorpus[];
  /** Measure a candidate on rows that it was trained on, too. */
  readonly force?: boolean;
  readonly cache?: InterpretationCache | undefined;
  /** The lists of another NLU for the rows of the corpora, in their order: these are re-ranked, no text is interpreted. */
  readonly lists?: { readonly rows: readonly (readonly RowHypothesis[])[]; readonly kinds: ScoreKinds } | undefined;
  /** Requests and their opposites; absent: there is no gate on them. Lists have no requests of ours, and so none. */
  readonly opposites?: readonly OppositePair[] | undefined;
  /** What customers said, commonest first; absent: there is no gate on use. Lists have no texts of ours, and so none. */
  readonly use?: readonly UsedText[] | undefined;
}

/** The rows behind the verdicts: corpora, overlaps with training, and power. */
export interface Measured {
  readonly corpora: readonly CorpusIdentity[];
  /** Rows that do not count, since the candidate was trained on them. */
  readonly leftOut: number;
  /** Rows of the corpora that the candidate and the active versions were trained on. */
  readonly overlaps: { readonly candidate: readonly Overlap[]; readonly active: readonly Overlap[] };
  /** Overlaps that gates refuse, and that were forced. */
  readonly forced: readonly Overlap[];
  /** A sentence on bundles whose overlap is known by digest only; absent where there are none. */
  readonly digestOnly?: string;
  readonly power: Power;
  /** The changes of false accepts and of rejected positives that the rows can show, where there are such gates. */
  readonly decisionPowers: readonly DecisionPower[];
  /** That the caller's own order stood for an active version; absent where there is one. */
  readonly besideOwnOrder?: true;
  /**
   * What that order goes by; there with it. `share` is the share of the candidate's first hypotheses that is right, where
   * its calibration is measured beside that (`ownOrderSides`).
   */
  readonly ownOrder?: OwnOrder & { readonly share?: number | undefined };
  /** The active version that interprets texts, where the candidate cannot; absent otherwise. */
  readonly silenced?: string;
  /** How many pairs the gate on opposites asked, and what it found; absent where there was no such gate. */
  readonly opposites?: MeasuredOpposites;
  /** What the gates on use stood on; absent where there were none. */
  readonly use?: MeasuredUse;
}

/** A candidate's manifest and the verdicts of the gates. */
export interface Gated {
  readonly manifest: Manifest;
  /** Undefined, as is `measured`, where the candidate's domain has no active version to stand beside. */
  readonly verdicts: readonly Verdict[] | undefined;
  readonly measured: Measured | undefined;
}

/**
 * Measures a candidate beside the active versions, on the answers that a gateway with the shipped table of priors gives to
 * callers without a context. Rows that the candidate was trained on do not count, unless forced.
 * @throws BundleRefused for a candidate that no service would take
 * @throws NluError FAILED_PRECONDITION where it was trained on more than a few rows of a corpus, unless forced
 */
export async function runGates(candidate: Uint8Array, active: ActiveBundles, request: GateRequest): Promise<Gated> {
  const { corpora, cache, force = false, lists, opposites, use, ...options } = request;
  const records = await trainingRecords(candidate, active);
  const overlaps = {
    candidate: allOverlaps([records.candidate], corpora),
    active: allOverlaps(records.active, corpora),
  };
  const refused = refusedOverlaps(overlaps.candidate);
  const stands = lists !== undefined || active.has(records.candidate.domain);
  if (stands && refused.length > 0 && !force)
    throw new NluError('FAILED_PRECONDITION', refusalText(refused, lists ? '--hypotheses' : '--corpus'));

  const rows = corpora.flatMap((corpus) => corpus.rows);
  const pairs = lists ? undefined : opposites;
  const asked = askedOf(pairs ?? []);
  const used = lists ? undefined : use;
  const questions = [
    ...rows.map(({ text }, index) => ({ text, ...(lists && { hypotheses: lists.rows[index] }) })),
    ...asked.map((text) => ({ text })),
    ...(used ?? []).map(({ text }) => ({ text })),
  ];
  const answers = lists
    ? await rankQuestions(candidate, active, listed(questions), lists.kinds)
    : {
        ...(await interpretQuestions(
          candidate,
          active,
          questions.map(({ text }) => ({ text })),
          cache,
        )),
        beside: '',
        silenced: undefined,
      };
  const { manifest } = answers.candidate;
  if (!stands) return { manifest, verdicts: undefined, measured: undefined };
  const answered = sideBySide(questions, answers, answerRules(loadPriorTable()));
  const sides = scoredSides(rows, answered.slice(0, rows.length));
  const useStart = rows.length + asked.length;
  const opposite = pairs && oppositeGate(pairs, answered.slice(rows.length, useStart), options);
  const ofUse =
    used && useGates(used, answered.slice(useStart), (text) => records.candidate.hasRead?.(text) ?? false, options);
  const counts = refused.length > 0 ? rows.map(() => true) : countedRows(corpora, records.candidate);
  const merged = { candidate: sides.candidate.filter(at(counts)), active: sides.active.filter(at(counts)) };
  const digestOnly = digestOnlyText([records.candidate, ...records.active]);
  const order = lists && answers.beside === undefined ? ownOrder(lists.kinds) : undefined;
  const own = order && ownOrderSides(merged.candidate, merged.active, order.isProbable);
  const counted = own ?? merged;
  const measured: Measured = {
    corpora: corpora.map(({ identity }) => identity),
    leftOut: rows.length - counted.candidate.length,
    overlaps,
    forced: refused,
    ...(digestOnly === undefined ? {} : { digestOnly }),
    power: gatePower(counted.candidate, counted.active),
    decisionPowers: own ? [] : decisionPowers(counted.candidate, counted.active),
    ...(order ? { besideOwnOrder: true as const, ownOrder: { ...order, share: own?.equallySure?.share } } : {}),
    ...(answers.silenced === undefined ? {} : { silenced: `${manifest.domain}/${answers.silenced}` }),
    ...(opposite ? { opposites: opposite.measured } : {}),
    ...(ofUse ? { use: ofUse.measured } : {}),
  };
  const verdicts = own
    ? ownOrderVerdicts(manifest.domain, own, options)
    : gateVerdicts(manifest.domain, counted.candidate, counted.active, options);
  return { manifest, verdicts: [...verdicts, ...(opposite?.verdicts ?? []), ...(ofUse?.verdicts ?? [])], measured };
}

function listed(questions: readonly { text: string; hypotheses?: readonly RowHypothesis[] }[]): ListedQuestion[] {
  return questions.map(({ text, hypotheses = [] }) => ({ text, hypotheses }));
}

function at(counts: readonly boolean[]): (row: unknown, index: number) => boolean {
  return (_, index) => counts[index];
}

interface Records {
  readonly candidate: TrainingRecord;
  readonly active: readonly TrainingRecord[];
}

async function trainingRecords(candidate: Uint8Array, active: ActiveBundles): Promise<Records> {
  const own = await readTrainingRecord(candidate);
  const others: TrainingRecord[] = [];
  for (const { read } of active.values()) others.push(await readTrainingRecord(await read()));
  return { candidate: own, active: others };
}

/** The same for people: a line for each overlap, then what is left out, then the power, then what it stands beside. */
export function measuredText(measured: Measured): string[] {
  const { overlaps, leftOut, forced, digestOnly, power, ownOrder: order, silenced, opposites } = measured;
  const [name, are] = leftOut === 1 ? ['row', 'is'] : ['rows', 'are'];
  const rows = leftOut > 0 ? [`${leftOut} ${name} that the candidate was trained on ${are} left out`] : [];
  const flattered = forced.length > 0 ? ['measured all the same, by --force: its figures flatter it'] : [];
  const active = overlaps.active.map((overlap) => `${overlapText(overlap)}; it is active, and looks better than it is`);
  return [
    ...overlaps.candidate.map(overlapText),
    ...flattered,
    ...rows,
    ...active,
    ...(digestOnly === undefined ? [] : [digestOnly]),
    powerText(power),
    ...measured.decisionPowers.map(decisionPowerText),
    ...(opposites ? oppositesText(opposites) : []),
    ...(measured.use ? [useText(measured.use)] : []),
    ...(order ? besideText(order) : []),
    ...(silenced === undefined
      ? []
      : [`${silenced} interprets texts, and this bundle has no recognizer: Interpret will leave the domain out`]),
  ];
}

function besideText({ share, ...order }: NonNullable<Measured['ownOrder']>): string[] {
  const why = order.isProbable ? "the caller's probabilities are worse" : `${order.scores[0]} is no probability`;
  return [
    `no active version ranks these lists: beside the caller's own order, ${ownOrderText(order)}; rejections do not count`,
    ...(share === undefined
      ? []
      : [`NLL is beside being ${(100 * share).toFixed(1)} % sure of each answer, the share that is right: ${why}`]),
  ];
}

/** A failed gate in one line, as it is recorded when it is overridden. */
export function describeFailure({ gate, active, candidate, low, high }: Verdict): string {
  return `${gate}: ${print(active)} -> ${print(candidate)}, 95% interval of the difference ${print(low)} to ${print(high)}`;
}

function print(value: number): string {
  return value.toFixed(4);
}
