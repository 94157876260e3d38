import type { Manifest } from '../../../bundles/format/manifest.js';
import { sigmoid } from '../../../serving/numeric/log-odds.js';
import { type AskedTitle, askedTitle } from '../catalogue/asked-title.js';
import { type LanguageModels, remembering } from '../language-models/language-models.js';
import { tokensOf } from '../recognizer/encode.js';
import { Recognizer } from '../recognizer/recognizer.js';
import { evidence, type Judged } from '../reranker/evidence.js';
import type { Confidences } from '../reranker/graph-run.js';
import { explain } from '../reranker/head.js';
import { modelOfWeights, type RerankerModel } from '../reranker/model.js';
import { Reranker } from '../reranker/reranker.js';
import { explainScreened, judgeScreened, screenedOut } from '../reranker/screen.js';
import { type WeightOfSlot, weightOfSlot } from '../reranker/slot-weights.js';
import type { Contribution, Hypothesis, Interpretation } from './hypothesis.js';
import type { InterpretOptions, Servable } from './servable.js';
import { readModels, type ServableModels } from './servable-models.js';
import { slotsOfSpans, spansOfSlots } from './slot-spans.js';

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
  { recognizer: model, languageModels, graphs }: ServableModels,
): Promise<Servable> {
  const rerankerModel = modelOfWeights(form, weights);
  const reranker = await Reranker.create(graphs.reranker);
  try {
    const recognizer = await Recognizer.create(model, graphs);
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
  readonly #weightOf: WeightOfSlot;
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
    this.#weightOf = weightOfSlot(model.slots);
    this.#nBest = nBest;
  }

  async interpret(utterance: string, options: InterpretOptions = {}): Promise<Interpretation> {
    const { tokens, words, domain, nBest } = await this.#recognizer.hear(utterance);
    const look = this.#firstLook(words, domain);
    const isScreened = look.screened !== undefined;
    if (isScreened && options.skipScreened) return { hypotheses: [], inDomain: look.screened, screened: true };
    // Whatever is said of an utterance that is all but surely another domain's, one reading of it is enough.
    const candidates = await (isScreened ? nBest(1) : nBest(this.#nBest, look.asked));
    const hypotheses = candidates.map(({ intent, spans, logIntent, logSlot }) => ({
      intent,
      spans,
      slots: slotsOfSpans(spans, tokens, utterance),
      scores: { domain, intent: Math.exp(logIntent), slot: Math.exp(logSlot) },
    }));
    return this.#rank(words, hypotheses, look, options);
  }

  async rerank(
    utterance: string,
    hypotheses: readonly Hypothesis[],
    options: InterpretOptions = {},
  ): Promise<Interpretation> {
    if (hypotheses.length === 0) return { hypotheses: [], inDomain: 0 };
    // What the recognizer would look at, so that its own hypotheses are judged as it judged them.
    const tokens = tokensOf(utterance);
    const judged = hypotheses.map((hypothesis) => ({ ...hypothesis, spans: spansOfSlots(hypothesis.slots, tokens) }));
    const words = tokens.map((token) => token.text);
    const domain = hypotheses.reduce((most, { scores }) => Math.max(most, scores.domain), 0);
    return this.#rank(words, judged, this.#firstLook(words, domain), options);
  }

  async release(): Promise<void> {
    await this.#recognizer.release();
    await this.#reranker.release();
  }

  async #rank(
    words: readonly string[],
    hypotheses: readonly (Hypothesis & Judged)[],
    { asked, screened }: FirstLook,
    options: InterpretOptions,
  ): Promise<Interpretation> {
    const { confidences, inDomain, explained } =
      screened === undefined ? await this.#reranked(words, hypotheses, asked) : unranked(screened, hypotheses);
    const ranked = hypotheses.map(({ intent, slots, scores }, index) => ({
      intent,
      slots,
      scores,
      confidence: confidences[index]!,
      contributions: options.explain ? explained(index) : [],
    }));
    // Array.prototype.sort is stable: hypotheses of equal confidence keep the recognizer's order.
    ranked.sort((a, b) => b.confidence - a.confidence);
    return {
      hypotheses: ranked.slice(0, options.maxHypotheses),
      inDomain,
      ...(asked && { listedPopularity: asked.popularity }),
      ...(screened === undefined ? {} : { screened: true }),
    };
  }

  async #reranked(
    words: readonly string[],
    hypotheses: readonly Judged[],
    asked: AskedTitle | undefined,
  ): Promise<Ranking> {
    const seen = evidence(this.#languageModels, words, hypotheses, asked, this.#weightOf);
    const { hypotheses: confidences, inDomain } = await this.#reranker.confidences(seen);
    return { confidences, inDomain, explained: (index) => explain(this.#model, seen, index) };
  }

  /** A listed title that is asked for may be the domain's whatever its classifier makes of the words around it. */
  #firstLook(words: readonly string[], domain: number): FirstLook {
    const { titles } = this.#languageModels.catalogue;
    const asked = titles && askedTitle(titles, words);
    const { screen } = this.#model;
    return { asked, screened: screen && !asked ? screenedOut(screen, domain) : undefined };
  }
}

/** What is known of an utterance before its hypotheses are looked at. */
interface FirstLook {
  /** The listed title that it asks for. */
  readonly asked: AskedTitle | undefined;
  /** P(mine) where the screen ends it here. */
  readonly screened: number | undefined;
}

/** `[n]` confidences of a list, P(mine), and what a confidence is made of. */
interface Ranking {
  readonly confidences: Confidences['hypotheses'];
  readonly inDomain: number;
  explained(index: number): Contribution[];
}

function unranked(mine: number, hypotheses: readonly Judged[]): Ranking {
  const { logits, inDomain } = judgeScreened(
    mine,
    hypotheses.map(({ scores }) => scores),
  );
  return {
    confidences: logits.map(sigmoid),
    inDomain,
    explained: (index) => explainScreened(mine, hypotheses[index]!.scores),
  };
}
