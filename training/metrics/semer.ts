import { hasRightIntent, matchSlots, slotKey } from './interpretation-match.js';
import { type Ratio, ratioOver, ratioValue } from './ratio.js';
import { isInDomain, type NamedValue, type Reference, type Scored, type ScoredHypothesis } from './scored.js';

/**
 * Intent and slot errors of one hypothesis. A wrong domain is a wrong intent. A slot with the right value and a wrong
 * name, or the right name and a wrong value, is one substitution; others are insertions and deletions; of all ways to
 * pair slots up, the one with the fewest errors. Without a hypothesis: the intent, and every slot deleted.
 */
export function semanticErrors(reference: Reference, hypothesis: ScoredHypothesis | undefined): number {
  const slots = reference.slots ?? [];
  if (!hypothesis) return 1 + slots.length;
  const intentErrors = hasRightIntent(reference, hypothesis) ? 0 : 1;
  // Pairing equal slots first is optimal: undoing one such pair saves two errors at the very most, and costs two.
  const { missing, spurious } = matchSlots(slots, hypothesis.slots);
  return intentErrors + missing.length + spurious.length - substitutions(missing, spurious);
}

/** SemER of one hypothesis: errors / (1 + reference slots), 0 or more, and over 1 when much is inserted. */
export function hypothesisSemer(reference: Reference, hypothesis: ScoredHypothesis | undefined): number {
  return semanticErrors(reference, hypothesis) / (1 + (reference.slots?.length ?? 0));
}

/** SemER of the top hypotheses: errors over 1 + reference slots, in-domain utterances, micro-average. */
export function semerRatio(scored: readonly Scored[]): Ratio {
  return ratioOver(scored, ({ reference, hypotheses }) =>
    isInDomain(reference) ? [semanticErrors(reference, hypotheses[0]), 1 + reference.slots.length] : undefined,
  );
}

/** SemER of the corpus; NaN without in-domain utterances. */
export function semer(scored: readonly Scored[]): number {
  return ratioValue(semerRatio(scored));
}

/** The most pairs that share a name or a value: a maximum bipartite matching by augmenting paths. */
function substitutions(missing: readonly NamedValue[], spurious: readonly NamedValue[]): number {
  const partnerOf = new Map<number, number>();
  let pairs = 0;
  for (const index of missing.keys()) if (augment(index, missing, spurious, partnerOf, new Set())) pairs++;
  return pairs;
}

function augment(
  index: number,
  missing: readonly NamedValue[],
  spurious: readonly NamedValue[],
  partnerOf: Map<number, number>,
  visited: Set<number>,
): boolean {
  for (const [candidate, slot] of spurious.entries()) {
    if (visited.has(candidate) || !sharesNameOrValue(missing[index], slot)) continue;
    visited.add(candidate);
    const partner = partnerOf.get(candidate);
    if (partner === undefined || augment(partner, missing, spurious, partnerOf, visited)) {
      partnerOf.set(candidate, index);
      return true;
    }
  }
  return false;
}

function sharesNameOrValue(one: NamedValue, other: NamedValue): boolean {
  return one.name === other.name || slotKey({ ...one, name: '' }) === slotKey({ ...other, name: '' });
}
