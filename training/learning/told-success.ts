/** One label: what somebody's request tells of an answer. */
export interface ToldLabel {
  /** Equal for the same text with the same answer. */
  readonly name: string;
  readonly customer: string;
  /** P(the answer was right), in [0, 1]. */
  readonly success: number;
}

/** Labels of one answer, counted by how high they are: `[SIGNALS]`, each label by its weight. */
export type Signals = Float64Array;

/** What labels say of answers that are right and of those that are wrong. */
export interface ToldSuccess {
  /** Mean P(success) of right answers, in (0, 1). */
  readonly right: number;
  /** Of wrong ones, below the former. */
  readonly wrong: number;
  /** P(a label is so high | the answer is right): `[SIGNALS]`, sum 1, each above 0. */
  readonly ofRight: readonly number[];
  /** The same of wrong answers. */
  readonly ofWrong: readonly number[];
  /** How many texts are right how often: by `LEVELS`; sum 1. */
  readonly levels: readonly number[];
}

/**
 * Steps in which labels are counted, P(success) in equal parts: against, undecided, for. With more of them the two kinds that are
 * found are others: of what is right some is listened to and some is not, and their labels are of different heights.
 */
const SIGNALS = 3;
const MIDDLES: readonly number[] = Array.from({ length: SIGNALS }, (_, step) => (step + 0.5) / SIGNALS);

/** How often what a text is understood as may be right. Most texts stand at the ends: others are said of several things. */
const LEVELS: readonly number[] = [0, 0.25, 0.5, 0.75, 1];

/** Labels as they are, for where nothing is learned of them: P(right) is what they say, and right and wrong are as common. */
export const AS_TOLD: ToldSuccess = {
  ...{ right: 0.99, wrong: 0.01 },
  ofRight: MIDDLES.map((middle) => (2 * middle) / SIGNALS),
  ofWrong: MIDDLES.map((middle) => (2 * (1 - middle)) / SIGNALS),
  levels: LEVELS.map(() => 1 / LEVELS.length),
};

/** Customers whom a text must have, and texts that must be there: of fewer nothing is learned. */
const LEAST_CUSTOMERS = 5;
const LEAST_TEXTS = 20;
/** The means of the two kinds must be so far apart. */
const LEAST_APART = 0.2;
const MOST_STEPS = 100;
/** Labels of each kind and step that are taken to be there besides, so that no single customer can tell beyond doubt. */
const UNSEEN = 1;

/**
 * Whether what speaks for an answer more is likelier of right ones, step by step. Otherwise the kinds that were found may be those
 * whom somebody told of, for and against, and those of whom all are silent.
 */
export function isRising({ ofRight, ofWrong }: Pick<ToldSuccess, 'ofRight' | 'ofWrong'>): boolean {
  const ratios = ofRight.map((share, step) => share / ofWrong[step]!);
  return ratios.every((ratio, step) => step === 0 || ratio >= ratios[step - 1]!);
}

/** No labels. */
export function noSignals(): Signals {
  return new Float64Array(SIGNALS);
}

/** Counts a label. @param success P(the answer was right) as it was told, in [0, 1] */
export function addSignal(signals: Signals, success: number, weight: number): void {
  const step = Math.min(SIGNALS - 1, Math.max(0, Math.floor(success * SIGNALS)));
  signals[step] = signals[step]! + weight;
}

/**
 * Learns what labels say of right and of wrong answers, from labels alone: what a text is understood as is nearly always right
 * or nearly always wrong, and customers who were answered alike are independent witnesses of it (Dawid and Skene 1979, with
 * observers who are all alike: a mixture of two kinds of texts by EM). A customer counts once for a text with an answer.
 * @returns undefined where there are too few texts, or the kinds are not apart: then nothing is known but the labels themselves
 */
export function toldSuccess(labels: Iterable<ToldLabel>): ToldSuccess | undefined {
  const texts = [...toldSignals(labels, LEAST_CUSTOMERS).values()];
  if (texts.length < LEAST_TEXTS) return undefined;
  const means = texts.map(meanOf);
  const sorted = [...means].sort((one, other) => one - other);
  const tail = sorted.length >> 3;
  const [low, high] = [sorted[tail]!, sorted[sorted.length - 1 - tail]!];
  let isRight: readonly number[] = means.map((mean) => (mean > (low + high) / 2 ? 1 : 0));
  let kinds = kindsOf(texts, isRight);
  for (let step = 0; step < MOST_STEPS; step++) {
    isRight = texts.map((signals) => {
      const odds = logLikelihood(signals, kinds.ofRight) - logLikelihood(signals, kinds.ofWrong);
      return 1 / (1 + ((1 - kinds.share) / kinds.share) * Math.exp(-odds));
    });
    const { share } = kinds;
    kinds = kindsOf(texts, isRight);
    if (Math.abs(kinds.share - share) < 1e-6) break;
  }
  const { right, wrong, ofRight, ofWrong } = kinds;
  if (!(right - wrong >= LEAST_APART)) return undefined;
  return { right, wrong, ofRight, ofWrong, levels: levelsOf(texts, kinds) };
}

