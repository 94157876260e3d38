import { type Envelope, envelopeSchema } from '../../../bundles/format/envelope.js';
import { openBundleOf } from '../../../bundles/format/open.js';
import { datedVersion } from '../../../bundles/format/pack.js';
import { ANY_SIGNER } from '../../../bundles/format/trust.js';
import { readActive, readBundle } from '../../../bundles/sources/bundle-directory.js';
import type { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import {
  bundleFolder,
  checkHasBundle,
  type DomainFolder,
  domainFolders,
  ships,
} from '../../../domains/core/schema/domain-folders.js';
import { loadPriorTable } from '../../../gateway/priors/prior-table-file.js';
import { PRIOR_TABLES, PRIORS } from '../../../gateway/priors/prior-tables.js';
import { packTable } from '../../../gateway/tables/table-bundle.js';
import { invocation } from '../../invocation.js';
import type { Followed } from './outcome.js';
import { deployAfter, storeBundle } from './publication.js';
import { standingOf, trustOfDeployer } from './standing.js';

/**
 * Deploys the bundle in the folder of every domain, and the table of priors that ships, where nothing was deployed yet.
 * @throws NluError FAILED_PRECONDITION for a domain that has neither
 */
export async function publishShipped(
  stores: NatsStores,
  domains: readonly DomainFolder[] = domainFolders(),
): Promise<Followed[]> {
  const deployed: Followed[] = [];
  for (const { name, read } of [...domains.map(shippedBundle), shippedPriors]) {
    const { before, counter } = await standingOf(stores, name, trustOfDeployer(undefined));
    if (before.deployment) continue;
    const bytes = await read();
    const { version, digest } = await openEnvelope(bytes);
    const object = await storeBundle(stores, name, bytes);
    const note = { who: 'start:nats', when: new Date().toISOString(), why: 'what ships' };
    const place = { counter: counter + 1 };
    await deployAfter(stores, name, before, { version, digest, object, ...note }, place);
    deployed.push({ domain: name, version, digest, ...place });
  }
  return deployed;
}

const shippedPriors = {
  name: PRIORS,
  read: async () =>
    packTable(PRIOR_TABLES, loadPriorTable(), 'authored; ships with the project', {
      version: datedVersion(new Date()),
    }),
};

function shippedBundle(folder: DomainFolder) {
  const directory = bundleFolder(folder);
  const read = async () => {
    checkHasBundle(folder, invocation('train', ships(folder) ? `${folder.name} --ship` : folder.path));
    return readBundle(directory, (await readActive(directory)).version);
  };
  return { name: folder.name, read };
}

async function openEnvelope(bytes: Uint8Array): Promise<Envelope> {
  return (await openBundleOf(envelopeSchema, bytes, ANY_SIGNER)).manifest;
}
