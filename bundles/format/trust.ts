import type { KeyObject } from 'node:crypto';
import { BundleRefused } from './refusal.js';
import { isSignedBy, parsePublicKey, publicKeyOf } from './signature.js';

/** Whose bundles a process serves. */
export interface Trust {
  readonly keys: readonly KeyObject[];
  /** Serve bundles that nobody signed. One signed by an unknown key is refused all the same. */
  readonly allowUnsigned: boolean;
  /** Take signatures of unknown keys for none: for tools that show a bundle and do not serve it. */
  readonly allowUnknown?: boolean;
}

/** For tools that show a bundle and do not serve it. */
export const NOBODY_IN_PARTICULAR: Trust = { keys: [], allowUnsigned: true, allowUnknown: true };

/** Throws INVALID_ARGUMENT for a key that is not one. */
export function trustOf(publicKeys: readonly string[], allowUnsigned: boolean): Trust {
  return { keys: publicKeys.map(parsePublicKey), allowUnsigned };
}

/**
 * The public key that signed `manifest`, or undefined when it is unsigned (an all-zero signature), or signed by a key that
 * is not known, and that is allowed.
 * Throws BundleRefused otherwise.
 */
export function checkSignature(manifest: Uint8Array, signature: Uint8Array, trust: Trust): string | undefined {
  if (signature.every((byte) => byte === 0)) {
    if (trust.allowUnsigned) return undefined;
    throw new BundleRefused(
      'signature',
      'the bundle is unsigned; sign it, or allow unsigned bundles in the configuration',
    );
  }
  const signer = trust.keys.find((key) => isSignedBy(manifest, signature, key));
  if (!signer && trust.allowUnknown) return undefined;
  if (!signer) {
    const known = `${trust.keys.length} trusted key${trust.keys.length === 1 ? '' : 's'}`;
    throw new BundleRefused('signature', `the signature is by none of the ${known}, or the manifest was changed`);
  }
  return publicKeyOf(signer);
}