/**
 * How often a text's answer is right, in [0, 1]: the mean of the levels, each by how well it explains the labels and by how many
 * texts stand there (empirical Bayes; Robbins 1956).
 */
export function rightShare(signals: Signals, told: ToldSuccess): number {
  const chances = posterior(told.levels, told, signals);
  return LEVELS.reduce((mean, level, place) => mean + level * chances[place]!, 0);
}

/** A label as what it says on average: P(right), which of one label alone may lie beside [0, 1]. */
export function trueSuccess(success: number, { right, wrong }: Pick<ToldSuccess, 'right' | 'wrong'>): number {
  return (success - wrong) / (right - wrong);
}

type Kinds = Pick<ToldSuccess, 'ofRight' | 'ofWrong'>;

/** The labels of each text with its answer of which enough customers told, by its name; a customer counts once. */
export function toldSignals(labels: Iterable<ToldLabel>, leastCustomers: number): Map<string, Signals> {
  const texts = new Map<string, Map<string, number[]>>();
  for (const { name, customer, success } of labels) {
    const tellers = texts.get(name) ?? new Map<string, number[]>();
    texts.set(name, tellers);
    const own = tellers.get(customer);
    if (own) own.push(success);
    else tellers.set(customer, [success]);
  }
  const counted = new Map<string, Signals>();
  for (const [name, tellers] of texts) {
    if (tellers.size < leastCustomers) continue;
    const signals = noSignals();
    for (const own of tellers.values()) for (const success of own) addSignal(signals, success, 1 / own.length);
    counted.set(name, signals);
  }
  return counted;
}

/** The two kinds, by how probably each text is right. */
function kindsOf(texts: readonly Signals[], isRight: readonly number[]) {
  const [rights, wrongs] = [noSignals().fill(UNSEEN), noSignals().fill(UNSEEN)];
  let share = 0.5;
  for (const [place, signals] of texts.entries()) {
    const chance = isRight[place]!;
    share += chance;
    for (const [step, weight] of signals.entries()) {
      rights[step] = rights[step]! + chance * weight;
      wrongs[step] = wrongs[step]! + (1 - chance) * weight;
    }
  }
  const [right, wrong] = [meanOf(rights), meanOf(wrongs)];
  return { right, wrong, share: share / (texts.length + 1), ofRight: shares(rights), ofWrong: shares(wrongs) };
}

function levelsOf(texts: readonly Signals[], kinds: Kinds): number[] {
  let levels: readonly number[] = LEVELS.map(() => 1 / LEVELS.length);
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = LEVELS.map(() => 1 / texts.length);
    for (const signals of texts)
      for (const [place, chance] of posterior(levels, kinds, signals).entries()) next[place] = next[place]! + chance;
    levels = shares(next);
  }
  return [...levels];
}

/** P(level) by `LEVELS`. */
function posterior(levels: readonly number[], { ofRight, ofWrong }: Kinds, signals: Signals): number[] {
  const logs = LEVELS.map((level, place) => {
    const mixed = ofRight.map((chance, step) => level * chance + (1 - level) * ofWrong[step]!);
    return Math.log(levels[place]!) + logLikelihood(signals, mixed);
  });
  const most = Math.max(...logs);
  return shares(logs.map((each) => Math.exp(each - most)));
}

function logLikelihood(signals: Signals, chances: readonly number[]): number {
  return signals.reduce((sum, weight, step) => sum + weight * Math.log(chances[step]!), 0);
}

function meanOf(signals: Signals): number {
  return signals.reduce((sum, weight, step) => sum + weight * MIDDLES[step]!, 0) / sumOf(signals);
}

function shares(counts: ArrayLike<number>): number[] {
  const all = sumOf(counts);
  return Array.from(counts, (count) => count / all);
}

function sumOf(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let place = 0; place < counts.length; place++) sum += counts[place]!;
  return sum;
}
