import type { GraphNode } from './rephrase-graph.js';

/** Where those who start somewhere end: at which node, with success. */
export interface Absorption {
  /** P(end at the node with success), by the node's place; those below `LEAST` are left out. */
  readonly success: ReadonlyMap<number, number>;
  /** P(end with success anywhere), in [0, 1]. */
  readonly total: number;
}

/** What each node has besides what was seen, all of it a failure: every walk ends, however it goes round. */
const UNSEEN = 0.5;
/** Expected visits below this change nothing. */
const LEAST = 1e-6;
const MOST_SWEEPS = 200;
/** Nodes of one walk, nearest first. */
const MOST_NODES = 2_000;

/**
 * Solves y (I - Q) = e for the expected visits y of a walk that starts as `start` says, by Gauss-Seidel over the nodes that it
 * reaches, and gives y R: an absorbing Markov chain (Kemeny and Snell 1960; Ponnusamy et al. 2020, section 4).
 * @param start shares of the nodes that the walk starts at; sum 1
 */
export function absorption(nodes: readonly GraphNode[], start: ReadonlyMap<number, number>): Absorption {
  const reached = reachable(nodes, start);
  const incoming = new Map<number, { from: number; share: number }[]>(reached.map((place) => [place, []]));
  const stay = new Map<number, number>();
  for (const from of reached) {
    const { next } = nodes[from];
    const total = totalOf(nodes[from]);
    for (const [to, weight] of next) {
      if (to === from) stay.set(from, weight / total);
      else incoming.get(to)?.push({ from, share: weight / total });
    }
  }
  const visits = new Map<number, number>();
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let change = 0;
    for (const place of reached) {
      let sum = start.get(place) ?? 0;
      for (const { from, share } of incoming.get(place)!) sum += share * (visits.get(from) ?? 0);
      const next = sum / (1 - (stay.get(place) ?? 0));
      change = Math.max(change, Math.abs(next - (visits.get(place) ?? 0)));
      visits.set(place, next);
    }
    if (change < LEAST) break;
  }
  const success = new Map<number, number>();
  let total = 0;
  for (const [place, visited] of visits) {
    const ends = (visited * nodes[place].success) / totalOf(nodes[place]);
    total += ends;
    if (ends >= LEAST) success.set(place, ends);
  }
  return { success, total: Math.min(1, total) };
}

function totalOf({ next, success, failure }: GraphNode): number {
  let total = success + failure + UNSEEN;
  for (const weight of next.values()) total += weight;
  return total;
}

/** The places that a walk can come to, nearest first. */
function reachable(nodes: readonly GraphNode[], start: ReadonlyMap<number, number>): number[] {
  const reached = [...start.keys()];
  const seen = new Set(reached);
  for (let at = 0; at < reached.length && reached.length < MOST_NODES; at++) {
    for (const to of nodes[reached[at]].next.keys()) {
      if (seen.has(to) || reached.length >= MOST_NODES) continue;
      seen.add(to);
      reached.push(to);
    }
  }
  return reached;
}
