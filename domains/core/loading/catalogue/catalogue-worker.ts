import { parentPort, workerData } from 'node:worker_threads';
import { catalogueName } from '../../../../bundles/format/catalogue-name.js';
import { CATALOGUE_LIMITS } from '../../../../bundles/format/limits.js';
import { openBundleOf } from '../../../../bundles/format/open.js';
import { asRefusal } from '../../../../bundles/format/refusal.js';
import { checkIdentity } from '../../../../bundles/lifecycle/bundle-identity.js';
import { readAlone } from '../../../../bundles/sources/open-source.js';
import { packTables, unpackTables } from '../../numeric/shared-tables.js';
import { checkCatalogueGolden, parseCatalogueGolden } from '../../resolution/bundle/catalogue-golden.js';
import { catalogueManifestSchema } from '../../resolution/bundle/catalogue-manifest.js';
import {
  type CatalogueTables,
  catalogueOf,
  readCatalogue,
  reviveTables,
} from '../../resolution/bundle/catalogue-tables.js';
import { SharedReadings } from '../shared-readings.js';
import { roomFor } from '../table-memories.js';
import { sentError, type ThreadOrder, type ThreadReply } from '../thread-calls.js';
import { yieldToOtherThreads } from '../thread-priority.js';
import type {
  CatalogueAnswer,
  CatalogueOrder,
  CatalogueRules,
  OpenCatalogueOrder,
  OpenedCatalogue,
} from './catalogue-orders.js';
import { catalogueTrust } from './catalogue-trust.js';

const rules = workerData as CatalogueRules;
const name = catalogueName(rules.domain);
const trust = catalogueTrust(rules.trust, rules.domain);
const readings = new SharedReadings(readAlone(rules.source, name));

parentPort?.on('message', async (message: ThreadOrder<CatalogueOrder>) => {
  if ('cancelled' in message) readings.cancel(message.cancelled);
  if (!('order' in message)) return;
  const { id, order } = message;
  if (order.yields) yieldToOtherThreads();
  const reply = (body: ThreadReply<CatalogueAnswer>) => parentPort?.postMessage(body);
  try {
    if ('place' in order) reply({ id, answer: { file: await readings.read(id, order.place) } });
    else reply({ id, answer: { opened: await open(order, () => reply({ id, step: 'warming' })) } });
  } catch (error) {
    reply({ id, error: sentError('place' in order ? error : asRefusal('graph', error)) });
  }
});

/**
 * Opens a catalogue, writes its tables to shared memory, and asks its golden queries of the very tables that the other
 * thread will serve.
 */
async function open({ bytes, target, memory }: OpenCatalogueOrder, onWarming: () => void): Promise<OpenedCatalogue> {
  // What is verified is what is parsed: nobody else sees the copy.
  const { manifest, parts, signer } = await openBundleOf(
    catalogueManifestSchema,
    bytes.slice(),
    trust,
    CATALOGUE_LIMITS,
  );
  checkIdentity(manifest, name, target);
  let written = memory;
  const packed = packTables(readCatalogue(manifest, parts), (needed) => {
    written = roomFor(needed, written);
    return written;
  });
  const shared = written ?? new SharedArrayBuffer(0);
  const golden = parseCatalogueGolden(parts);
  onWarming();
  const { resolver } = catalogueOf(manifest, reviveTables(unpackTables(packed, shared) as CatalogueTables));
  checkCatalogueGolden(resolver, golden, rules.answerWithinMs);
  return { manifest, signer, golden: golden.slice(0, 1), packed, memory: shared };
}
