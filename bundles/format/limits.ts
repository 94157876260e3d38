import { catalogueDomain } from './catalogue-name.js';

/** Limits of a bundle, checked before anything in it is trusted. Sizes in bytes. */
export interface BundleLimits {
  /** The whole file. */
  readonly fileBytes: number;
  /** The manifest alone, which is parsed before its digest is checked. */
  readonly manifestBytes: number;
  /** All parts together when decompressed. */
  readonly expandedBytes: number;
  /** Number of parts. */
  readonly parts: number;
}

const MIB = 1024 * 1024;

/**
 * onnxruntime takes about 1 ms per MB to make a session, on the JS thread: tens of MB would delay requests too much.
 */
export const DEFAULT_LIMITS: BundleLimits = Object.freeze({
  fileBytes: 32 * MIB,
  manifestBytes: MIB,
  expandedBytes: 64 * MIB,
  parts: 64,
});

/**
 * Limits of a catalogue, which has no session to be made: three quarters of a million entities take some 80 MiB packed and
 * 250 MiB expanded.
 */
export const CATALOGUE_LIMITS: BundleLimits = Object.freeze({
  fileBytes: 128 * MIB,
  manifestBytes: MIB,
  expandedBytes: 384 * MIB,
  parts: 64,
});

/** The limits of what is deployed under a name: a domain's, its catalogue's, or that of priors. */
export function limitsOf(name: string): BundleLimits {
  return catalogueDomain(name) === undefined ? DEFAULT_LIMITS : CATALOGUE_LIMITS;
}
