import type { WeighedHypothesis } from './hypothesis.js';

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
 * posteriors; of several titles in a domain the likeliest stands. Ties by the domain's name in code-unit order.
 */
export function readings<H extends Heard>(byDomain: ReadonlyMap<string, readonly H[]>): Reading<H>[] {
  const found = [...byDomain].flatMap(([domain, hypotheses]) => {
    const likeliest = likeliestTitle(hypotheses);
    return likeliest ? [{ domain, ...likeliest }] : [];
  });
  const total = found.reduce((sum, { mass }) => sum + mass, 0);
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

function likeliestTitle<H extends Heard>(hypotheses: readonly H[]): { hypothesis: H; mass: number } | undefined {
  const titles = new Map<string, { hypothesis: H; mass: number }>();
  for (const hypothesis of hypotheses) {
    const key = soundOf(hypothesis);
    const same = titles.get(key);
    if (!same) titles.set(key, { hypothesis, mass: hypothesis.posterior });
    else {
      same.mass += hypothesis.posterior;
      if (hypothesis.posterior > same.hypothesis.posterior) same.hypothesis = hypothesis;
    }
  }
  let best: { hypothesis: H; mass: number } | undefined;
  for (const title of titles.values()) if (!best || title.mass > best.mass) best = title;
  return best;
}

function soundOf({ slots }: Heard): string {
  const values = slots.map(({ value }) => value.toLowerCase().trim().replace(/\s+/gu, ' '));
  return values.sort().join('\n');
}

function titleOf({ slots }: Heard): string {
  return slots.reduce((longest, { value }) => (value.length > longest.length ? value : longest), '');
}
