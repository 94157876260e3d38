import type { Scores } from '../hypothesis.js';
import type { Span } from '../recognizer/labels.js';
import { logSumExp } from '../recognizer/lattice.js';
import {
  kindSequence,
  type LanguageModels,
  slotsSequence,
  templateSequence,
  valueSequence,
  wordsSequence,
} from './language-models.js';
import { logProbability, type NgramModel, type Sequence } from './ngram-model.js';

/** Evidence about the whole list: what tells whether the utterance is the domain's at all. */
export const LIST_EVIDENCE = ['domain', 'notDomain', 'mass', 'length', 'fluency', 'kinds'] as const;
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
] as const;

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

/** The evidence for one domain's list of hypotheses; one implementation for training, serving and the caller's own NLU. */
export function evidence(models: LanguageModels, words: readonly string[], hypotheses: readonly Judged[]): Evidence {
  const rows = hypotheses.map(({ intent, spans, scores }) => {
    const overSpans = (model: NgramModel, sequence: (span: Span) => Sequence) =>
      spans.reduce((sum, span) => sum + logProbability(model, sequence(span)), 0);
    const { names } = models;
    return [
      logOf(scores.domain),
      logOf(scores.intent),
      logOf(scores.slot),
      logProbability(models.template, templateSequence(intent, words, spans)),
      overSpans(models.value, (span) => valueSequence(words, span)),
      overSpans(models.words, (span) => wordsSequence(words, span)),
      names ? overSpans(models.kinds, (span) => kindSequence(names, words, span)) : 0,
      logProbability(models.slots, slotsSequence(intent, spans)),
      spans.length,
    ];
  });
  const domain = hypotheses[0]?.scores.domain ?? 0;
  const template = rows.reduce((best, row) => Math.max(best, row[3]! + row[4]!), -Infinity);
  return {
    list: Float64Array.of(
      logOf(domain),
      -logOf(1 - domain),
      rows.length === 0 ? 0 : logSumExp(rows.map((row) => row[1]! + row[2]!)),
      Math.log(1 + words.length),
      rows.length === 0 ? 0 : template / (1 + words.length),
      rows[0]?.[HYPOTHESIS_EVIDENCE.indexOf('kinds')] ?? 0,
    ),
    hypotheses: Float64Array.from(rows.flat()),
  };
}

function logOf(probability: number): number {
  return Math.log(Math.min(1 - FLOOR, Math.max(FLOOR, probability)));
}
