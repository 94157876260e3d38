import type { Contribution } from '../../../serving/hypothesis.js';
import { anyDomain } from '../any-domain.js';
import type { DeviceContext } from './context.js';
import { boundedLogit, type ContextRatios, contextRatios, contextSteps, EDGE } from './context-priors.js';
import type { PriorTable } from './prior-table.js';
import type { TitleShares } from './title-shares.js';

/** What priors add to the belief in one domain. */
export interface Prior {
  /** Added to the log-odds of P(in domain), in natural-log odds. */
  readonly shift: number;
  /** The parts that sum to the shift; empty unless asked for. */
  readonly contributions: readonly Contribution[];
}

/** P(the utterance is the domain's) of each domain that replied, in [0, 1], by domain. */
export type Beliefs = ReadonlyMap<string, number>;

/**
 * The prior of each domain. Domains exclude one another: P(any domain) is shared out among them in proportion to their odds
 * p / (1 - p), into w, and the rest is none's, q. A context multiplies each domain's by its ratio r = P(domain | context) /
 * P(domain). It tells nothing of whether an utterance is any domain's: none's ratio is the mean of the domains', R = sum(w r) /
 * sum(w). By Bayes' rule the log-odds of domain d gain
 *
 *   log r(d) - log((q R + sum of the others' w r) / (q + sum of the others' w)),
 *
 * which is nothing where the words leave nothing to other domains: the words decide, and a device does not unsettle them.
 *
 * Where a catalogue lists the title that is asked for, the domain's share of the request decides, context included: the
 * shift takes its P(in domain) to that share of P(any domain). A domain that the table does not name is neutral: nothing
 * was learned of it.
 * @param beliefs before any prior
 * @param shares the title shares of the replies; undefined when no catalogue lists the title
 * @param explain whether contributions are wanted
 * @returns by domain; a domain that nothing is added to is absent
 */
export function domainPriors(
  table: PriorTable,
  context: DeviceContext,
  beliefs: Beliefs,
  shares: TitleShares | undefined,
  explain = false,
): ReadonlyMap<string, Prior> {
  const steps = explain ? contextSteps(table, context) : [];
  const shiftsOfSteps = steps.map(({ ratios }) => contextShifts(beliefs, ratios, table));
  const shifts = shares ? titleShifts(beliefs, shares) : contextShifts(beliefs, contextRatios(table, context), table);
  return new Map(
    [...shifts].flatMap(([domain, shift]): [string, Prior][] => {
      if (!Object.hasOwn(table.base, domain)) return [];
      const contributions = explain ? contributionsOf(domain, shift, steps, shiftsOfSteps) : [];
      return [[domain, { shift, contributions }]];
    }),
  );
}

type Shifts = ReadonlyMap<string, number>;
const NO_SHIFTS: Shifts = new Map();

/** What a context adds to the log-odds of each domain, bounded by maxShift either way. */
function contextShifts(beliefs: Beliefs, ratios: ContextRatios, { base, maxShift }: PriorTable): Shifts {
  if (ratios.size === 0) return NO_SHIFTS;
  const named = [...beliefs].filter(([domain]) => Object.hasOwn(base, domain));
  const parts = named.map(([domain, belief]) => {
    const odds = Math.exp(boundedLogit(belief));
    const ratio = ratios.get(domain) ?? 0;
    return { domain, ratio, odds, shifted: odds * Math.exp(ratio) };
  });
  const odds = parts.reduce((sum, part) => sum + part.odds, 0);
  const shifted = parts.reduce((sum, part) => sum + part.shifted, 0);
  const any = Math.max(EDGE, Math.min(1 - EDGE, anyDomain(named.map(([, belief]) => belief))));
  // In the unit of the odds; none's ratio is the mean of the domains'.
  const none = (odds * (1 - any)) / any;
  const noneShifted = (none * shifted) / odds;
  return new Map(
    parts.map((part) => {
      const before = none + Math.max(0, odds - part.odds);
      const after = noneShifted + Math.max(0, shifted - part.shifted);
      const shift = part.ratio - Math.log(after / before);
      return [part.domain, Math.max(-maxShift, Math.min(maxShift, shift))];
    }),
  );
}

/** What takes each domain's P(in domain) to its share of P(any domain). */
function titleShifts(beliefs: Beliefs, shares: TitleShares): Shifts {
  const any = anyDomain([...beliefs.values()]);
  return new Map(
    [...shares].map(([domain, share]) => [domain, boundedLogit(share * any) - boundedLogit(beliefs.get(domain) ?? 0)]),
  );
}

/** What each feature of the context adds to those before it; what shares add beside it is `title`. */
function contributionsOf(
  domain: string,
  shift: number,
  steps: readonly { readonly name: string }[],
  shiftsOfSteps: readonly Shifts[],
): Contribution[] {
  let before = 0;
  const contributions = steps.map(({ name }, step) => {
    const after = shiftsOfSteps[step].get(domain) ?? 0;
    const value = after - before;
    before = after;
    return { name, value };
  });
  return shift === before ? contributions : [...contributions, { name: 'title', value: shift - before }];
}
