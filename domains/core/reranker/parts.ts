import type { CatalogueKnowledge } from '../catalogue/parts.js';
import type { LanguageModels } from '../language-models/language-models.js';
import { NgramCounts } from '../language-models/ngram-counts.js';
import type { NgramModel } from '../language-models/ngram-model.js';
import { fromGaps, PlaneReader, toGaps, toPlanes } from '../numeric/byte-planes.js';

/** The bundle part that holds a re-ranker's graph; its weights by name are in the manifest. */
export const RERANKER_GRAPH = 'reranker.onnx';
const LANGUAGE_MODELS = 'language-models.bin';

type StoredModel = Exclude<keyof LanguageModels, 'catalogue'>;
/** The order in which the models stand in their part. */
const STORED_ORDER: readonly StoredModel[] = ['template', 'value', 'words', 'nameKind', 'slots', 'catalogueListing'];

/** The language models as one part, the models in a fixed order. */
export function rerankerParts(models: LanguageModels): Map<string, Uint8Array> {
  return new Map([[LANGUAGE_MODELS, Buffer.concat(STORED_ORDER.flatMap((name) => packModel(models[name])))]]);
}

/**
 * The language models that a part holds.
 * @throws when the part is missing or shorter than its own lengths say
 */
export function readLanguageModels(
  part: (name: string) => Uint8Array,
  catalogue: CatalogueKnowledge = {},
): LanguageModels {
  const reader = new PlaneReader(part(LANGUAGE_MODELS));
  const models = STORED_ORDER.map((name): [StoredModel, NgramModel] => [name, readModel(reader)]);
  return { ...(Object.fromEntries(models) as Record<StoredModel, NgramModel>), catalogue };
}

function packModel({ order, alphabet, counts }: NgramModel): Uint8Array[] {
  const { keys, counts: seen, totals, types } = counts.entries();
  const surplus = totals.map((total, index) => total - expectedTotal(seen[index], types[index]));
  return [[order, alphabet], toGaps(keys), seen, types, surplus].map(toPlanes);
}

function readModel(reader: PlaneReader): NgramModel {
  const [order, alphabet] = reader.next();
  const keys = fromGaps(reader.next());
  const [counts, types, surplus] = [reader.next(), reader.next(), reader.next()];
  const totals = surplus.map((more, index) => more + expectedTotal(counts[index], types[index]));
  return { order: order, alphabet: alphabet, counts: NgramCounts.of({ keys, counts, totals, types }) };
}

/**
 * A context's total equals its count, except where a sequence begins with it. Only the difference is stored, which is
 * mostly zero.
 */
function expectedTotal(count: number, types: number): number {
  return types > 0 ? count : 0;
}
