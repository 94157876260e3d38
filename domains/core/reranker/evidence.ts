import { logSumExp } from '../../../serving/numeric/log-odds.js';
import type { Listing } from '../catalogue/title-index.js';
import {
  type LanguageModels,
  slotsSequence,
  templateSequence,
  wordSymbols,
} from '../language-models/language-models.js';
import { logProbability } from '../language-models/ngram-model.js';
import { SymbolBuffer } from '../language-models/symbol-buffer.js';
import type { Span, ValueRange } from '../recognizer/labels.js';
import type { TaggedHypothesis } from '../recognizer/recognizer.js';
import { slotsWeight, type WeightOfSlot } from './slot-weights.js';
import { NOT_LISTED, type SpanEvidence, UtteranceSpans } from './span-evidence.js';

/**
 * Evidence about the whole list: what tells whether the utterance is the domain's at all. The names are those of
 * weights in bundles and of contributions in replies.
 */
export const LIST_EVIDENCE = [
  /** log P(domain), the largest of the list. */
  'domain',
  /** -log(1 - P(domain)). */
  'notDomain',
  /** log of the sum of P(intent) P(slots) over the list. */
  'mass',
  /** log(1 + words). */
  'length',
  /** The largest `template` plus `values` of the list, divided by 1 + words. */
  'fluency',
  /** `kinds` of the recognizer's top hypothesis. */
  'kinds',
  /**
   * Best catalogue match among the slot values of the recognizer's top hypothesis: 0 none, 1/2 alike in sound, 1 a
   * title or creator.
   */
  'title',
  /** Popularity of that title, in [0, 1); 0 for a creator. */
  'popularity',
] as const;

/** Evidence about one hypothesis; the first three are the paper's (Su et al. 2018, §3), as log-probabilities. */
export const HYPOTHESIS_EVIDENCE = [
  'domain',
  'intent',
  'slot',
  /** log P(sentence with its slots' names | intent). */
  'template',
  /** log P(characters | slot), summed over the slots. */
  'values',
  /** log P(words | slot), summed over the slots. */
  'words',
  /** log P(kind of name | slot), summed over the slots; 0 without a catalogue. */
  'kinds',
  /** log P(sequence of slots | intent). */
  'slots',
  'slotCount',
  /** log P(catalogue listing | slot), summed over the slots; 0 without a catalogue. */
  'listed',
  /** 1 where the hypothesis holds the asked title in one fitting slot and nothing else. */
  'asked',
  /** What the re-ranker learned of the hypothesis's slots, in natural-log odds: see slot-weights.ts. */
  'slotWeights',
] as const;

const WIDTH = HYPOTHESIS_EVIDENCE.length;
const NAME_KIND = HYPOTHESIS_EVIDENCE.indexOf('kinds');
const SLOT_WEIGHTS = HYPOTHESIS_EVIDENCE.indexOf('slotWeights');

/** `list` `[A]` and `hypotheses` `[n, B]` row-major, columns as named above. */
export interface Evidence {
  readonly list: Float64Array;
  readonly hypotheses: Float64Array;
}

/**
 * Probabilities are held off 0 and 1 by this much before a logarithm: a score of 0 is strong evidence, not certainty.
 */
const FLOOR = 1e-9;

/**
 * The evidence for one domain's list of hypotheses, but for `slotWeights`, which is 0: that a re-ranker adds
 * (`withSlotWeights`). One implementation for training, serving and a caller's own NLU.
 * @param title the title that the utterance asks for (`askedTitle`), and the slots that do not take it
 */
