import { hashText } from '../../domains/core/numeric/hash.js';
import {
  MAX_TOKENS,
  tokenIds,
  utteranceIds,
  type Vocabularies,
  wordFingerprint,
} from '../../domains/core/recognizer/encode.js';
import { tokenFeatureRows, utteranceFeatureRow } from '../../domains/core/recognizer/features.js';
import { labelCount, labelsOf } from '../../domains/core/recognizer/labels.js';
import { type Chain, constrain, type RecognizerModel } from '../../domains/core/recognizer/model.js';
import { UNKNOWN, Vocabulary } from '../../domains/core/recognizer/vocabulary.js';
import type { DomainSchema } from '../../domains/core/schema/schema.js';
import { GENERATED } from '../corpus/corpus-row.js';
import type { AugmentationSettings } from '../examples/augmentation.js';
import type { DomainExample } from '../examples/domain-corpus.js';
import { FingerprintCounts } from '../numeric/fingerprint-counts.js';
import { seeded } from '../numeric/random.js';
import type { NoiseSettings } from '../recognition-noise/noisy-copies.js';
import { type CrfSettings, type CrfWeights, trainCrf } from './crf.js';
import { type MaxentSettings, trainMaxent } from './maxent.js';
import { type QuantisedTable, quantise, selectRows, usedRows } from './quantised-table.js';

type IntentSchema = DomainSchema['intents'][number];

export interface RecognizerSettings {
  readonly seed: number;
  /** Features seen in fewer training utterances are left out. */
  readonly minimumCount: number;
  /** Weights nearer to zero are set to zero after training. */
  readonly prune: number;
  readonly domain: MaxentSettings;
  readonly intent: MaxentSettings;
  readonly slot: CrfSettings;
  readonly augmentation: AugmentationSettings;
  readonly noise: NoiseSettings;
}

/** The settings that ship (docs/decisions/0002-linear-recognizers.md). */
export const RECOGNIZER_DEFAULTS: RecognizerSettings = {
  seed: 1,
  minimumCount: 5,
  prune: 0.15,
  domain: { epochs: 8, rate: 0.1, l2: 1e-6, dropout: 0.25 },
  intent: { epochs: 8, rate: 0.1, l2: 0, dropout: 0.5 },
  slot: { epochs: 8, rate: 0.05, l2: 0, dropout: 0.25 },
  augmentation: { copies: 1, swap: 0.7, catalogue: 0.1 },
  noise: { copies: 0.3, rate: 0.45, slots: 0 },
};

/**
 * The settings with rows in an order of their own: rows that are added change few answers to what has nothing to do with them
 * (docs/decisions/0068-a-year-to-judge-by.md).
 */
export function inRowOrder(settings: RecognizerSettings): RecognizerSettings {
  const { domain, intent, slot } = settings;
  const order = 'by-row';
  return { ...settings, domain: { ...domain, order }, intent: { ...intent, order }, slot: { ...slot, order } };
}

/** A recognizer with its weight tables: `utterance` `[1 + features, 1 + I]`, `token` `[1 + features, sum of L]`. */
export interface TrainedRecognizer {
  readonly model: RecognizerModel;
  readonly utterance: QuantisedTable;
  readonly token: QuantisedTable;
}

/**
 * Trains a domain's classifiers and slot taggers. Rows of other domains teach the domain classifier only; the domain's
 * own rows without an intent or slots of its schema (another annotation scheme) teach what they can.
 */
export function trainRecognizer(
  examples: readonly DomainExample[],
  schemaIntents: readonly IntentSchema[],
  settings: RecognizerSettings,
): TrainedRecognizer {
  const random = seeded(settings.seed);
  const groups = bySlots(schemaIntents);
  const intents = groups.flat();
  const tagged = examples.filter((example) => example.spans !== undefined);
  const vocabularies = buildVocabularies(examples, tagged, settings.minimumCount);
  const utterances = examples.map(({ words }) => utteranceIds(words.slice(0, MAX_TOKENS), vocabularies).ids);

  const keys = examples.map(({ words }) => keyOf(words));

  const domainWeights = trainMaxent(
    examples.map((example, index) => ({
      features: utterances[index],
      label: example.isInDomain ? 1 : 0,
      weight: example.belief,
      key: keys[index],
    })),
    vocabularies.utterance.size,
    1,
    settings.domain,
    random,
  );
  const intentExamples = examples.flatMap((example, index) => {
    const label = example.isInDomain ? intents.findIndex((intent) => intent.name === example.intent) : -1;
    return label < 0 ? [] : [{ features: utterances[index], label, weight: example.belief, key: keys[index] }];
  });
  // A domain of one intent has nothing to tell apart: a column of zeros.
  const intentWeights =
    intents.length === 1
      ? new Float32Array(vocabularies.utterance.size + 1)
      : trainMaxent(intentExamples, vocabularies.utterance.size, intents.length, settings.intent, random);

  const crfs = groups.map((group) => {
    const [{ slots }] = group;
    const names = new Set(group.map(({ name }) => name));
    const own = tagged.flatMap(({ words: all, spans, intent, belief }) => {
      if (!names.has(intent) || !spans) return [];
      const words = all.slice(0, MAX_TOKENS);
      const { ids: features, width } = tokenIds(words, vocabularies);
      return [{ features, width, labels: labelsOf(spans, slots, words.length), weight: belief, key: keyOf(all) }];
    });
    return trainCrf(own, vocabularies.token.size, labelCount(slots), settings.slot, random);
  });
  return assemble(vocabularies, groups, domainWeights, intentWeights, crfs, settings.prune);
}

