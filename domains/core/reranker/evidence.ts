import { logSumExp } from '../../../serving/numeric/log-odds.js';
import { nameSymbol } from '../catalogue/name-model.js';
import { type Listing, listing } from '../catalogue/title-index.js';
import type { Scores } from '../interpreter/hypothesis.js';
import {
  kindSequence,
  type LanguageModels,
  listedSequence,
  slotsSequence,
  templateSequence,
  valueSequence,
  wordSymbols,
  wordsSequence,
} from '../language-models/language-models.js';
import { logProbability } from '../language-models/ngram-model.js';
import { SymbolBuffer } from '../language-models/symbol-buffer.js';
import type { Span, ValueRange } from '../recognizer/labels.js';
import { NO_WEIGHT, slotsWeight, type WeightOfSlot } from './slot-weights.js';

/** Evidence about the whole list: what tells whether the utterance is the domain's at all. */
export const LIST_EVIDENCE = [
  'domain',
  'notDomain',
  'mass',
  'length',
  'fluency',
  'kinds',
  'title',
  'popularity',
] as const;
/** Evidence about one hypothesis; the first three are the paper's (Su et al. 2018, §3), as log-probabilities. */
export const HYPOTHESIS_EVIDENCE = [
  'domain',
  'intent',
  'slot',
  'template',
  'values',
  'words',
  'kinds',
  'slots',
  'slotCount',
  'listed',
  'asked',
  'slotWeights',
] as const;

const WIDTH = HYPOTHESIS_EVIDENCE.length;

/** A hypothesis as evidence reads it. */
export interface Judged {
  readonly intent: string;
  readonly spans: readonly Span[];
  readonly scores: Scores;
}

/** `list` `[A]` and `hypotheses` `[n, B]` row-major, columns as named above. */
export interface Evidence {
  readonly list: Float64Array;
  readonly hypotheses: Float64Array;
}

/** Probabilities are held off 0 and 1 by this much before a logarithm: a score of 0 is strong evidence, not certainty. */
const FLOOR = 1e-9;

/**
 * The evidence for one domain's list of hypotheses; one implementation for training, serving and the caller's own NLU.
 * `asked` is where the title stands that the catalogue says is asked for (`askedTitle`), and the slots that do not hold it.
 * `weightOf` says the re-ranker's own weights of slots; before it is trained there are none, and `withSlotWeights` adds them
 * afterwards.
 */
export function evidence(
  models: LanguageModels,
  words: readonly string[],
  hypotheses: readonly Judged[],
  asked?: ValueRange,
  weightOf: WeightOfSlot = NO_WEIGHT,
): Evidence {
  const sentence = wordSymbols(words);
  const known = new KnownSpans(models, words, sentence);
  const table = new Float64Array(hypotheses.length * WIDTH);
  const intentAndSlots = new Float64Array(hypotheses.length);
  let template = -Infinity;
  let domain = 0;
  for (let row = 0; row < hypotheses.length; row++) {
    const { intent, spans, scores } = hypotheses[row]!;
    let [characters, ofWords, kinds, listed] = [0, 0, 0, 0];
    for (const span of spans) {
      const of = known.evidence(span);
      characters += of.value;
      ofWords += of.words;
      kinds += of.kind;
      listed += of.listed;
    }
    const [logIntent, logSlot] = [logOf(scores.intent), logOf(scores.slot)];
    const logTemplate = logProbability(models.template, templateSequence(intent, sentence, spans, symbols));
    // In the order of HYPOTHESIS_EVIDENCE.
    let column = row * WIDTH;
    table[column++] = logOf(scores.domain);
    table[column++] = logIntent;
    table[column++] = logSlot;
    table[column++] = logTemplate;
    table[column++] = characters;
    table[column++] = ofWords;
    table[column++] = kinds;
    table[column++] = logProbability(models.slots, slotsSequence(intent, spans, symbols));
    table[column++] = spans.length;
    table[column++] = listed;
    table[column++] = isAll(spans, asked) ? 1 : 0;
    table[column] = slotsWeight(weightOf, intent, spans);
    intentAndSlots[row] = logIntent + logSlot;
    template = Math.max(template, logTemplate + characters);
    domain = Math.max(domain, scores.domain);
  }
  const likely = likeliest(hypotheses);
  const title = bestTitle((hypotheses[likely]?.spans ?? []).map((span) => known.evidence(span)));
  const isEmpty = hypotheses.length === 0;
  return {
    list: Float64Array.of(
      logOf(domain),
      -logOf(1 - domain),
      isEmpty ? 0 : logSumExp(intentAndSlots),
      Math.log(1 + words.length),
      isEmpty ? 0 : template / (1 + words.length),
      isEmpty ? 0 : table[likely * WIDTH + HYPOTHESIS_EVIDENCE.indexOf('kinds')]!,
      title.title / 2,
      title.popularity,
    ),
    hypotheses: table,
  };
}

