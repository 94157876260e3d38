import { foldOf } from '../../../../training/corpus/folds.js';
import { offPolicyEstimates, type WeighedDecision } from '../../../../training/entities/off-policy/estimates.js';
import { ratioInterval } from '../../../../training/entities/off-policy/ratio-interval.js';
import { answerText } from '../../../../training/learning/rows/learnable-turn.js';
import { type BootstrapOptions, pairedBootstrap } from '../../../../training/metrics/bootstrap.js';
import { type Ratio, ratioValue } from '../../../../training/metrics/ratio.js';
import { actedOn, type CallerAnswer } from '../caller-answer.js';
import type { Verdict } from '../gates.js';
import { flips } from '../replay.js';
import type { SideBySide } from '../side-by-side.js';
import { succeedingTexts } from './succeeding-texts.js';
import type { UsedRequest, UsedText } from './used-texts.js';

/** Share of requests whose caller may be told to do something else (Kachuee et al. 2022 bound it for each update). */
export const MOST_FLIPPED = 0.05;
/** How many of the commonest texts that succeed are asked again, and the share of them whose answer may change. */
const COMMONEST = { texts: 1_000, mostChanged: 0.005 } as const;
const RESAMPLES = 10_000;

/** What the gates on use stood on. */
export interface MeasuredUse {
  readonly texts: number;
  readonly requests: number;
  /** Requests of texts that the candidate was not trained on, answered as the active version would now: they tell of defects. */
  readonly comparable: number;
  readonly flipped: number;
  readonly commonest: number;
}

/**
 * Gates on what customers say, candidate beside active:
 * - flips: share of requests whose caller would be told to do something else; at most 5 %;
 * - commonest changed: of the 1,000 commonest texts that five customers said at least and that succeed, the share whose answer changes; at most .5 %;
 * - defects: the doubly robust estimate of the share of defects with the candidate in place. It fails where even the lower
 *   bound is above what the active version has, by the paired 95 % interval of the difference. What came of an answer is known where the candidate gives
 *   the same; elsewhere P(defect | confidence), learned from other customers' requests, stands for it.
 * A text counts as often as it was said. For defects neither requests count whose answer is not what the active version gives
 * today, nor texts that the candidate was trained on.
 * @param answers to the texts, in their order
 * @param hasLearned whether the candidate was trained on a text
 */
export function useGates(
  texts: readonly UsedText[],
  answers: readonly SideBySide[],
  hasLearned: (text: string) => boolean,
  bootstrap: BootstrapOptions,
): { readonly verdicts: readonly Verdict[]; readonly measured: MeasuredUse } {
  const named = texts.map(({ text }, id) => ({ id, text }));
  const changed = new Set(flips(named, answers).map(({ id }) => id));
  const isChanged = (index: number) => changed.has(index);
  const common = succeedingTexts(texts).slice(0, COMMONEST.texts);
  const counts = Float64Array.from(texts, ({ requests }) => requests.length);
  const commonest = new Set(common);
  const flipped = shareOf(counts, isChanged);
  const commonestChanged = shareOf(
    counts.map((_, index) => (commonest.has(index) ? 1 : 0)),
    isChanged,
  );
  const decisions = decisionsOf(texts, answers, isChanged, hasLearned);
  const measured = {
    texts: texts.length,
    requests: counts.reduce((sum, count) => sum + count, 0),
    comparable: decisions.length,
    flipped: ratioValue(flipped) * counts.reduce((sum, count) => sum + count, 0),
    commonest: common.length,
  };
  const verdicts = [
    ...(texts.length > 0 ? [shareVerdict('flips', flipped, MOST_FLIPPED, bootstrap)] : []),
    ...(common.length > 0
      ? [shareVerdict('commonest changed', commonestChanged, COMMONEST.mostChanged, bootstrap)]
      : []),
    ...(decisions.length > 0 ? [defectVerdict(decisions, bootstrap)] : []),
  ];
  return { verdicts, measured };
}

