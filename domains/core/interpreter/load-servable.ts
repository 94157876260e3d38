import { hasRecognizer, type Manifest } from '../../../bundles/format/manifest.js';
import { RERANKER_GRAPH } from '../reranker/parts.js';
import { loadInterpreter } from './load-interpreter.js';
import { makeOwnInterpreter } from './own-interpreter.js';
import type { Servable } from './servable.js';

/** The fields of a bundle, of either kind, that a servable is made of. */
export interface ServableSource {
  readonly manifest: Pick<Manifest, 'reranker' | 'recognizer' | 'ownScores'>;
  readonly parts: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads a bundle's parts and makes the sessions of its graphs, with a recognizer or without.
 * @throws when a part or a weight is missing, or not of its form
 */
export async function loadServable({ manifest, parts }: ServableSource): Promise<Servable> {
  if (hasRecognizer(manifest)) return loadInterpreter({ manifest, parts });
  return makeOwnInterpreter(manifest, parts.get(RERANKER_GRAPH));
}
