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