function shareOf(weights: Float64Array, isChanged: (index: number) => boolean): Ratio {
  return {
    numerators: weights.map((weight, index) => (isChanged(index) ? weight : 0)),
    denominators: weights,
  };
}

function shareVerdict(gate: string, ratio: Ratio, most: number, bootstrap: BootstrapOptions): Verdict {
  const system = (weights: ArrayLike<number>) => ratioValue(ratio, weights);
  const compared = pairedBootstrap(ratio.numerators.length, { share: { system, baseline: () => 0 } }, bootstrap);
  const { value, low, high } = compared.share.difference;
  return { gate, passed: value <= most, active: 0, candidate: value, difference: value, low, high };
}

function defectVerdict(decisions: readonly WeighedDecision[], { resamples, seed }: BootstrapOptions): Verdict {
  const settings = { resamples: resamples ?? RESAMPLES, seed: seed ?? 1 };
  const active = decisions.reduce((sum, { value }) => sum + value, 0) / decisions.length;
  const candidate = offPolicyEstimates(decisions, settings).dr.interval.value;
  // Paired: what both answer alike is no doubt about the difference.
  const differences = Float64Array.from(
    decisions,
    ({ target, propensity, value, predicted, expected }) =>
      expected + (target / propensity) * (value - predicted) - value,
  );
  const {
    value: difference,
    low,
    high,
  } = ratioInterval(differences, new Float64Array(differences.length).fill(1), settings);
  return { gate: 'defects', passed: !(low > 0), active, candidate, difference, low, high };
}

/** Each request whose answer is the active version's, as the candidate would have decided. */
function decisionsOf(
  texts: readonly UsedText[],
  answers: readonly SideBySide[],
  isChanged: (index: number) => boolean,
  hasLearned: (text: string) => boolean,
): WeighedDecision[] {
  const told = texts.flatMap(({ text, requests }, index) => {
    if (hasLearned(text)) return [];
    const { active, candidate } = answers[index];
    const today = answerText(actedOn(active));
    return requests
      .filter(({ answer }) => answer === today)
      .map((request) => ({ request, active, candidate, isSame: !isChanged(index), half: halfOf(request, text) }));
  });
  const models = [0, 1].map((half) => defectModel(told.filter((each) => each.half !== half)));
  return told.map(({ request, active, candidate, isSame, half }) => ({
    request: request.id,
    propensity: 1,
    target: isSame ? 1 : 0,
    value: request.defect,
    predicted: models[half](active),
    expected: models[half](candidate),
  }));
}

function halfOf({ customer }: UsedRequest, text: string): number {
  return foldOf(customer ?? text, 2, 0);
}

/** Tenths of confidence, and one more for rejections. */
const BINS = 11;
/** Requests that what is believed before any was seen counts for. */
const PRIOR = 5;

/** P(defect) of an answer by its confidence, learned from what came of the active version's answers. */
function defectModel(
  told: readonly { readonly request: UsedRequest; readonly active: CallerAnswer }[],
): (answer: CallerAnswer) => number {
  const [sums, counts] = [new Float64Array(BINS), new Float64Array(BINS)];
  for (const { request, active } of told) {
    const bin = binOf(active);
    sums[bin] = sums[bin] + request.defect;
    counts[bin] = counts[bin] + 1;
  }
  return (answer) => {
    const bin = binOf(answer);
    const prior = bin === BINS - 1 ? 0.5 : 1 - (bin + 0.5) / (BINS - 1);
    return (sums[bin] + PRIOR * prior) / (counts[bin] + PRIOR);
  };
}

function binOf(answer: CallerAnswer): number {
  const acted = actedOn(answer);
  return acted ? Math.min(BINS - 2, Math.floor(acted.posterior * (BINS - 1))) : BINS - 1;
}

/** The same for people. */
export function useText({ texts, requests, comparable, commonest }: MeasuredUse): string {
  return (
    `use: ${requests} requests of ${texts} texts; ${comparable}, answered as the active version would now and not learned, tell of ` +
    `defects; ${commonest} of the commonest texts succeed`
  );
}
