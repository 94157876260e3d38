import type { Check } from '../format/refusal.js';

/**
 * Where one version is on its way to traffic and back. Every state says why it is in it.
 * - fetching: the source is asked for its bytes; asked again for as long as it cannot be reached;
 * - verifying: size, signature, digest, manifest, graph;
 * - warming: warm-up and golden utterances; `ready` once both are passed and only the swap is left;
 * - active: answers every request that pins no version;
 * - retiring: was active; answers the requests that began on it, and pins while it is `kept`;
 * - retired: released, or given up before it was active;
 * - refused: failed a check, or its source does not have it. The version that was active before still is.
 */
export type VersionState =
  | { readonly name: 'fetching'; readonly reason: string }
  | { readonly name: 'verifying'; readonly reason: string }
  | { readonly name: 'warming'; readonly ready: boolean; readonly reason: string }
  | { readonly name: 'active'; readonly reason: string }
  | { readonly name: 'retiring'; readonly kept: boolean; readonly reason: string }
  | { readonly name: 'retired'; readonly reason: string }
  | { readonly name: 'refused'; readonly check: Check | 'fetch'; readonly reason: string };

export type StateName = VersionState['name'];

/**
 * From each state, the states that may follow; a state may follow itself with another reason. A kept version may become
 * active again without being loaded anew (a rollback). Retired and refused are final: a version that is asked for again
 * begins anew, at fetching.
 */
export const TRANSITIONS: Readonly<Record<StateName, readonly StateName[]>> = {
  fetching: ['fetching', 'verifying', 'refused', 'retired'],
  verifying: ['warming', 'refused', 'retired'],
  warming: ['warming', 'active', 'refused', 'retired'],
  active: ['active', 'retiring'],
  retiring: ['active', 'retiring', 'retired'],
  retired: [],
  refused: [],
};

/** Throws for a transition that is not legal: a defect of ours, never a bundle's. */
export function assertTransition(version: string, from: StateName, to: StateName): void {
  if (!TRANSITIONS[from].includes(to)) throw new Error(`version ${version} cannot go from ${from} to ${to}`);
}
