import type { Check } from '../format/refusal.js';

/**
 * The state of one version, with the reason why it is in that state.
 * - fetching: its bytes are fetched from the source, again and again while the source cannot be reached;
 * - verifying: it goes through the checks of size, signature, digest, manifest and graph;
 * - warming: it goes through warm-up and golden utterances; `ready` once both are passed and only the swap is left;
 * - active: it answers every request that pins no version;
 * - retiring: it was active, and answers the requests that began on it; while `kept`, also requests that pin it;
 * - retired: it was released, or given up before it was active;
 * - refused: it failed a check, or its source does not have it. The version that was active before still is.
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
 * The states that may follow each state. A state may follow itself with another reason. A kept version may become
 * active again without a new load (a rollback). Retired and refused are final: a version that is asked for again
 * starts over at fetching.
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

/** @throws Error for an illegal transition, which is a defect of this code and never of a bundle */
export function assertTransition(version: string, from: StateName, to: StateName): void {
  if (!TRANSITIONS[from].includes(to)) throw new Error(`version ${version} cannot go from ${from} to ${to}`);
}
