import type { Envelope } from '../format/envelope.js';
import type { Releasable } from './handle.js';
import type { Target } from './source.js';

/** A servable from a bundle that passed every check. The bundle's parts are not kept. */
export interface Loaded<S extends Releasable, M extends Envelope> {
  readonly servable: S;
  readonly manifest: M;
  /** The trusted key that signed the bundle; absent when it is unsigned. */
  readonly signer?: string;
}

/**
 * Makes a servable from a bundle's bytes. It runs the checks in their order: size, signature, digest, manifest and
 * graph, then calls `onWarming`, and then runs warm-up and golden. A loader is cheap to make and expensive to call.
 * @throws BundleRefused naming the first check that fails, after everything made so far is released
 */
export type Loader<S extends Releasable, M extends Envelope> = (
  target: Target,
  bytes: Uint8Array,
  onWarming: () => void,
) => Promise<Loaded<S, M>>;
