import { NluError } from '../../../serving/errors.js';
import { readCatalogueKnowledge } from '../catalogue/parts.js';
import type { LanguageModels } from '../language-models/language-models.js';
import { NgramCounts } from '../language-models/ngram-counts.js';
import type { NgramModel } from '../language-models/ngram-model.js';
import { CountTable } from '../numeric/count-table.js';
import type { RecognizerModel } from '../recognizer/model.js';
import { CLASSIFIER, readRecognizerModel, TAGGER } from '../recognizer/parts.js';
import type { RecognizerGraphs } from '../recognizer/sessions.js';
import { Vocabulary } from '../recognizer/vocabulary.js';
import { RERANKER_GRAPH, readLanguageModels } from '../reranker/parts.js';

/** Everything that a bundle's parts hold, read; only the sessions of the graphs are not made yet. */
export interface BundleModels {
  readonly recognizer: RecognizerModel;
  readonly languageModels: LanguageModels;
  readonly graphs: BundleGraphs;
}

/** A bundle's graphs, as ONNX. */
export interface BundleGraphs extends RecognizerGraphs {
  readonly reranker: Uint8Array;
}

/**
 * Reads a bundle's parts. It takes tens of ms, so a service has a thread of its own for it.
 * @throws when a part is missing or not of its form
 */
export function readModels(parts: ReadonlyMap<string, Uint8Array>): BundleModels {
  const part = (name: string) => {
    const bytes = parts.get(name);
    if (!bytes) throw new NluError('FAILED_PRECONDITION', `the bundle has no part ${name}`);
    return bytes;
  };
  return {
    languageModels: readLanguageModels(part, readCatalogueKnowledge(parts)),
    recognizer: readRecognizerModel(part),
    graphs: { classifier: part(CLASSIFIER.part), tagger: part(TAGGER.part), reranker: part(RERANKER_GRAPH) },
  };
}

/** Models that came from another thread, with their classes: a message carries fields and no methods. */
export function reviveModels({ recognizer, languageModels, graphs }: BundleModels): BundleModels {
  const { utterance, token, words } = recognizer.vocabularies;
  const vocabulary = ({ fingerprints, ids }: Vocabulary) => new Vocabulary(fingerprints, CountTable.withPlaces(ids));
  const ngrams = (model: NgramModel): NgramModel => ({ ...model, counts: new NgramCounts(model.counts) });
  const { catalogue, ...models } = languageModels;
  const { names, titles } = catalogue;
  const vocabularies = { utterance: vocabulary(utterance), token: vocabulary(token), words: vocabulary(words) };
  return {
    graphs,
    recognizer: { ...recognizer, vocabularies },
    languageModels: {
      catalogue: { names, titles: titles && { ...titles, entries: CountTable.withPlaces(titles.entries) } },
      template: ngrams(models.template),
      value: ngrams(models.value),
      words: ngrams(models.words),
      nameKind: ngrams(models.nameKind),
      slots: ngrams(models.slots),
      catalogueListing: ngrams(models.catalogueListing),
    },
  };
}
