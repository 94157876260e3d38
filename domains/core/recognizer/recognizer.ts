import type { Scores } from '../../../serving/hypothesis.js';
import { decode } from './decode.js';
import { type FeatureIds, tokenIds, utteranceIds } from './encode.js';
import type { Span, ValueRange } from './labels.js';
import type { RecognizerModel } from './model.js';

/**
 * A recognizer's trained weights at work: both methods sum the weights of each row's features. A service has them in
 * ONNX graphs (sessions.ts), a trainer in its own tables (training/recognizer/table-scorer.ts).
 */
export interface FeatureScorer {
  /** `[1 + I]` from one row of an utterance's features: the domain's logit, then one logit per intent. */
  classify(utterance: FeatureIds): ArrayLike<number> | Promise<ArrayLike<number>>;
  /** `[T, sum of L]` row-major from one row per token: emissions, the labels of all chains side by side in order. */
  tag(tokens: FeatureIds): ArrayLike<number> | Promise<ArrayLike<number>>;
}

/** A hypothesis whose slots are runs of tokens, with the recognizer's raw scores. */
export interface TaggedHypothesis {
  readonly intent: string;
  readonly spans: readonly Span[];
  readonly scores: Scores;
}

/** The classifiers' scores of one utterance. */
export interface Classified {
  /** P(domain | x) by the domain classifier, in [0, 1]. */
  readonly domain: number;
  /** `[1 + I]`: the domain's logit, then one logit per intent. */
  readonly logits: ArrayLike<number>;
}

/** A domain's own NLU: a domain classifier, an intent classifier and one slot tagger an intent. */
export class Recognizer {
  readonly #model: RecognizerModel;
  readonly #scorer: FeatureScorer;

  constructor(model: RecognizerModel, scorer: FeatureScorer) {
    this.#model = model;
    this.#scorer = scorer;
  }

  /** Classifies the words of any utterance, those of none too. */
  async classify(words: readonly string[]): Promise<Classified> {
    const logits = await this.#scorer.classify(utteranceIds(words, this.#model.vocabularies));
    return { domain: 1 / (1 + Math.exp(-logits[0])), logits };
  }

  /**
   * The n best hypotheses, best first; an utterance without words has each intent once, without slots.
   * @param range a run of words that may be a slot's value whatever the taggers make of it: see `decode`
   */
  async nBest(
    words: readonly string[],
    { domain, logits }: Classified,
    n: number,
    range?: ValueRange,
  ): Promise<TaggedHypothesis[]> {
    const emissions = await this.#scorer.tag(tokenIds(words, this.#model.vocabularies));
    const candidates = decode(this.#model.chains, words.length, { logits, emissions }, n, range);
    return candidates.map(({ intent, spans, logIntent, logSlot }) => ({
      intent,
      spans,
      scores: { domain, intent: Math.exp(logIntent), slot: Math.exp(logSlot) },
    }));
  }
}
