import { OTHER } from './corpus/corpus-row.js';
import type { Scored } from './metrics/scored.js';
import type { HeldOutScore } from './train-domain.js';

/** Held-out utterances with all domains' hypotheses merged, once by confidence and once by the product of raw scores. */
export interface CrossDomain {
  readonly source: string;
  readonly ours: Scored;
  readonly baseline: Scored;
}

/** Merges what several domains, in the same order of utterances, said out of fold. */
export function crossDomain(domains: readonly (readonly HeldOutScore[])[]): CrossDomain[] {
  return domains[0]!.map(({ source }, index) => {
    const said = domains.map((scores) => scores[index]!);
    const reference = said.map((score) => score.reference).find(({ domain }) => domain !== OTHER) ?? said[0]!.reference;
    const merged = (lists: readonly Scored['hypotheses'][]) => lists.flat().sort((a, b) => b.confidence - a.confidence);
    return {
      source,
      ours: {
        reference,
        hypotheses: merged(said.map(({ hypotheses }) => hypotheses)),
        inDomain: Math.max(...said.map(({ inDomain }) => inDomain!)),
      },
      baseline: { reference, hypotheses: merged(said.map(({ baseline }) => baseline)) },
    };
  });
}
