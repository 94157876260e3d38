/** What a bundle may cost before anything in it is trusted. Sizes in bytes. */
export interface BundleLimits {
  /** The whole file. */
  readonly fileBytes: number;
  /** The manifest alone; it is parsed before the digest is known to be right. */
  readonly manifestBytes: number;
  /** All parts together, decompressed. */
  readonly expandedBytes: number;
  readonly parts: number;
}

const MIB = 1024 * 1024;

/** onnxruntime makes a session in about 1 ms a MB on the JS thread, so tens of MB is already too much to serve beside. */
export const DEFAULT_LIMITS: BundleLimits = Object.freeze({
  fileBytes: 32 * MIB,
  manifestBytes: MIB,
  expandedBytes: 64 * MIB,
  parts: 64,
});
