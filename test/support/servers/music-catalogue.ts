import type { Servable } from '../../../domains/core/interpreter/servable.js';
import { temporaryFolder } from '../files.js';
import { deployCatalogueTo, type SmallCatalogueOptions } from '../models/small-catalogue-bundle.js';
import { loadSmall } from '../models/small-model.js';
import { musicDomain } from './music-domain.js';

/** Loads a small bundle, whose graphs know no slots, and ranks by the slot scores, so that the caller's slots stay. */
export async function keepingSlots(bundle: Parameters<typeof loadSmall>[0]): Promise<Servable> {
  const rerank: Servable['rerank'] = async (_, sent) => {
    const hypotheses = sent.map((each) => ({ ...each, confidence: each.scores?.slot ?? 0, contributions: [] }));
    return { hypotheses, inDomain: 1 };
  };
  return { ...(await loadSmall(bundle)), rerank };
}

/** A music service with a catalogue of its own, version c1. */
export async function withCatalogue(options: SmallCatalogueOptions = {}) {
  const catalogue = temporaryFolder();
  await deployCatalogueTo(catalogue, 'c1', options);
  return { catalogue, ...(await musicDomain({ catalogue: { directory: catalogue } }, { load: keepingSlots })) };
}
