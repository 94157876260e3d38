import type { CatalogueKnowledge } from '../catalogue/parts.js';
import type { LanguageModels } from '../language-models/language-models.js';
import { NgramCounts } from '../language-models/ngram-counts.js';
import type { NgramModel } from '../language-models/ngram-model.js';
import { fromGaps, PlaneReader, toGaps, toPlanes } from '../numeric/byte-planes.js';

/** The bundle parts that hold a re-ranker; its weights by name are in the manifest. */
export const RERANKER_GRAPH = 'reranker.onnx';
const LANGUAGE_MODELS = 'language-models.bin';

export function rerankerParts({
  template,
  value,
  words,
  kinds,
  slots,
  listed,
}: LanguageModels): Map<string, Uint8Array> {
  return new Map([[LANGUAGE_MODELS, Buffer.concat([template, value, words, kinds, slots, listed].flatMap(packModel))]]);
}

/** Throws when the part is missing or shorter than it says. */
export function readLanguageModels(
  part: (name: string) => Uint8Array,
  catalogue: CatalogueKnowledge = {},
): LanguageModels {
  const reader = new PlaneReader(part(LANGUAGE_MODELS));
  const [template, value, words, kinds, slots, listed] = Array.from({ length: 6 }, () => readModel(reader));
  return {
    template: template!,
    value: value!,
    words: words!,
    kinds: kinds!,
    slots: slots!,
    listed: listed!,
    catalogue,
  };
}

function packModel({ order, alphabet, counts }: NgramModel): Uint8Array[] {
  const { keys, counts: seen, totals, types } = counts.entries();
  const surplus = totals.map((total, index) => total - expectedTotal(seen[index]!, types[index]!));
  return [[order, alphabet], toGaps(keys), seen, types, surplus].map(toPlanes);
}

function readModel(reader: PlaneReader): NgramModel {
  const [order, alphabet] = reader.next();
  const keys = fromGaps(reader.next());
  const [counts, types, surplus] = [reader.next(), reader.next(), reader.next()];
  const totals = surplus.map((more, index) => more + expectedTotal(counts[index]!, types[index]!));
  return { order: order!, alphabet: alphabet!, counts: NgramCounts.of({ keys, counts, totals, types }) };
}

/** What is followed by anything is followed wherever it stands, but where a sequence begins; so little is left to store. */
function expectedTotal(count: number, types: number): number {
  return types > 0 ? count : 0;
}
