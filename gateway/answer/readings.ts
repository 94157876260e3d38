import { exclusive } from './exclusive.js';
import type { ShiftedHypothesis, SlotValue } from './hypothesis.js';

/** The fields of a hypothesis that its reading depends on. */
interface Readable extends Pick<ShiftedHypothesis, 'posterior'> {
  readonly hypothesis: {
    readonly intent: string;
    readonly slots: readonly SlotValue[];
    readonly title?: string | undefined;
    readonly forbidden?: boolean | undefined;
  };
}

/** One thing that the user may have meant: a title in the medium of one domain. */
export interface Reading<H extends Readable = ShiftedHypothesis> {
  readonly domain: string;
  /** What names the work in the best hypothesis, as the user said it; empty where nothing does. */
  readonly title: string;
  /** The probability that this was meant; those of all readings and of none of them sum to 1. */
  readonly probability: number;
  /** The best of the hypotheses that are this one reading to the user. */
  readonly hypothesis: H;
}

/** The most readings that are offered: a listener cannot keep more in mind. */
const MAX_READINGS = 3;
/** A reading with a probability below this is not offered beside one that is so many times as likely. */
const UNBELIEVED = { below: 0.01, times: 10 } as const;

/** Everything that the user may have meant. */
export interface Readings<H extends Readable = ShiftedHypothesis> {
  /** Best first. */
  readonly readings: readonly Reading<H>[];
  /** Probability that none of them was meant, in [0, 1]. */
  readonly none: number;
}

/** A domain whose reading may be offered. */
export interface ReadDomain<H extends Readable = ShiftedHypothesis> {
  readonly hypotheses: readonly H[];
  /** P(the utterance is the domain's) after its prior, in [0, 1]. */
  readonly inDomain: number;
}

/**
 * What the user may have meant, best first: one reading per domain that offers a hypothesis. Hypotheses of a domain with one
 * intent and the same normalised slot values (a track, or an album of that name) are one reading to the user, with the sum
 * of their posteriors; to pause the film and to resume it are two. Of several readings in a domain the likeliest stands, and
 * one that the words forbid is none. The sums of all domains, 1 at most, are the probability that one of the readings was
 * meant, and none's is the rest. Among the readings P(in domain) decides, made exclusive (`exclusive`): which medium was
 * meant is no question of how sure a domain is of its slots. Ties by the domain's name in code-unit order.
 */
export function readings<H extends Readable>(byDomain: ReadonlyMap<string, ReadDomain<H>>): Readings<H> {
  const found: { domain: string; hypothesis: H; inDomain: number }[] = [];
  let some = 0;
  for (const [domain, { hypotheses, inDomain }] of byDomain) {
    const likeliest = likeliestTitle(hypotheses);
    if (!likeliest) continue;
    some += likeliest.mass;
    found.push({ domain, hypothesis: likeliest.hypothesis, inDomain });
  }
  some = Math.min(1, some);
  const beliefs = exclusive(found.map(({ inDomain }) => inDomain));
  const total = beliefs.reduce((sum, belief) => sum + belief, 0);
  const all = found
    .map(({ domain, hypothesis }, place) => {
      const share = total > 0 ? beliefs[place]! / total : 1 / found.length;
      return { domain, title: hypothesis.hypothesis.title ?? '', probability: share * some, hypothesis };
    })
    .sort((one, other) => other.probability - one.probability || (one.domain < other.domain ? -1 : 1));
  return { readings: all, none: 1 - some };
}

/**
 * The readings to offer: those with at least `minShare` of the readings' probability, the best in any case, three at most.
 * With the share that split conformal prediction gives (Vovk et al. 2005; Sadinle et al. 2019: the smallest sets on
 * average), the meant reading is among them with the stated coverage, where one of the readings was meant. One that is
 * hardly believed is no choice beside one that is: see UNBELIEVED.
 * @param readings best first
 */
export function offered<R extends Pick<Reading, 'probability'>>(readings: readonly R[], minShare: number): R[] {
  const [best] = readings;
  if (!best) return [];
  const total = readings.reduce((sum, { probability }) => sum + probability, 0);
  return readings
    .filter(({ probability }) => {
      if (probability === best.probability) return true;
      const isUnbelieved = probability < UNBELIEVED.below && probability * UNBELIEVED.times <= best.probability;
      return !isUnbelieved && probability >= minShare * total;
    })
    .slice(0, MAX_READINGS);
}

/** Each reading's share of the probability of all readings: P(reading | one of them was meant). Equal parts of nothing. */
export function shareAmong<R extends Pick<Reading, 'probability'>>(readings: readonly R[], reading: R): number {
  const total = readings.reduce((sum, { probability }) => sum + probability, 0);
  return total > 0 ? reading.probability / total : 1 / readings.length;
}

/** Hypotheses of a domain with one intent and the same normalised slot values: the likeliest, and the sum of their posteriors. */
interface Title<H extends Readable> {
  hypothesis: H;
  mass: number;
}

function likeliestTitle<H extends Readable>(hypotheses: readonly H[]): Title<H> | undefined {
  const titles: Title<H>[] = [];
  for (const hypothesis of hypotheses) {
    const { intent, slots, forbidden } = hypothesis.hypothesis;
    if (forbidden) continue;
    const same = titles.find(
      ({ hypothesis: { hypothesis: other } }) => other.intent === intent && haveSameValues(other.slots, slots),
    );
    if (!same) titles.push({ hypothesis, mass: hypothesis.posterior });
    else {
      same.mass += hypothesis.posterior;
      if (hypothesis.posterior > same.hypothesis.posterior) same.hypothesis = hypothesis;
    }
  }
  let best: Title<H> | undefined;
  for (const title of titles) if (!best || title.mass > best.mass) best = title;
  return best;
}

/** Longer lists are compared sorted; short ones, which nearly all are, without making lists of their own. */
const MANY_SLOTS = 8;

/** Whether two lists hold the same normalised values equally often, in whatever order. */
function haveSameValues(some: readonly SlotValue[], others: readonly SlotValue[]): boolean {
  if (some.length !== others.length) return false;
  if (some.length > MANY_SLOTS) {
    return some.map(normalisedOf).sort().join('\n') === others.map(normalisedOf).sort().join('\n');
  }
  for (let place = 0; place < some.length; place++) {
    const value = normalisedOf(some[place]);
    if (value !== normalisedOf(others[place]) && count(some, value) !== count(others, value)) return false;
  }
  return true;
}

function count(slots: readonly SlotValue[], normalised: string): number {
  let times = 0;
  for (const slot of slots) if (normalisedOf(slot) === normalised) times++;
  return times;
}

const normalisedOf = (slot: SlotValue): string => slot.normalised ?? normalisedValue(slot.value);

/** Lower-case words with one blank between them, as most values are. */
const normalisedAlready = /^[a-z0-9']+(?: [a-z0-9']+)*$/;

/** A slot value lower-cased, with single blanks and none at its ends. */
export function normalisedValue(value: string): string {
  return normalisedAlready.test(value) ? value : value.toLowerCase().trim().replace(/\s+/gu, ' ');
}
