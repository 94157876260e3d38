import { hasRecognizer } from '../../../bundles/format/manifest.js';
import { type BundleGraphs, type BundleModels, reviveModels } from '../interpreter/bundle-models.js';
import { makeInterpreter } from '../interpreter/load-interpreter.js';
import { makeOwnInterpreter } from '../interpreter/own-interpreter.js';
import type { Servable } from '../interpreter/servable.js';
import { unpackTables } from '../numeric/shared-tables.js';
import type { OpenedMessage } from './loading-orders.js';

/**
 * Makes the sessions of an opened bundle on the calling thread, over tables that all threads see. The thread that proves a
 * bundle and the one that serves it both make theirs here.
 * @param memory where the tables lie; undefined without a recognizer
 * @throws NluError FAILED_PRECONDITION when a graph is not of the widths that the models need
 */
export async function servableOf(
  { manifest, graphs, packed }: Pick<OpenedMessage, 'manifest' | 'graphs' | 'packed'>,
  memory: SharedArrayBuffer | undefined,
): Promise<Servable> {
  if (!hasRecognizer(manifest) || !memory) return makeOwnInterpreter(manifest, graphs.reranker);
  const models = unpackTables(packed, memory) as Omit<BundleModels, 'graphs'>;
  return makeInterpreter(manifest, reviveModels({ ...models, graphs: graphs as BundleGraphs }));
}

/** The memory of a bundle's graphs, which holds nothing else. */
export function graphBuffers({ graphs }: Pick<OpenedMessage, 'graphs'>): ArrayBuffer[] {
  const all: Uint8Array[] = Object.values(graphs);
  return all.map(({ buffer }) => buffer as ArrayBuffer);
}
