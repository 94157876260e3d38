import type { RerankerForm } from '../../bundles/format/manifest.js';
import { listCandidates } from '../../domains/core/interpreter/domain-interpreter.js';
import { CLASSIFIER, recognizerParts, TAGGER } from '../../domains/core/recognizer/parts.js';
import type { RerankerModel } from '../../domains/core/reranker/model.js';
import { rerankerParts } from '../../domains/core/reranker/parts.js';
import type { DomainExample } from '../examples/domain-corpus.js';
import { classifierGraph, taggerGraph } from '../export/recognizer-graphs.js';
import { type TrainingInputs, trainModels } from '../recognizer/domain-models.js';
import { tableRecognizer } from '../recognizer/table-scorer.js';
import type { HeldOutList } from '../reranker/ranking-corpus.js';
import type { RankingTable } from '../reranker/ranking-table.js';
import { type RerankerSettings, type TrainedColumns, trainReranker } from '../reranker/reranker-trainer.js';

/** Training the models that are served. */
export interface WholeTask extends TrainingInputs {
  readonly examples: readonly DomainExample[];
}

/** Training models on all folds but one, and listing the hypotheses of that one. */
export interface FoldTask extends WholeTask {
  /** The fold of every example. */
  readonly folds: Uint8Array;
  /** The fold that is held out. */
  readonly fold: number;
  readonly nBest: number;
}

/** Training a re-ranker of one form on out-of-fold lists, less those of weight 0. */
export interface RerankTask {
  readonly table: RankingTable;
  readonly form: RerankerForm;
  readonly settings: RerankerSettings;
  /** Which columns the forms read; absent: those of a recognizer's lists. */
  readonly columns?: TrainedColumns | undefined;
}

/** A held-out list, and which of the domain's examples it belongs to. */
export interface FoldList extends HeldOutList {
  readonly index: number;
}

/**
 * Trains on every fold but one, less the rows that the domain left out, and lists the hypotheses of that fold, all of
 * it.
 */
export async function runFold({ examples, folds, fold, nBest, ...inputs }: FoldTask): Promise<FoldList[]> {
  const training = examples.filter(({ weight }, index) => folds[index] !== fold && weight > 0);
  const { recognizer, languageModels } = trainModels(training, inputs);
  const models = { recognizer: tableRecognizer(recognizer), languageModels, nBest };
  const lists: FoldList[] = [];
  for (const [index, { text }] of examples.entries()) {
    if (folds[index] !== fold) continue;
    const { title, list } = await listCandidates(models, text);
    lists.push({ index, hypotheses: list.hypotheses, evidence: list.evidence, asksForTitle: title !== undefined });
  }
  return lists;
}

/** Trains on all examples but those of weight 0; the bundle's parts but for the re-ranker's graph. */
export function runWhole({ examples, ...inputs }: WholeTask): Map<string, Uint8Array> {
  const kept = examples.filter(({ weight }) => weight > 0);
  const { recognizer, languageModels } = trainModels(kept, inputs);
  return new Map([
    ...recognizerParts(recognizer.model),
    [CLASSIFIER.part, classifierGraph(recognizer.utterance)],
    [TAGGER.part, taggerGraph(recognizer.token)],
    ...rerankerParts(languageModels),
    ...inputs.catalogue,
  ]);
}

/** Trains a re-ranker. */
export function runRerank({ table, form, settings, columns }: RerankTask): RerankerModel {
  return trainReranker(table, form, settings, columns);
}
