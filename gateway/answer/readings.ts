import type { ShiftedHypothesis, SlotValue } from './hypothesis.js';

/** The fields of a hypothesis that its reading depends on. */
interface Readable extends Pick<ShiftedHypothesis, 'posterior'> {
  readonly hypothesis: { readonly slots: readonly SlotValue[] };
}

/** One thing that the user may have meant: a title in the medium of one domain. */
export interface Reading<H extends Readable = ShiftedHypothesis> {
  readonly domain: string;
  /** The longest slot value of the best hypothesis, as the user said it; empty without slots. */
  readonly title: string;
  /** The probability among the readings of all domains, which sum to 1. */
  readonly probability: number;
  /** The best of the hypotheses that are this one reading to the user. */
  readonly hypothesis: H;
}

/** The most readings that are offered: a listener cannot keep more in mind. */
const MAX_READINGS = 3;

/**
 * What the user may have meant, best first: one reading per domain that offers a hypothesis. Hypotheses of a domain whose
 * normalised slot values are the same (a track, or an album of that name) are one reading to the user, with the sum of
 * their posteriors; of several titles in a domain the likeliest stands. Probabilities are in proportion to those sums, or
 * to the domains' shares where they are given. Ties by the domain's name in code-unit order.
 */
export function readings<H extends Readable>(
  byDomain: ReadonlyMap<string, readonly H[]>,
  shares?: ReadonlyMap<string, number>,
): Reading<H>[] {
  const found: { domain: string; hypothesis: H; mass: number }[] = [];
  let total = 0;
  for (const [domain, hypotheses] of byDomain) {
    const likeliest = likeliestTitle(hypotheses);
    if (!likeliest) continue;
    const mass = shares?.get(domain) ?? likeliest.mass;
    total += mass;
    found.push({ domain, hypothesis: likeliest.hypothesis, mass });
  }
  return found
    .map(({ domain, hypothesis, mass }) => ({
      domain,
      title: titleOf(hypothesis),
      probability: total > 0 ? mass / total : 1 / found.length,
      hypothesis,
    }))
    .sort((one, other) => other.probability - one.probability || (one.domain < other.domain ? -1 : 1));
}

/**
 * The readings to offer: those with at least `minShare` of the probability, the best in any case, three at most. With the
 * share that split conformal prediction gives (Vovk et al. 2005; Sadinle et al. 2019: the smallest sets on average), the
 * meant reading is among them with the stated coverage.
 */
export function offered<R extends Pick<Reading, 'probability'>>(readings: readonly R[], minShare: number): R[] {
  return readings.filter(({ probability }, place) => place === 0 || probability >= minShare).slice(0, MAX_READINGS);
}

/** Hypotheses of a domain with the same normalised slot values: the likeliest of them, and the sum of their posteriors. */
interface Title<H extends Readable> {
  hypothesis: H;
  mass: number;
}

function likeliestTitle<H extends Readable>(hypotheses: readonly H[]): Title<H> | undefined {
  const titles: Title<H>[] = [];
  for (const hypothesis of hypotheses) {
    const same = titles.find((title) => haveSameValues(title.hypothesis.hypothesis.slots, hypothesis.hypothesis.slots));
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

function titleOf({ hypothesis }: Readable): string {
  return hypothesis.slots.reduce((longest, { value }) => (value.length > longest.length ? value : longest), '');
}
