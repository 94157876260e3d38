import { nameSymbol } from '../../domains/core/catalogue/name-model.js';
import type { CatalogueKnowledge } from '../../domains/core/catalogue/parts.js';
import { listing } from '../../domains/core/catalogue/title-index.js';
import {
  type LanguageModels,
  listingSequence,
  NGRAM_ORDERS,
  type NgramOrders,
  nameKindSequence,
  slotsSequence,
  templateSequence,
  valueSequence,
  wordSymbols,
  wordsSequence,
} from '../../domains/core/language-models/language-models.js';
import { NgramCounts } from '../../domains/core/language-models/ngram-counts.js';
import { countNgrams, type NgramModel, type Sequence } from '../../domains/core/language-models/ngram-model.js';
import type { DomainExample } from '../examples/domain-corpus.js';

/** Counts n-grams over the domain's annotated examples, and for the models of values over shared values as well. */
export function trainLanguageModels(
  examples: readonly DomainExample[],
  catalogue: CatalogueKnowledge = {},
  orders: NgramOrders = NGRAM_ORDERS,
): LanguageModels {
  const sequences: Record<keyof NgramOrders, Sequence[]> = {
    template: [],
    value: [],
    words: [],
    nameKind: [],
    slots: [],
    catalogueListing: [],
  };
  const { names, titles } = catalogue;
  for (const { intent, words, spans, shared = [] } of examples) {
    const sentence = wordSymbols(words);
    if (spans) {
      sequences.template.push(templateSequence(intent, sentence, spans));
      sequences.slots.push(slotsSequence(intent, spans));
    }
    for (const span of [...(spans ?? []), ...shared]) {
      sequences.value.push(valueSequence(words, span));
      sequences.words.push(wordsSequence(sentence, span));
      if (names) sequences.nameKind.push(nameKindSequence(nameSymbol(names, words.slice(span.start, span.end)), span));
      if (titles)
        sequences.catalogueListing.push(listingSequence(listing(titles, words.slice(span.start, span.end)), span));
    }
  }
  const model = (name: keyof NgramOrders) => ngramModel(sequences[name], orders[name]);
  return {
    template: model('template'),
    value: model('value'),
    words: model('words'),
    nameKind: model('nameKind'),
    slots: model('slots'),
    catalogueListing: model('catalogueListing'),
    catalogue,
  };
}

function ngramModel(sequences: readonly Sequence[], order: number): NgramModel {
  const counts = new NgramCounts();
  const alphabet = new Set<number>();
  for (const sequence of sequences) {
    countNgrams(counts, order, sequence);
    for (let index = sequence.from; index < sequence.to; index++) alphabet.add(sequence.symbols[index]);
  }
  // One extra symbol stands for all unseen ones.
  return { order, alphabet: alphabet.size + 1, counts };
}