/** Names an example by its words. */
function keyOf(words: readonly string[]): number {
  return hashText(words.join(' '));
}

/** The intents, those with the same slots together: they share a tagger. In the order of their first ones. */
function bySlots(intents: readonly IntentSchema[]): IntentSchema[][] {
  const groups = new Map<string, IntentSchema[]>();
  for (const intent of intents) {
    const key = [...intent.slots].sort().join('\n');
    const group = groups.get(key);
    if (group) group.push(intent);
    else groups.set(key, [intent]);
  }
  return [...groups.values()];
}

/** Quantises the tables, drops the features that no longer have a weight, and numbers the rest anew. */
function assemble(
  vocabularies: Vocabularies,
  groups: readonly (readonly IntentSchema[])[],
  domainWeights: Float32Array,
  intentWeights: Float32Array,
  crfs: readonly CrfWeights[],
  prune: number,
): TrainedRecognizer {
  const intents = groups.flat().length;
  const utterance = quantise(
    beside(vocabularies.utterance.size + 1, [
      { values: domainWeights, columns: 1 },
      { values: intentWeights, columns: intents },
    ]),
    1 + intents,
    prune,
  );
  const columns = groups.map(([{ slots }]) => labelCount(slots));
  const token = quantise(
    beside(
      vocabularies.token.size + 1,
      crfs.map((crf, index) => ({ values: crf.emissions, columns: columns[index] })),
    ),
    columns.reduce((sum, count) => sum + count, 0),
    prune,
  );
  const utteranceRows = usedRows(utterance);
  const tokenRows = usedRows(token);
  const chains: Chain[] = groups.map((group, index) => {
    const names = group.map(({ name }) => name);
    return constrain(names, group[0].slots, crfs[index].transitions, crfs[index].start);
  });
  return {
    model: {
      vocabularies: {
        utterance: selectFingerprints(vocabularies.utterance, utteranceRows),
        token: selectFingerprints(vocabularies.token, tokenRows),
        words: vocabularies.words,
      },
      chains,
    },
    utterance: selectRows(utterance, utteranceRows),
    token: selectRows(token, tokenRows),
  };
}

/** Matrices of the same height, side by side. */
function beside(rows: number, tables: readonly { values: Float32Array; columns: number }[]): Float32Array {
  const width = tables.reduce((sum, table) => sum + table.columns, 0);
  const joined = new Float32Array(rows * width);
  let left = 0;
  for (const { values, columns } of tables) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++)
        joined[row * width + left + column] = values[row * columns + column];
    }
    left += columns;
  }
  return joined;
}

function selectFingerprints(vocabulary: Vocabulary, ids: readonly number[]): Vocabulary {
  return new Vocabulary(Uint32Array.from(ids, (id) => vocabulary.fingerprints[id - 1]));
}

/** Generated rows repeat their carriers: every second one counts when features are chosen. */
function counts({ source }: DomainExample, index: number): boolean {
  return source !== GENERATED || index % 2 === 0;
}

function buildVocabularies(
  examples: readonly DomainExample[],
  tagged: readonly DomainExample[],
  minimum: number,
): Vocabularies {
  const [words, utterance, token] = [new FingerprintCounts(), new FingerprintCounts(), new FingerprintCounts()];
  for (const example of tagged) words.addList(example.words.map(wordFingerprint));
  const known = new Vocabulary(words.atLeast(2));
  const isRare = (word: number) => known.id(word) === UNKNOWN;
  for (const example of examples.filter(counts)) {
    const row = utteranceFeatureRow(example.words);
    utterance.addList(row.fingerprints, row.start(1));
  }
  for (const example of tagged.filter(counts)) {
    const rows = tokenFeatureRows(example.words, isRare);
    token.addList(rows.fingerprints, rows.start(rows.rows));
  }
  return {
    utterance: new Vocabulary(utterance.atLeast(minimum)),
    token: new Vocabulary(token.atLeast(minimum)),
    words: known,
  };
}
