import type { Slot } from '../../../serving/hypothesis.js';
import { type AskedTitle, askedTitle } from '../catalogue/asked-title.js';
import type { LanguageModels } from '../language-models/language-models.js';
import { tokensOf } from '../recognizer/encode.js';
import type { Recognizer, TaggedHypothesis } from '../recognizer/recognizer.js';
import type { CandidateList, EvidencedList } from '../reranker/candidate-list.js';
import { evidence } from '../reranker/evidence.js';
import type { Screen } from '../reranker/model.js';
import type { Ranking, Reranker } from '../reranker/reranker.js';
import { inDomainByScore, screenedList, screenedOut } from '../reranker/screen.js';
import type { Token } from '../text/tokenize.js';
import { isForbidden } from './forbidden.js';
import type { Hypothesis, Interpretation } from './hypothesis.js';
import type { InterpretOptions, Servable } from './servable.js';
import { slotsOfSpans, spansOfSlots } from './slot-spans.js';
import { withoutQuotes } from './unquoted.js';

/** The models of DomainInterpreter but its re-ranker. */
export interface InterpreterModels extends CandidateModels {
  /** The intents that control what is playing. */
  readonly playbackIntents: ReadonlySet<string>;
}

/** The models of steps 1 to 5 of DomainInterpreter. */
export interface CandidateModels {
  readonly recognizer: Recognizer;
  readonly languageModels: LanguageModels;
  /** How many hypotheses the recognizer lists. */
  readonly nBest: number;
}

/** Whether and how an utterance's candidates end at the screen. */
export interface Screening {
  /** Absent: no utterance is screened. */
  readonly screen: Screen | undefined;
  /** An utterance that is screened gets no hypothesis at all, which saves its slot taggers. */
  readonly skipScreened: boolean;
}

/** An utterance's hypotheses before re-ranking. */
export interface Candidates<List extends CandidateList = CandidateList> {
  readonly tokens: readonly Token[];
  /** The title of the domain's catalogue that the utterance asks for. */
  readonly title: AskedTitle | undefined;
  readonly list: List;
}

/**
 * What a domain does to an utterance, in six steps:
 * 1. Text: the utterance becomes tokens, and their normalised texts its words.
 * 2. Classify: the domain classifier and the intent classifier score the words.
 * 3. Screen: an utterance that is almost surely another domain's ends here, unless it asks for a title of the catalogue.
 * 4. List: the slot taggers score the words; decoding gives the n best hypotheses, and those that hold the asked title;
 *    quotation marks and brackets leave their values.
 * 5. Evidence: language models and the catalogue measure how well each hypothesis and the list fit the domain.
 * 6. Re-rank: the evidence becomes calibrated confidences and the in-domain probability; hypotheses that do what the words
 *    forbid are marked.
 *
 * A service takes all six over ONNX graphs. A training run takes steps 1 to 5 over the trainer's own tables
 * (`listCandidates`), trains re-rankers on these lists, and takes steps 3 and 6 with each of them (`screenedList`,
 * `Reranker.rank`).
 *
 * An interpreter is one loaded version of a domain. It is safe for concurrent calls.
 */
export class DomainInterpreter implements Servable {
  readonly #models: InterpreterModels;
  readonly #reranker: Reranker;
  readonly #release: () => Promise<void>;

  /** @param release frees what the models hold; called once, when no call is under way */
  constructor(models: InterpreterModels, reranker: Reranker, release: () => Promise<void>) {
    this.#models = models;
    this.#reranker = reranker;
    this.#release = release;
  }

