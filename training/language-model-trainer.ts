import { CountTable } from '../domains/core/reranker/count-table.js';
import {
  type LanguageModels,
  NGRAM_ORDERS,
  slotsSequence,
  templateSequence,
  valueSequence,
} from '../domains/core/reranker/language-models.js';
import { countNgrams, type NgramModel, type Sequence } from '../domains/core/reranker/ngram-model.js';
import type { DomainExample } from './domain-corpus.js';

/** Counts the three models over the domain's annotated examples; others are passed over. */
export function trainLanguageModels(examples: readonly DomainExample[]): LanguageModels {
  const template: Sequence[] = [];
  const value: Sequence[] = [];
  const slots: Sequence[] = [];
  for (const { intent, words, spans } of examples) {
    if (spans === undefined) continue;
    template.push(templateSequence(intent, words, spans));
    slots.push(slotsSequence(intent, spans));
    for (const span of spans) value.push(valueSequence(words, span));
  }
  return {
    template: ngramModel(template, NGRAM_ORDERS.template),
    value: ngramModel(value, NGRAM_ORDERS.value),
    slots: ngramModel(slots, NGRAM_ORDERS.slots),
  };
}

function ngramModel(sequences: readonly Sequence[], order: number): NgramModel {
  const counts = new Map<number, number>();
  const alphabet = new Set<number>();
  for (const sequence of sequences) {
    countNgrams(counts, order, sequence);
    for (const symbol of sequence.symbols.slice(sequence.from)) alphabet.add(symbol);
  }
  // One symbol more than was seen stands for all that were not.
  return { order, alphabet: alphabet.size + 1, counts: CountTable.fromMap(counts) };
}
