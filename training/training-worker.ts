import { RECOGNIZER_GRAPH, recognizerParts } from '../domains/core/recognizer/parts.js';
import type { Form, RerankerModel } from '../domains/core/reranker/model.js';
import { rerankerParts } from '../domains/core/reranker/parts.js';
import type { DomainExample } from './domain-corpus.js';
import { type Material, trainModels } from './domain-models.js';
import { recognizerGraph } from './export/recognizer-graph.js';
import { type FoldTask, type HeldOut, runFold } from './fold-task.js';
import type { RankingExample } from './losses/ranking-example.js';
import { type RerankerSettings, trainReranker } from './reranker-trainer.js';

/** Everything to train the recognizer that is served on. */
export interface WholeTask extends Material {
  readonly examples: readonly DomainExample[];
}

/** A worker thread's entry: scores the fold that is held out with models of the others. */
export function fold(task: FoldTask): HeldOut[] {
  return runFold(task);
}

/** A worker thread's entry: trains on all examples; the bundle's parts but for the re-ranker's graph. */
export function whole({ examples, ...material }: WholeTask): Map<string, Uint8Array> {
  const { recognizer, languageModels } = trainModels(examples, material);
  return new Map([
    ...recognizerParts(recognizer.model),
    [RECOGNIZER_GRAPH, recognizerGraph(recognizer.utterance, recognizer.token)],
    ...rerankerParts(languageModels),
    ...material.catalogue,
  ]);
}

/** A re-ranker of one form on out-of-fold lists. */
export interface RerankTask {
  readonly examples: readonly RankingExample[];
  readonly form: Form;
  readonly settings: RerankerSettings;
}

/** A worker thread's entry: trains a re-ranker. */
export function rerank({ examples, form, settings }: RerankTask): RerankerModel {
  return trainReranker(examples, form, settings);
}
