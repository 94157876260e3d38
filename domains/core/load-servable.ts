import type { Manifest } from './bundle/manifest.js';
import { type AskedTitle, askedTitle } from './catalogue/asked-title.js';
import type { Hypothesis, Interpretation, RankedHypothesis } from './hypothesis.js';
import { MAX_TOKENS } from './recognizer/encode.js';
import { Recognizer } from './recognizer/recognizer.js';
import { type Evidence, evidence, type Judged } from './reranker/evidence.js';
import { explain } from './reranker/head.js';
import { type LanguageModels, remembering } from './reranker/language-models.js';
import { modelOfWeights, type RerankerModel } from './reranker/model.js';
import { Reranker } from './reranker/reranker.js';
import type { InterpretOptions, Servable } from './servable.js';
import { readModels, type ServableModels } from './servable-models.js';
import { slotsOfSpans, spansOfSlots } from './slot-spans.js';
import { type Token, tokenize } from './text/tokenize.js';

/** What of a bundle is served from. */
export interface ServableSource {
  readonly manifest: Pick<Manifest, 'reranker' | 'recognizer'>;
  readonly parts: ReadonlyMap<string, Uint8Array>;
}

/** Reads a bundle's parts and makes its sessions. Throws when a part is missing or not of its form. */
export async function loadServable({ manifest, parts }: ServableSource): Promise<Servable> {
  return makeServable(manifest, readModels(parts));
}

/** Makes the sessions. What was made by the time that one cannot be is released. */
export async function makeServable(
  { recognizer: { nBest }, reranker: { form, weights } }: ServableSource['manifest'],
  { recognizer: model, languageModels, recognizerGraph, rerankerGraph }: ServableModels,
): Promise<Servable> {
  const rerankerModel = modelOfWeights(form, weights);
  const reranker = await Reranker.create(rerankerGraph);
  try {
    const recognizer = await Recognizer.create(model, recognizerGraph);
    return new DomainServable(recognizer, reranker, rerankerModel, remembering(languageModels), nBest);
  } catch (error) {
    await reranker.release();
    throw error;
  }
}

class DomainServable implements Servable {
  readonly #recognizer: Recognizer;
  readonly #reranker: Reranker;
  readonly #model: RerankerModel;
  readonly #languageModels: LanguageModels;
  readonly #nBest: number;

  constructor(
    recognizer: Recognizer,
    reranker: Reranker,
    model: RerankerModel,
    languageModels: LanguageModels,
    nBest: number,
  ) {
    this.#recognizer = recognizer;
    this.#reranker = reranker;
    this.#model = model;
    this.#languageModels = languageModels;
    this.#nBest = nBest;
  }

  async interpret(utterance: string, options: InterpretOptions = {}): Promise<Interpretation> {
    const { tokens, recognition, sought } = await this.#recognizer.recognize(utterance, this.#nBest, this.#asked);
    const domain = 1 / (1 + Math.exp(-recognition.domainLogit));
    const hypotheses = recognition.candidates.map(({ intent, spans, logIntent, logSlot }) => ({
      intent,
      spans,
      slots: slotsOfSpans(spans, tokens, utterance),
      scores: { domain, intent: Math.exp(logIntent), slot: Math.exp(logSlot) },
    }));
    return this.#rank(tokens, hypotheses, sought, options);
  }

  async rerank(
    utterance: string,
    hypotheses: readonly Hypothesis[],
    options: InterpretOptions = {},
  ): Promise<Interpretation> {
    if (hypotheses.length === 0) return { hypotheses: [], inDomain: 0 };
    // What the recognizer would look at, so that its own hypotheses are judged as it judged them.
    const tokens = tokenize(utterance).slice(0, MAX_TOKENS);
    const judged = hypotheses.map((hypothesis) => ({ ...hypothesis, spans: spansOfSlots(hypothesis.slots, tokens) }));
    return this.#rank(tokens, judged, this.#asked(tokens.map(({ text }) => text)), options);
  }

  async release(): Promise<void> {
    await this.#recognizer.release();
    await this.#reranker.release();
  }

  async #rank(
    tokens: readonly Token[],
    hypotheses: readonly (Hypothesis & Judged)[],
    asked: AskedTitle | undefined,
    options: InterpretOptions,
  ): Promise<Interpretation> {
    const words = tokens.map((token) => token.text);
    const seen: Evidence = evidence(this.#languageModels, words, hypotheses, asked, this.#model.slots);
    const confidences = await this.#reranker.confidences(seen);
    const ranked: RankedHypothesis[] = hypotheses.map(({ intent, slots, scores }, index) => ({
      intent,
      slots,
      scores,
      confidence: confidences.hypotheses[index]!,
      contributions: options.explain ? explain(this.#model, seen, index) : [],
    }));
    // Array.prototype.sort is stable: hypotheses of equal confidence keep the recognizer's order.
    ranked.sort((a, b) => b.confidence - a.confidence);
    return {
      hypotheses: ranked.slice(0, options.maxHypotheses),
      inDomain: confidences.inDomain,
      ...(asked && { listedPopularity: asked.popularity }),
    };
  }

  readonly #asked = (words: readonly string[]): AskedTitle | undefined => {
    const { titles } = this.#languageModels.catalogue;
    return titles && askedTitle(titles, words);
  };
}
