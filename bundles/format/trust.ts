import type { KeyObject } from 'node:crypto';
import { BundleRefused } from './refusal.js';
import { isSignedBy, parsePublicKey, publicKeyOf } from './signature.js';

/** Whose signatures count. */
export interface Trust {
  readonly keys: readonly KeyObject[];
  /** Whether bundles without a signature pass. One that is signed by an unknown key is refused all the same. */
  readonly allowUnsigned: boolean;
  /** Whether signatures by unknown keys count as none; default false. */
  readonly allowUnknown?: boolean;
}

/** The trust of tools that show a bundle and do not serve it: every bundle passes, whoever signed it. */
export const ANY_SIGNER: Trust = { keys: [], allowUnsigned: true, allowUnknown: true };

/**
 * The trust that a configuration describes.
 * @param publicKeys each a public key's text, for all domains or, followed by `@music,books`, for these
 * @param domain whose bundles and deployments are to be trusted; absent: the keys of all domains count
 * @throws NluError INVALID_ARGUMENT for a text that is not a public key
 */
export function trustOf(publicKeys: readonly string[], allowUnsigned: boolean, domain?: string): Trust {
  const scoped = publicKeys.map((text) => {
    const [key = '', domains] = text.split('@', 2);
    return { key: parsePublicKey(key), domains: domains?.split(',') };
  });
  const ours = scoped.filter(({ domains }) => !domains || domain === undefined || domains.includes(domain));
  return { keys: ours.map(({ key }) => key), allowUnsigned };
}

/**
 * The public key that signed `manifest`; undefined for a bundle that is unsigned (its signature is all zeros) or
 * signed by an unknown key, if `trust` allows it.
 * @throws BundleRefused 'signature' for any other signature
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
