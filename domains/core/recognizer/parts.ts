import { z } from 'zod';
import { fromGaps, PlaneReader, toGaps, toPlanes } from '../numeric/byte-planes.js';
import { labelCount } from './labels.js';
import { constrain, type RecognizerModel } from './model.js';
import { Vocabulary } from './vocabulary.js';

/** A graph that sums the weights of each row's features. */
export interface SumGraph {
  /** The bundle part that holds it. */
  readonly part: string;
  /** Ids of features `[R, F]`. */
  readonly input: string;
  /** `[R, C]`. */
  readonly output: string;
}

// The bundle parts that hold a recognizer. The classifiers are a graph of their own: most utterances are another
// domain's, and the classifiers are often enough to know that.
export const CLASSIFIER: SumGraph = { part: 'classifier.onnx', input: 'utterance_features', output: 'logits' };
export const TAGGER: SumGraph = { part: 'tagger.onnx', input: 'token_features', output: 'emissions' };
const CHAINS = 'recognizer-chains.json';
const VOCABULARIES = 'recognizer-vocabularies.bin';

const chainSchema = z
  .strictObject({
    intents: z.array(z.string().min(1)).min(1).optional(),
    /** The one intent of a tagger, in bundles that were made before intents shared one. */
    intent: z.string().min(1).optional(),
    slots: z.array(z.string().min(1)),
    /** `[L, L]` row-major; the value of a move that BIO forbids is not read. */
    transitions: z.array(z.number()),
    start: z.array(z.number()),
  })
  .refine(({ slots, transitions, start }) => {
    const labels = labelCount(slots);
    return transitions.length === labels ** 2 && start.length === labels;
  }, 'transitions must be [L, L] and start [L] with L = 1 + 2 * slots')
  .refine(({ intents, intent }) => (intents === undefined) !== (intent === undefined), 'intents must be named')
  .transform(({ intents, intent = '', ...chain }) => ({ ...chain, intents: intents ?? [intent] }));

/** A recognizer's model as parts, without its graphs. Vocabularies must be in increasing order of fingerprint. */
export function recognizerParts({ chains, vocabularies }: RecognizerModel): Map<string, Uint8Array> {
  const finite = (values: Float64Array) => Array.from(values, (value) => (Number.isFinite(value) ? value : 0));
  const json = chains.map(({ intents, slots, transitions, start }) => ({
    intents,
    slots,
    transitions: finite(transitions),
    start: finite(start),
  }));
  const { utterance, token, words } = vocabularies;
  return new Map([
    [CHAINS, Buffer.from(JSON.stringify(json))],
    [VOCABULARIES, Buffer.concat([utterance, token, words].map(({ fingerprints }) => toPlanes(toGaps(fingerprints))))],
  ]);
}

/**
 * The model that parts hold.
 * @throws when a part is missing or not of its form
 */
export function readRecognizerModel(part: (name: string) => Uint8Array): RecognizerModel {
  const chains = z
    .array(chainSchema)
    .min(1)
    .parse(JSON.parse(Buffer.from(part(CHAINS)).toString('utf8')));
  const reader = new PlaneReader(part(VOCABULARIES));
  const vocabulary = () => new Vocabulary(fromGaps(reader.next()));
  return {
    chains: chains.map(({ intents, slots, transitions, start }) => constrain(intents, slots, transitions, start)),
    vocabularies: { utterance: vocabulary(), token: vocabulary(), words: vocabulary() },
  };
}
