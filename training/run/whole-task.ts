import { CLASSIFIER, recognizerParts, TAGGER } from '../../domains/core/recognizer/parts.js';
import { rerankerParts } from '../../domains/core/reranker/parts.js';
import type { DomainExample } from '../examples/domain-corpus.js';
import { classifierGraph, taggerGraph } from '../export/recognizer-graphs.js';
import { type Material, trainModels } from '../recognizer/domain-models.js';

/** Everything to train the recognizer that is served on. */
export interface WholeTask extends Material {
  readonly examples: readonly DomainExample[];
}

/** Trains on all examples but those of weight 0; the bundle's parts but for the re-ranker's graph. */
export function runWhole({ examples, ...material }: WholeTask): Map<string, Uint8Array> {
  const kept = examples.filter(({ weight }) => weight > 0);
  const { recognizer, languageModels } = trainModels(kept, material);
  return new Map([
    ...recognizerParts(recognizer.model),
    [CLASSIFIER.part, classifierGraph(recognizer.utterance)],
    [TAGGER.part, taggerGraph(recognizer.token)],
    ...rerankerParts(languageModels),
    ...material.catalogue,
  ]);
}
