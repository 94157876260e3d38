import { anyDomain } from '../../gateway/answer/decision.js';
import { OTHER } from '../corpus/corpus-row.js';
import type { Reference, Scored } from '../metrics/scored.js';
import { GENERATED } from '../recipes/generated-corpus.js';
import type { HeldOutHypothesis } from '../reranker/ranking-corpus.js';
import type { HeldOutScore } from '../run/cross-fit.js';

/** What one domain brings to one utterance: its best hypothesis by each way of scoring, and P(the utterance is its own). */
export interface Claim {
  readonly reference: Reference;
  readonly calibrated: HeldOutHypothesis | undefined;
  /** By the product of the raw scores, which stands as its confidence. */
  readonly product: HeldOutHypothesis | undefined;
  readonly inDomain: number;
}

/** The claims of a domain's held-out lists, without generated rows; all that merging and rejecting need of them. */
export function claimsOf(heldOut: readonly HeldOutScore[]): Claim[] {
  return heldOut
    .filter(({ source }) => source !== GENERATED)
    .map(({ reference, hypotheses, inDomain }) => {
      const products = hypotheses.map((hypothesis) => {
        const { domain, intent, slot } = hypothesis.scores;
        return { ...hypothesis, confidence: domain * intent * slot };
      });
      return { reference, calibrated: hypotheses[0], product: best(products), inDomain };
    });
}

/** The ways of scoring that are compared. `inDomain` of what they return is the score that they reject by. */
export const SYSTEMS = {
  /** The product of the raw scores, which also rejects by it. */
  'R0 product': (claims: readonly Claim[]) =>
    byConfidence(
      claims.map(({ product }) => product),
      claims,
    ),
  /** As the gateway does: the highest confidence wins, P(any domain) rejects. */
  ours: (claims: readonly Claim[]) => ({
    ...byConfidence(
      claims.map(({ calibrated }) => calibrated),
      claims,
    ),
    inDomain: anyDomain(claims.map(({ inDomain }) => inDomain)),
  }),
  'ours, rejecting by confidence': (claims: readonly Claim[]) =>
    byConfidence(
      claims.map(({ calibrated }) => calibrated),
      claims,
    ),
} satisfies Record<string, (claims: readonly Claim[]) => Scored>;

export type System = keyof typeof SYSTEMS;

/** Several domains' claims on the same utterances, merged by one system: the winner of each, alone. */
export function mergeClaims(domains: readonly (readonly Claim[])[], system: System): Scored[] {
  return domains[0]!.map((_, index) => SYSTEMS[system](domains.map((claims) => claims[index]!)));
}

function byConfidence(candidates: readonly (HeldOutHypothesis | undefined)[], claims: readonly Claim[]): Scored {
  const references = claims.map(({ reference }) => reference);
  const winner = best(candidates.flatMap((candidate) => candidate ?? []));
  return {
    reference: references.find(({ domain }) => domain !== OTHER) ?? references[0]!,
    hypotheses: winner ? [winner] : [],
    inDomain: winner?.confidence ?? 0,
  };
}

/** The most confident; the first of those that tie. */
function best(hypotheses: readonly HeldOutHypothesis[]): HeldOutHypothesis | undefined {
  return hypotheses.reduce<HeldOutHypothesis | undefined>(
    (top, hypothesis) => (top && top.confidence >= hypothesis.confidence ? top : hypothesis),
    undefined,
  );
}