  /** All six steps, for any string. */
  async interpret(utterance: string, options: InterpretOptions = {}): Promise<Interpretation> {
    const { screen } = this.#reranker.model;
    const screening = { screen, skipScreened: options.skipScreened ?? false };
    // 1. to 5.
    const { tokens, title, list } = await listCandidates(this.#models, utterance, screening);
    // Most utterances are another domain's, and end here.
    if (list.hypotheses.length === 0) return { hypotheses: [], inDomain: list.screened ?? 0, screened: true };
    // 6. Re-rank.
    const ranking = await this.#reranker.rank(list);
    const slotsOf = ({ spans }: TaggedHypothesis) => slotsOfSpans(spans, tokens, utterance);
    const words = wordsOf(tokens);
    const listed = title && (await this.#listed(words, title));
    const forbidden = list.hypotheses.map(isForbidden(words));
    const isScreened = list.screened !== undefined;
    return this.#told(toInterpretation(list.hypotheses, slotsOf, forbidden, ranking, listed, isScreened, options));
  }

  /**
   * All steps but 4 for hypotheses of a caller's own NLU. Where it is surer than the domain classifier of the text that the
   * utterance is the domain's, the classifier is believed.
   */
  async rerank(
    utterance: string,
    hypotheses: readonly Hypothesis[],
    options: InterpretOptions = {},
  ): Promise<Interpretation> {
    if (hypotheses.length === 0) return { hypotheses: [], inDomain: 0 };
    const { recognizer, languageModels } = this.#models;
    // 1. Text: the recognizer's own tokens, so that its own hypotheses get the confidences that it gave them.
    const tokens = tokensOf(utterance);
    const words = wordsOf(tokens);
    // 2. Classify.
    const classified = await recognizer.classify(words);
    const tagged = hypotheses.map(({ intent, slots, scores }) => {
      const domain = Math.min(scores.domain, classified.domain);
      return { intent, spans: spansOfSlots(slots, tokens), scores: { ...scores, domain } };
    });
    // 3. Screen, and 5. Evidence for what it lets pass.
    const title = titleOf(languageModels, words);
    const list = screenedList(this.#reranker.model.screen, tagged, title !== undefined, () =>
      evidence(languageModels, words, tagged, title),
    );
    // 6. Re-rank.
    const ranking = await this.#reranker.rank(list);
    const listed = title && (await this.#listed(words, title));
    const forbidden = tagged.map(isForbidden(words));
    const isScreened = list.screened !== undefined;
    return this.#told(
      toInterpretation(hypotheses, ({ slots }) => slots, forbidden, ranking, listed, isScreened, options),
    );
  }

  /** The interpretation, told whether its best hypothesis controls playback. */
  #told(interpretation: Interpretation): Interpretation {
    const [best] = interpretation.hypotheses;
    const controls = best !== undefined && this.#models.playbackIntents.has(best.intent);
    return controls ? { ...interpretation, controlsPlayback: true } : interpretation;
  }

  /** What the catalogue and the words around a title tell of who is asked for it. */
  async #listed(words: readonly string[], { start, end, popularity }: AskedTitle): Promise<Listed> {
    const { domain } = await this.#models.recognizer.classify([...words.slice(0, start), ...words.slice(end)]);
    return { listedPopularity: popularity, aroundTitle: inDomainByScore(this.#reranker.model.screen, domain) };
  }

  release(): Promise<void> {
    return this.#release();
  }
}

/** Steps 1 to 5 of DomainInterpreter, for any string; without a screening every list has evidence. */
export function listCandidates(models: CandidateModels, utterance: string): Promise<Candidates<EvidencedList>>;
export function listCandidates(models: CandidateModels, utterance: string, screening: Screening): Promise<Candidates>;
export async function listCandidates(
  { recognizer, languageModels, nBest }: CandidateModels,
  utterance: string,
  { screen, skipScreened }: Screening = { screen: undefined, skipScreened: false },
): Promise<Candidates> {
  // 1. Text.
  const tokens = tokensOf(utterance);
  const words = wordsOf(tokens);
  // 2. Classify.
  const classified = await recognizer.classify(words);
  // 3. Screen.
  const title = titleOf(languageModels, words);
  const screened = screenedOut(screen, classified.domain, title !== undefined);
  if (screened !== undefined) {
    // One hypothesis is enough for what is almost surely another domain's.
    const hypotheses = skipScreened
      ? []
      : withoutQuotes(await recognizer.nBest(words, classified, 1), tokens, utterance);
    return { tokens, title, list: { hypotheses, screened } };
  }
  // 4. List.
  const hypotheses = withoutQuotes(await recognizer.nBest(words, classified, nBest, title), tokens, utterance);
  // 5. Evidence.
  return { tokens, title, list: { hypotheses, evidence: evidence(languageModels, words, hypotheses, title) } };
}

function wordsOf(tokens: readonly Token[]): string[] {
  return tokens.map((token) => token.text);
}

function titleOf({ catalogue: { titles } }: LanguageModels, words: readonly string[]): AskedTitle | undefined {
  return titles && askedTitle(titles, words);
}

/** The fields of an interpretation that are there for a listed title. */
type Listed = Pick<Interpretation, 'listedPopularity' | 'aroundTitle'>;

function toInterpretation<H extends Pick<Hypothesis, 'intent' | 'scores'>>(
  hypotheses: readonly H[],
  slotsOf: (hypothesis: H) => readonly Slot[],
  forbidden: readonly boolean[],
  { confidences, inDomain, explain }: Ranking,
  listed: Listed | undefined,
  screened: boolean,
  { explain: isExplained, maxHypotheses }: InterpretOptions,
): Interpretation {
  const ranked = hypotheses.map((hypothesis, index) => ({
    intent: hypothesis.intent,
    slots: slotsOf(hypothesis),
    scores: hypothesis.scores,
    confidence: confidences[index],
    contributions: isExplained ? explain(index) : [],
    ...(forbidden[index] && { forbidden: true as const }),
  }));
  // Array.prototype.sort is stable: hypotheses of equal confidence keep the recognizer's order.
  ranked.sort((a, b) => b.confidence - a.confidence);
  return {
    hypotheses: ranked.slice(0, maxHypotheses),
    inDomain,
    ...listed,
    ...(screened ? { screened: true as const } : {}),
  };
}
