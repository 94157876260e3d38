import { trustOf } from '../../../bundles/format/trust.js';
import { versionLog } from '../../../bundles/lifecycle/version-log.js';
import { openLog } from '../../../serving/observability/log.js';
import { loadServable } from '../interpreter/load-servable.js';
import { BundleThread } from '../loading/bundle-thread.js';
import { openHere } from '../loading/domain-bundle.js';
import type { DomainConfig } from './config.js';
import type { ServedDomain } from './served-domain.js';
import type { DomainSetup } from './start.js';

/**
 * What a domain that serves is started with: its log, and a thread that opens bundles beside requests.
 * @returns the setup, and the way to end the thread once the domain has stopped
 * @throws NluError INVALID_ARGUMENT for a public key that is none
 */
export function domainSetup(
  { schema, shippedBundles }: ServedDomain,
  config: DomainConfig,
): { readonly setup: DomainSetup; readonly close: () => Promise<void> } {
  const name = schema.domain;
  const log = openLog(name, config.log);
  const { publicKeys, allowUnsigned } = config.trust;
  if (allowUnsigned && config.source.kind === 'nats') {
    log.warn({ domain: name }, 'unsigned deployments are followed: whoever writes to NATS decides what serves');
  }
  const { source, trust, goldenTolerance, answerWithinMs } = config;
  const bundles = new BundleThread({ schema, source, trust, goldenTolerance, answerWithinMs });
  const setup = {
    log,
    schema,
    config,
    shippedBundles,
    // A thread takes longer to start than a bundle to open, and is worth its memory only beside requests.
    openFirst: openHere({ schema, trust: trustOf(publicKeys, allowUnsigned, name) }, loadServable),
    read: bundles.read,
    open: bundles.open,
    versionLog: versionLog(log, name),
  };
  return { setup, close: () => bundles.close() };
}
