import type { HeardSlot, WeighedHypothesis } from './hypothesis.js';

type Heard = Pick<WeighedHypothesis, 'posterior' | 'slots'>;

/** One thing that the user may have meant: a title in the medium of one domain. */
export interface Reading<H extends Heard = WeighedHypothesis> {
  readonly domain: string;
  /** As the user said it: the longest slot value of the best hypothesis; empty without slots. */
  readonly title: string;
  /** Among the readings of all domains, which sum to 1. */
  readonly probability: number;
  /** The best of those that the user would hear as this reading. */
  readonly hypothesis: H;
}

/** More than this nobody follows by ear. */
export const maxReadings = 3;

/**
 * What the user may have meant, best first: one reading a domain that offers a hypothesis. Hypotheses of a domain whose
 * slot values sound the same (a track, or an album of that name) are one reading to the user, with the sum of their
 * posteriors; of several titles in a domain the likeliest stands. Probabilities are in proportion to those sums, or to the
 * domains' shares where they are given. Ties by the domain's name in code-unit order.
 */
export function readings<H extends Heard>(
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
  return readings.filter(({ probability }, place) => place === 0 || probability >= minShare).slice(0, maxReadings);
}

/** Hypotheses of a domain that sound the same: the likeliest of them, and their mass. */
interface Title<H extends Heard> {
  hypothesis: H;
  mass: number;
}

function likeliestTitle<H extends Heard>(hypotheses: readonly H[]): Title<H> | undefined {
  const titles: Title<H>[] = [];
  for (const hypothesis of hypotheses) {
    const same = titles.find((title) => soundAlike(title.hypothesis.slots, hypothesis.slots));
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

/** Whether the values sound the same, in whatever order. */
function soundAlike(some: Heard['slots'], others: Heard['slots']): boolean {
  if (some.length !== others.length) return false;
  if (some.length > MANY_SLOTS) return some.map(soundOf).sort().join('\n') === others.map(soundOf).sort().join('\n');
  for (let place = 0; place < some.length; place++) {
    const sound = soundOf(some[place]!);
    if (sound !== soundOf(others[place]!) && count(some, sound) !== count(others, sound)) return false;
  }
  return true;
}

function count(slots: Heard['slots'], sound: string): number {
  let times = 0;
  for (const slot of slots) if (soundOf(slot) === sound) times++;
  return times;
}

const soundOf = (slot: HeardSlot): string => slot.sound ?? soundOfValue(slot.value);

/** Lower-case words with one blank between them, as most values are. */
const plain = /^[a-z0-9']+(?: [a-z0-9']+)*$/;

/** What of a value is heard: neither case nor blanks. */
export function soundOfValue(value: string): string {
  return plain.test(value) ? value : value.toLowerCase().trim().replace(/\s+/gu, ' ');
}

function titleOf({ slots }: Heard): string {
  return slots.reduce((longest, { value }) => (value.length > longest.length ? value : longest), '');
}
