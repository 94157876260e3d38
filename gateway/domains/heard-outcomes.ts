import { shared, type WeighedHearing } from '../answer/hearings/weights.js';
import type { DomainOutcome, Replied } from './outcome.js';
import type { EncodedReply } from './replies/encoded-reply.js';

/** A hearing, and what became of asking each domain for its interpretation, in the same order of domains. */
export interface HeardOutcomes extends WeighedHearing {
  readonly outcomes: readonly DomainOutcome[];
}

/**
 * The hearings that an answer is made from: the likeliest, and each other one that every domain replied to which replied to
 * the likeliest, with the same version. All domains are then judged on the same words: one that was too busy or too slow for
 * a hearing neither loses nor gains by it. The weights of those that are left sum to 1.
 * @param hearings likeliest first, at least one
 */
export function countedHearings(hearings: readonly HeardOutcomes[]): HeardOutcomes[] {
  const [first] = hearings;
  const counted = hearings.filter((hearing) => hearing === first || isAnswered(hearing, first));
  return counted.length === hearings.length ? counted : shared(counted);
}

function isAnswered({ outcomes }: HeardOutcomes, first: HeardOutcomes): boolean {
  return first.outcomes.every((expected, place) => {
    if (expected.status !== 'OK') return true;
    const outcome = outcomes[place];
    return outcome.status === 'OK' && outcome.reply.bundleVersion === expected.reply.bundleVersion;
  });
}

/** The replies to a hearing by domain, of the domains that replied to the likeliest. */
export function repliesTo({ outcomes }: HeardOutcomes, first: HeardOutcomes): Map<string, EncodedReply> {
  const replies = new Map<string, EncodedReply>();
  for (const [place, outcome] of outcomes.entries()) {
    if (outcome.status === 'OK' && first.outcomes[place].status === 'OK') replies.set(outcome.domain, outcome.reply);
  }
  return replies;
}

/**
 * What became of asking each domain, over the hearings that count: of one that replied the longest time and the in-domain
 * probability over all hearings; else what became of the likeliest.
 */
export function pooledOutcomes(counted: readonly HeardOutcomes[]): readonly DomainOutcome[] {
  const [first, ...others] = counted;
  if (others.length === 0) return first.outcomes;
  return first.outcomes.map((outcome, place) => {
    if (outcome.status !== 'OK') return outcome;
    const replied = counted.map(({ outcomes }) => outcomes[place] as Replied);
    const inDomain = counted.reduce((sum, { weight }, index) => sum + weight * replied[index].reply.inDomain, 0);
    const latencyMs = Math.max(...replied.map((each) => each.latencyMs));
    return { ...outcome, latencyMs, reply: { ...outcome.reply, inDomain: Math.min(1, inDomain) } };
  });
}