/** Sequences are asked about one at a time. */
const symbols = new SymbolBuffer();

/** The same evidence with what a re-ranker's slots weigh. */
export function withSlotWeights(
  { list, hypotheses }: Evidence,
  judged: readonly Judged[],
  weightOf: WeightOfSlot,
): Evidence {
  const column = HYPOTHESIS_EVIDENCE.indexOf('slotWeights');
  const weighed = Float64Array.from(hypotheses);
  for (const [row, { intent, spans }] of judged.entries())
    weighed[row * WIDTH + column] = slotsWeight(weightOf, intent, spans);
  return { list, hypotheses: weighed };
}

/** Whether a range is what the spans hold, in a slot that is not excluded, and all that they do. */
function isAll(spans: readonly Span[], range: ValueRange | undefined): boolean {
  const [span] = spans;
  if (!range || spans.length !== 1 || span!.start !== range.start || span!.end !== range.end) return false;
  return !range.excludedSlots?.includes(span!.slot);
}

/** Index of the hypothesis that the recognizer's own scores put first, wherever it stands: a list says the same in any order. */
function likeliest(hypotheses: readonly Judged[]): number {
  const product = ({ scores }: Judged) => scores.intent * scores.slot;
  return hypotheses.reduce(
    (best, hypothesis, index) => (product(hypothesis) > product(hypotheses[best]!) ? index : best),
    0,
  );
}

const NOT_LISTED: Listing = { title: 0, creator: 0, kinds: [], popularity: 0 };

/** log P of one span's characters, words, kind and listing under its slot. */
interface SpanEvidence {
  readonly span: Span;
  readonly value: number;
  readonly words: number;
  readonly kind: number;
  readonly listed: number;
  /** How it stands in the domain's catalogue; nowhere without one. */
  readonly listing: Listing;
}

/** What the catalogue says of the words of a span, whatever slot they are in, and what was found for each slot. */
interface PlaceEvidence {
  readonly listing: Listing;
  readonly kind: number;
  readonly bySlot: SpanEvidence[];
}

/** Hypotheses of one utterance share most of their spans: each is looked at once. `sentence` is `wordSymbols` of the words. */
class KnownSpans {
  readonly #models: LanguageModels;
  readonly #words: readonly string[];
  readonly #sentence: readonly number[];
  readonly #places = new Map<number, PlaceEvidence>();

  constructor(models: LanguageModels, words: readonly string[], sentence: readonly number[]) {
    this.#models = models;
    this.#words = words;
    this.#sentence = sentence;
  }

  evidence(span: Span): SpanEvidence {
    const place = this.#place(span);
    for (const known of place.bySlot) if (known.span.slot === span.slot) return known;
    const { value, words, kinds, listed, catalogue } = this.#models;
    const found = {
      span,
      value: logProbability(value, valueSequence(this.#words, span, symbols)),
      words: logProbability(words, wordsSequence(this.#sentence, span, symbols)),
      kind: catalogue.names ? logProbability(kinds, kindSequence(place.kind, span, symbols)) : 0,
      listed: catalogue.titles ? logProbability(listed, listedSequence(place.listing, span, symbols)) : 0,
      listing: place.listing,
    };
    place.bySlot.push(found);
    return found;
  }

  #place({ start, end }: Span): PlaceEvidence {
    const key = start * 2 ** 20 + end;
    const known = this.#places.get(key);
    if (known) return known;
    const { names, titles } = this.#models.catalogue;
    const value = this.#words.slice(start, end);
    const place = {
      listing: titles ? listing(titles, value) : NOT_LISTED,
      kind: names ? nameSymbol(names, value) : 0,
      bySlot: [],
    };
    this.#places.set(key, place);
    return place;
  }
}

/** Of the values of the recognizer's first hypothesis, how the one stands that is most of a title. */
function bestTitle(known: readonly SpanEvidence[]): Listing {
  let best = NOT_LISTED;
  for (const { listing: found } of known) {
    if (found.title > best.title || (found.title === best.title && found.popularity > best.popularity)) best = found;
  }
  return best;
}

/** Natural log of a score, held off those of 0 and 1. */
export function logOf(probability: number): number {
  return Math.log(Math.min(1 - FLOOR, Math.max(FLOOR, probability)));
}
