import { readCatalogueKnowledge } from '../../domains/core/catalogue/parts.js';
import type { LanguageModels, NgramOrders } from '../../domains/core/language-models/language-models.js';
import type { DomainSchema } from '../../domains/core/schema/schema.js';
import { GENERATED } from '../corpus/corpus-row.js';
import { augment } from '../examples/augmentation.js';
import type { DomainExample, SharedSlots } from '../examples/domain-corpus.js';
import { noisyCopies } from '../recognition-noise/noisy-copies.js';
import { shippedNoise } from '../recognition-noise/shipped-noise.js';
import { trainLanguageModels } from './language-model-trainer.js';
import { type RecognizerSettings, type TrainedRecognizer, trainRecognizer } from './recognizer-trainer.js';

/** Everything that a domain's recognizer and language models are trained on, besides examples. */
export interface TrainingInputs {
  readonly schema: DomainSchema;
  readonly settings: RecognizerSettings;
  /** The knowledge of catalogues, as bundle parts: bytes travel to worker threads, tables do not. */
  readonly catalogue: ReadonlyMap<string, Uint8Array>;
  /** Catalogue strings by the slot that they could fill. */
  readonly slotValues: ReadonlyMap<string, readonly string[]>;
  /** As in the domain's recipe; absent: a slot has only the values of the domain's own rows. */
  readonly sharedSlots?: SharedSlots | undefined;
  /** Absent: NGRAM_ORDERS. */
  readonly ngramOrders?: NgramOrders | undefined;
}

/** A domain's recognizer and language models. */
export interface DomainModels {
  readonly recognizer: TrainedRecognizer;
  readonly languageModels: LanguageModels;
}

/** Trains everything but the re-ranker. */
export function trainModels(
  examples: readonly DomainExample[],
  { schema, settings, catalogue, slotValues, ngramOrders }: TrainingInputs,
): DomainModels {
  const taught = sparingly(examples);
  const clean = augment(taught, slotValues, settings.augmentation, settings.seed);
  return {
    recognizer: trainRecognizer([...clean, ...noisy(clean, settings)], schema.intents, settings),
    languageModels: trainLanguageModels(taught, readCatalogueKnowledge(catalogue), ngramOrders),
  };
}

/** An intent with so many annotated rows needs few generated ones for its slots: one in so many teaches them. */
const RICH = { rows: 400, one: 3 } as const;

/** The examples, of which few generated ones teach slots where annotated rows do: how people name things is theirs to say. */
function sparingly(examples: readonly DomainExample[]): DomainExample[] {
  const annotated = new Map<string, number>();
  for (const { source, intent, spans } of examples)
    if (spans && source !== GENERATED) annotated.set(intent, (annotated.get(intent) ?? 0) + 1);
  return examples.map((example, index) => {
    const isRich = (annotated.get(example.intent) ?? 0) >= RICH.rows;
    return example.source === GENERATED && isRich && index % RICH.one !== 0
      ? { ...example, spans: undefined }
      : example;
  });
}

/** Copies of the examples as a speech recogniser could have heard them. */
function noisy(examples: readonly DomainExample[], { noise, seed }: RecognizerSettings): DomainExample[] {
  return noise.copies === 0 ? [] : noisyCopies(examples, shippedNoise(noise.rate), noise, seed);
}
