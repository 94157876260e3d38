import { nameSymbol } from '../catalogue/name-model.js';
import { type Listing, listing } from '../catalogue/title-index.js';
import type { Scores } from '../hypothesis.js';
import type { Span, ValueRange } from '../recognizer/labels.js';
import { logSumExp } from '../recognizer/lattice.js';
import {
  kindSequence,
  type LanguageModels,
  listedSequence,
  slotsSequence,
  templateSequence,
  valueSequence,
  wordSymbols,
  wordsSequence,
} from './language-models.js';
import { logProbability } from './ngram-model.js';
import { NO_SLOT_WEIGHTS, type SlotWeights, slotsWeight } from './slot-weights.js';

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
 * `slotWeights` are the re-ranker's own; before it is trained there are none, and `withSlotWeights` adds them afterwards.
 */
export function evidence(
  models: LanguageModels,
  words: readonly string[],
  hypotheses: readonly Judged[],
  asked?: ValueRange,
  slotWeights: SlotWeights = NO_SLOT_WEIGHTS,
): Evidence {
  const sentence = wordSymbols(words);
  const spanEvidence = evidenceOfSpans(models, words, sentence);
  const table = new Float64Array(hypotheses.length * WIDTH);
  const intentAndSlots: number[] = [];
  let template = -Infinity;
  for (const [row, { intent, spans, scores }] of hypotheses.entries()) {
    const values = { characters: 0, words: 0, kinds: 0, listed: 0 };
    for (const span of spans) {
      const known = spanEvidence(span);
      values.characters += known.value;
      values.words += known.words;
      values.kinds += known.kind;
      values.listed += known.listed;
    }
    const [logIntent, logSlot] = [logOf(scores.intent), logOf(scores.slot)];
    const logTemplate = logProbability(models.template, templateSequence(intent, sentence, spans));
    const columns = [
      logOf(scores.domain),
      logIntent,
      logSlot,
      logTemplate,
      values.characters,
      values.words,
      values.kinds,
      logProbability(models.slots, slotsSequence(intent, spans)),
      spans.length,
      values.listed,
      isAll(spans, asked) ? 1 : 0,
      slotsWeight(slotWeights, intent, spans),
    ];
    table.set(columns, row * WIDTH);
    intentAndSlots.push(logIntent + logSlot);
    template = Math.max(template, logTemplate + values.characters);
  }
  const domain = hypotheses.reduce((most, { scores }) => Math.max(most, scores.domain), 0);
  const likely = likeliest(hypotheses);
  const title = bestTitle(hypotheses[likely]?.spans.map(spanEvidence) ?? []);
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

/** The same evidence with what a re-ranker's slots weigh. */
export function withSlotWeights(
  { list, hypotheses }: Evidence,
  judged: readonly Judged[],
  weights: SlotWeights,
): Evidence {
  const column = HYPOTHESIS_EVIDENCE.indexOf('slotWeights');
  const weighed = Float64Array.from(hypotheses);
  for (const [row, { intent, spans }] of judged.entries())
    weighed[row * WIDTH + column] = slotsWeight(weights, intent, spans);
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
function evidenceOfSpans(
  models: LanguageModels,
  words: readonly string[],
  sentence: readonly number[],
): (span: Span) => SpanEvidence {
  const places = new Map<number, PlaceEvidence>();
  const { names, titles } = models.catalogue;
  const lookAt = ({ start, end }: Span): PlaceEvidence => {
    const value = words.slice(start, end);
    return {
      listing: titles ? listing(titles, value) : NOT_LISTED,
      kind: names ? nameSymbol(names, value) : 0,
      bySlot: [],
    };
  };
  return (span) => {
    const key = span.start * 2 ** 20 + span.end;
    const place = places.get(key) ?? lookAt(span);
    if (place.bySlot.length === 0) places.set(key, place);
    for (const known of place.bySlot) if (known.span.slot === span.slot) return known;
    const found = {
      span,
      value: logProbability(models.value, valueSequence(words, span)),
      words: logProbability(models.words, wordsSequence(sentence, span)),
      kind: names ? logProbability(models.kinds, kindSequence(place.kind, span)) : 0,
      listed: titles ? logProbability(models.listed, listedSequence(place.listing, span)) : 0,
      listing: place.listing,
    };
    place.bySlot.push(found);
    return found;
  };
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
