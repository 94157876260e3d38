import { applyPrior, applyShift } from './apply-priors.js';
import type { AbsentClaims } from './claims/claims.js';
import type { DomainReply } from './domain-reply.js';
import type { Hypothesis, ShiftedHypothesis } from './hypothesis.js';
import { type Presence, presence } from './missing-risk.js';
import { applyPreferences } from './preferences/apply-preferences.js';
import type { PreferenceShifts } from './preferences/preference-shifts.js';
import type { DeviceContext } from './priors/context.js';
import { type ContextRatios, contextRatios } from './priors/context-priors.js';
import { domainPriors, type Prior } from './priors/domain-priors.js';
import { contextTable, type PriorTable } from './priors/prior-table.js';
import { controlsPlayback, leftOpen, titleShares } from './priors/title-shares.js';

/** What priors and preferences depend on in a request. */
export interface PriorQuery<H extends Hypothesis = never> {
  readonly context: DeviceContext;
  readonly explain: boolean;
  /** What the customer's preferences say; absent: nothing. */
  readonly preferences?: PreferenceShifts<H> | undefined;
}

/** What one domain's hypotheses come to after its prior. */
export interface BelievedDomain<H extends Hypothesis> {
  readonly domain: string;
  readonly hypotheses: readonly ShiftedHypothesis<H>[];
  /** Whether the words leave the domain open. */
  readonly isOpen: boolean;
  /** The hypotheses that a reading may be made of. */
  readonly offerable: readonly ShiftedHypothesis<H>[];
  /** P(the utterance is the domain's) after its prior, in [0, 1]. */
  readonly inDomain: number;
}

/** What the domains believe of some words. */
export interface Beliefs<H extends Hypothesis> {
  readonly domains: readonly BelievedDomain<H>[];
  /** Before priors where every domain replied; absent ones count by the context. */
  readonly presence: Presence;
}

const NO_PRIORS: ReadonlyMap<string, Prior> = new Map();
const NO_RATIOS: ContextRatios = new Map();
const NO_PRIOR: Prior = { shift: 0, contributions: [] };

/**
 * What the domains believe of some words after the priors, those by the shares of a request for a listed title, and by the
 * context, and after the customer's preferences.
 * @param replies by domain, at least one
 * @param absent what the domains that did not reply would say
 * @param table undefined: no prior is applied
 */
export function believe<H extends Hypothesis>(
  query: PriorQuery<H>,
  replies: ReadonlyMap<string, DomainReply<H>>,
  absent: AbsentClaims,
  table: PriorTable | undefined,
): Beliefs<H> {
  const beliefs = new Map<string, number>();
  const inDomain = new Map<string, number>();
  for (const [domain, reply] of replies) {
    // A re-ranker that models each hypothesis alone may be surer of one than of the domain.
    beliefs.set(domain, Math.max(reply.inDomain, bestOf(reply.hypotheses)));
    inDomain.set(domain, reply.inDomain);
  }
  const priors = table ? priorsOf(table, query, replies, beliefs) : NO_PRIORS;
  const domains: BelievedDomain<H>[] = [];
  const isOpen = leftOpen(replies);
  for (const [domain, reply] of replies) {
    const belief = beliefs.get(domain) ?? 0;
    const prior = priors.get(domain) ?? NO_PRIOR;
    const hypotheses = applyPrior(domain, reply.hypotheses, belief, prior);
    const shifted = applyShift(belief, prior.shift);
    domains.push({ domain, hypotheses, isOpen: isOpen(reply), offerable: hypotheses, inDomain: shifted });
  }
  const ratios = table && absent.size > 0 ? ratiosOf(table, query, replies) : NO_RATIOS;
  const { preferences } = query;
  const preferred = preferences
    ? applyPreferences(domains, preferences).map((each) => ({ ...each, offerable: each.hypotheses }))
    : domains;
  return { domains: preferred, presence: presence(inDomain, absent, ratios) };
}

function priorsOf(
  table: PriorTable,
  { context, explain }: Pick<PriorQuery, 'context' | 'explain'>,
  replies: ReadonlyMap<string, DomainReply>,
  beliefs: ReadonlyMap<string, number>,
): ReadonlyMap<string, Prior> {
  const byContext = contextTable(table, controlsPlayback(replies));
  return domainPriors(byContext, context, beliefs, titleShares(table, replies, context), explain);
}

function ratiosOf(
  table: PriorTable,
  { context }: Pick<PriorQuery, 'context'>,
  replies: ReadonlyMap<string, DomainReply>,
): ContextRatios {
  return contextRatios(contextTable(table, controlsPlayback(replies)), context);
}

function bestOf(hypotheses: readonly Hypothesis[]): number {
  let best = 0;
  for (const { confidence } of hypotheses) if (confidence > best) best = confidence;
  return best;
}
