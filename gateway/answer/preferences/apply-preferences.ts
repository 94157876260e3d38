import { anyDomain } from '../any-domain.js';
import { applyShift } from '../apply-priors.js';
import type { Hypothesis, ShiftedHypothesis } from '../hypothesis.js';
import { boundedLogit, EDGE } from '../priors/context-priors.js';
import type { PreferenceShifts } from './preference-shifts.js';

/** One domain's hypotheses as far as preferences act on them. */
interface Preferable<H extends Hypothesis> {
  readonly domain: string;
  readonly hypotheses: readonly ShiftedHypothesis<H>[];
  /** P(the utterance is the domain's) after its prior, in [0, 1]. */
  readonly inDomain: number;
}

/**
 * The domains with a customer's preferences, which are evidence beside the words and the context: they count a hypothesis h by
 * the ratio exp(s(h)), and what a domain may mean besides its hypotheses by exp(s(domain)). A domain's ratio R is the mean of
 * these, by their posteriors. None's is the mean of the domains', so that P(any domain) stays: what the customer likes makes no
 * request of what is none. As of a context (`domainPriors`), the log-odds of domain d gain
 *
 *   log R(d) - log((q R + sum of the others' w R) / (q + sum of the others' w)),
 *
 * with the domains' shares w of P(any domain) by their odds, none's q, and R the mean; bounded by maxShift either way. Within
 * the domain P(hypothesis | domain) becomes P(hypothesis | domain) exp(s(h)) / R(d).
 * Posteriors are the very same where nothing is counted.
 */
export function applyPreferences<H extends Hypothesis, D extends Preferable<H>>(
  domains: readonly D[],
  shifts: PreferenceShifts<H>,
): readonly D[] {
  const counted = domains.map((domain) => countedDomain(domain, shifts));
  if (counted.every(({ speaks }) => !speaks))
    return counted.map(({ domain, hypotheses }) => ({ ...domain, hypotheses }));
  const any = Math.max(EDGE, Math.min(1 - EDGE, anyDomain(domains.map(({ inDomain }) => inDomain))));
  const parts = counted.map(({ domain, ratio }) => {
    const odds = Math.exp(boundedLogit(domain.inDomain));
    return { odds, shifted: odds * ratio };
  });
  const odds = parts.reduce((sum, part) => sum + part.odds, 0);
  const shifted = parts.reduce((sum, part) => sum + part.shifted, 0);
  // In the unit of the odds.
  const none = (odds * (1 - any)) / any;
  const noneShifted = (none * shifted) / odds;
  return counted.map(({ domain, ratio, hypotheses, factors }, place) => {
    const part = parts[place]!;
    const before = none + Math.max(0, odds - part.odds);
    const after = noneShifted + Math.max(0, shifted - part.shifted);
    const gain = Math.log(ratio) - Math.log(after / before);
    const inDomain = applyShift(domain.inDomain, Math.max(-shifts.maxShift, Math.min(shifts.maxShift, gain)));
    const scale = inDomain / Math.max(EDGE, domain.inDomain) / ratio;
    const own = hypotheses.map((each, index) => ({
      ...each,
      posterior: Math.min(1, each.posterior * factors[index]! * scale),
    }));
    return { ...domain, hypotheses: own, inDomain };
  });
}

function countedDomain<H extends Hypothesis, D extends Preferable<H>>(domain: D, shifts: PreferenceShifts<H>) {
  const rest = Math.exp(shifts.ofDomain(domain.domain));
  let speaks = rest !== 1;
  let [sum, mass] = [0, 0];
  const factors: number[] = [];
  const hypotheses = domain.hypotheses.map((each): ShiftedHypothesis<H> => {
    const preferred = shifts.ofHypothesis(domain.domain, each.hypothesis);
    const factor = Math.exp(preferred?.shift ?? 0);
    factors.push(factor);
    sum += each.posterior * factor;
    mass += each.posterior;
    if (!preferred) return each;
    speaks ||= preferred.shift !== 0;
    return { ...each, preferred };
  });
  // Hypotheses of a re-ranker that models each alone may sum to more than the domain.
  const whole = Math.max(domain.inDomain, mass, EDGE);
  const ratio = (sum + (whole - mass) * rest) / whole;
  return { domain, ratio, hypotheses, factors, speaks };
}
