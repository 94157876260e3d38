import { keepsWords } from '../../gateway/rewriting/table/kept-words.js';
import { rightShare, type ToldSuccess } from '../learning/told-success.js';
import { absorption } from './absorption.js';
import { type BetaCounts, betaLower, betaMean } from './beta.js';
import type { GraphNode, GraphText, RephraseGraph } from './rephrase-graph.js';
import type { RewriteSettings } from './rewrite-settings.js';

/** A pair that what was said again speaks for. */
export interface FollowedPair {
  readonly from: string;
  readonly to: string;
  /** Requests of the source that came to the target, of those that came to anything. */
  readonly same: BetaCounts;
  /** P(what the target is understood as is right), in (0, 1). */
  readonly right: number;
  /** P(the source's own interpretation is right), in (0, 1). */
  readonly own: number;
  /** Requests that the first rests on, weighed. */
  readonly evidence: number;
}

/** Why a text that enough customers say gets no pair. */
export const NO_PAIR = ['succeeds', 'said again by nobody', 'no words for it', 'too little is known'] as const;
export type NoPair = (typeof NO_PAIR)[number];

/** How much what is said after any words of one meaning counts for these words, in requests. */
const POOLED = 1;

/**
 * The best pair of a text. Whoever says it goes where others went who said it, or who were understood alike; where they end
 * with success tells what was meant (Ponnusamy et al. 2020). P(same meaning) is the target's part of all that ends well, those
 * included who were content at once; those who gave up are taken to have meant what the others did.
 * @param seen where the counts of all targets are added that were looked at
 */
export function followedPair(
  source: GraphText,
  { nodes }: Pick<RephraseGraph, 'nodes'>,
  spoken: ReadonlyMap<number, readonly GraphText[]>,
  { leastCustomers, mostOwn, margin, z, keep }: RewriteSettings,
  told: ToldSuccess,
  seen: BetaCounts[],
): FollowedPair | NoPair {
  if (source.customers.size < leastCustomers) throw new RangeError('a text that few say gets no pair');
  const own = rightShare(source.signals, told);
  if (own > mostOwn) return 'succeeds';
  const { start, mass } = whereTo(source, nodes);
  if (mass === 0) return 'said again by nobody';
  const ends = absorption(nodes, start).success;
  const again = sum(source.next.values());
  const total = source.success + source.failure;
  // Of all requests of the text: those that were content at once, and those that got somewhere by saying it again.
  const content = source.success / total;
  const resolved = content + (again / total) * sum(ends.values());
  const kept = new Set(keep);
  const isOwn = (place: number) => (source.nodes.get(place) ?? 0) >= OWN_SHARE * total;
  let [best, most]: [FollowedPair | undefined, number] = [undefined, 0];
  let isWordless = true;
  for (const [place, end] of [...ends]
    .filter(([place]) => !isOwn(place))
    .sort(byEnd)
    .slice(0, MOST_TARGETS)) {
    const target = spoken.get(place)?.find(({ text }) => text !== source.text && keepsWords(source.text, text, kept));
    if (!target) continue;
    isWordless = false;
    const evidence = total * resolved;
    const share = ((again / total) * end) / resolved;
    const same = { successes: evidence * share, failures: evidence * (1 - share) };
    seen.push(same);
    const counts = { successes: target.success, failures: target.failure };
    if (betaLower(same, z) * betaLower(counts, z) <= own + margin) continue;
    const right = rightShare(target.signals, told);
    const probability = betaMean(same) * right;
    if (best && probability <= most) continue;
    most = probability;
    best = { from: source.text, to: target.text, same, right, own, evidence };
  }
  return best ?? (isWordless ? 'no words for it' : 'too little is known');
}

/** Ends of a text that are looked at, the likeliest first. */
const MOST_TARGETS = 5;
/** A node that a text is understood as more often is no other meaning. */
const OWN_SHARE = 0.2;

const byEnd = ([, one]: readonly [number, number], [, other]: readonly [number, number]) => other - one;

/** Where those go who say a text again: by what they did, and a little by what others did who were understood alike. */
function whereTo(source: GraphText, nodes: readonly GraphNode[]): { start: Map<number, number>; mass: number } {
  const start = new Map<number, number>();
  const mass = sum(source.next.values());
  if (mass === 0) return { start, mass };
  const put = (weights: ReadonlyMap<number, number>, factor: number) => {
    for (const [place, weight] of weights) start.set(place, (start.get(place) ?? 0) + factor * weight);
  };
  put(source.next, 1);
  const understood = sum(source.nodes.values());
  for (const [place, weight] of source.nodes) {
    const pooled = sum(nodes[place].next.values());
    if (pooled > 0) put(nodes[place].next, (POOLED * weight) / understood / pooled);
  }
  const all = sum(start.values());
  for (const [place, weight] of start) start.set(place, weight / all);
  return { start, mass };
}

/** The texts by the node that they are understood as most often, those first that most succeed with. */
export function textsByNode(texts: Iterable<GraphText>): Map<number, GraphText[]> {
  const byNode = new Map<number, GraphText[]>();
  for (const text of texts) {
    const [place] = [...text.nodes].reduce((best, each) => (each[1] > best[1] ? each : best));
    const own = byNode.get(place);
    if (own) own.push(text);
    else byNode.set(place, [text]);
  }
  for (const own of byNode.values()) own.sort((one, other) => other.success - one.success);
  return byNode;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
