import type { Envelope } from '../format/envelope.js';
import type { Releasable } from './handle.js';
import type { Target } from './source.js';

/** A bundle that passed every check, ready to answer. Its parts are not kept: the servable has what it needs of them. */
export interface Loaded<S extends Releasable, M extends Envelope> {
  readonly servable: S;
  readonly manifest: M;
  /** The trusted key that signed it; absent when unsigned. */
  readonly signer?: string;
}

/**
 * Makes a servable of a bundle's bytes, by the checks in their order: size, signature, digest, manifest, graph, then
 * `onWarming`, warm-up, golden. Throws BundleRefused naming the first that fails, with everything made so far released.
 * Cheap to have, dear to call.
 */
export type Loader<S extends Releasable, M extends Envelope> = (
  target: Target,
  bytes: Uint8Array,
  onWarming: () => void,
) => Promise<Loaded<S, M>>;
