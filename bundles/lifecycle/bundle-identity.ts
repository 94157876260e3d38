import type { Envelope } from '../format/envelope.js';
import { BundleRefused } from '../format/refusal.js';
import type { Target } from './source.js';

/**
 * Checks that a bundle is the one that was asked for: a valid bundle under another name would be served as something
 * that it is not.
 * @throws BundleRefused 'manifest' for another domain or version, 'digest' for another digest
 */
export function checkIdentity(manifest: Envelope, domain: string, target: Target): void {
  if (manifest.domain !== domain) {
    throw new BundleRefused('manifest', `domain: the bundle is of ${manifest.domain} and this serves ${domain}`);
  }
  if (manifest.version !== target.version) {
    throw new BundleRefused('manifest', `version: the bundle is ${manifest.version} under the name ${target.version}`);
  }
  if (target.digest !== undefined && manifest.digest !== target.digest) {
    throw new BundleRefused('digest', `the bundle has digest ${manifest.digest}, and ${target.digest} was deployed`);
  }
}