export function evidence(
  models: LanguageModels,
  words: readonly string[],
  hypotheses: readonly TaggedHypothesis[],
  title?: ValueRange,
): Evidence {
  const sentence = wordSymbols(words);
  const known = new UtteranceSpans(models, words, sentence);
  const table = new Float64Array(hypotheses.length * WIDTH);
  const intentAndSlots = new Float64Array(hypotheses.length);
  let fluency = -Infinity;
  let domain = 0;
  for (let row = 0; row < hypotheses.length; row++) {
    const { intent, spans, scores } = hypotheses[row];
    let [characters, valueWords, nameKind, catalogueListing] = [0, 0, 0, 0];
    for (const span of spans) {
      const spanEvidence = known.evidence(span);
      characters += spanEvidence.characters;
      valueWords += spanEvidence.words;
      nameKind += spanEvidence.nameKind;
      catalogueListing += spanEvidence.catalogueListing;
    }
    const [logIntent, logSlot] = [logOf(scores.intent), logOf(scores.slot)];
    const logTemplate = logProbability(models.template, templateSequence(intent, sentence, spans, symbols));
    const isAskedTitle = holdsOnly(spans, title) ? 1 : 0;
    // In the order of HYPOTHESIS_EVIDENCE; the last column stays 0.
    let column = row * WIDTH;
    table[column++] = logOf(scores.domain);
    table[column++] = logIntent;
    table[column++] = logSlot;
    table[column++] = logTemplate;
    table[column++] = characters;
    table[column++] = valueWords;
    table[column++] = nameKind;
    table[column++] = logProbability(models.slots, slotsSequence(intent, spans, symbols));
    table[column++] = spans.length;
    table[column++] = catalogueListing;
    table[column] = isAskedTitle;
    intentAndSlots[row] = logIntent + logSlot;
    fluency = Math.max(fluency, logTemplate + characters);
    domain = Math.max(domain, scores.domain);
  }
  const top = topHypothesis(hypotheses);
  const best = bestListing((hypotheses[top]?.spans ?? []).map((span) => known.evidence(span)));
  const isEmpty = hypotheses.length === 0;
  return {
    // In the order of LIST_EVIDENCE.
    list: Float64Array.of(
      logOf(domain),
      -logOf(1 - domain),
      isEmpty ? 0 : logSumExp(intentAndSlots),
      Math.log(1 + words.length),
      isEmpty ? 0 : fluency / (1 + words.length),
      isEmpty ? 0 : table[top * WIDTH + NAME_KIND],
      Math.max(best.title, best.creator) / 2,
      best.popularity,
    ),
    hypotheses: table,
  };
}

/** Sequences are scored one at a time, so that one buffer is enough. */
const symbols = new SymbolBuffer();

/** The same evidence with what a re-ranker learned of the hypotheses' slots; a study's further columns stay behind it. */
export function withSlotWeights(
  { list, hypotheses }: Evidence,
  tagged: readonly TaggedHypothesis[],
  weightOf: WeightOfSlot,
): Evidence {
  const weighted = hypotheses.slice();
  const width = hypotheses.length / Math.max(1, tagged.length);
  for (let row = 0; row < tagged.length; row++) {
    const { intent, spans } = tagged[row];
    weighted[row * width + SLOT_WEIGHTS] = slotsWeight(weightOf, intent, spans);
  }
  return { list, hypotheses: weighted };
}

/** Whether the one slot of a hypothesis holds just this range, and is not excluded from it. */
function holdsOnly(spans: readonly Span[], range: ValueRange | undefined): boolean {
  const [span] = spans;
  if (!range || spans.length !== 1 || span.start !== range.start || span.end !== range.end) return false;
  return !range.excludedSlots?.includes(span.slot);
}

/** Index of the recognizer's own top hypothesis, wherever it stands: a list's evidence is the same in any order. */
function topHypothesis(hypotheses: readonly TaggedHypothesis[]): number {
  const product = ({ scores }: TaggedHypothesis) => scores.intent * scores.slot;
  return hypotheses.reduce(
    (best, hypothesis, index) => (product(hypothesis) > product(hypotheses[best]) ? index : best),
    0,
  );
}

/** Best catalogue match among the slot values of a hypothesis; the most popular of equally good ones. */
function bestListing(values: readonly SpanEvidence[]): Listing {
  let best = NOT_LISTED;
  for (const { listing } of values) {
    const [match, most] = [Math.max(listing.title, listing.creator), Math.max(best.title, best.creator)];
    if (match > most || (match === most && listing.popularity > best.popularity)) best = listing;
  }
  return best;
}

/** Natural log of a score, held off those of 0 and 1. */
export function logOf(probability: number): number {
  return Math.log(Math.min(1 - FLOOR, Math.max(FLOOR, probability)));
}
