import type { NameModel } from '../domains/core/catalogue/name-model.js';
import type { LanguageModels } from '../domains/core/reranker/language-models.js';
import type { DomainSchema } from '../domains/core/schema.js';
import { augment } from './augmentation.js';
import type { DomainExample } from './domain-corpus.js';
import { trainLanguageModels } from './language-model-trainer.js';
import { type RecognizerSettings, type TrainedRecognizer, trainRecognizer } from './recognizer-trainer.js';

/** What a domain's models are trained by, besides examples. */
export interface Material {
  readonly schema: DomainSchema;
  readonly settings: RecognizerSettings;
  /** From a catalogue; absent without one. */
  readonly names: NameModel | undefined;
  /** Catalogue strings by the slot that they could fill. */
  readonly catalogue: ReadonlyMap<string, readonly string[]>;
}

/** A domain's recognizer and language models. */
export interface DomainModels {
  readonly recognizer: TrainedRecognizer;
  readonly languageModels: LanguageModels;
}

/** Trains everything but the re-ranker. */
export function trainModels(
  examples: readonly DomainExample[],
  { schema, settings, names, catalogue }: Material,
): DomainModels {
  return {
    recognizer: trainRecognizer(
      augment(examples, catalogue, settings.augmentation, settings.seed),
      schema.intents,
      settings,
    ),
    languageModels: trainLanguageModels(examples, names),
  };
}
