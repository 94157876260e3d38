import type { Span } from '../../domains/core/recognizer/labels.js';
import { tokenize } from '../../domains/core/text/tokenize.js';
import { GENERATED } from '../corpus/corpus-row.js';
import { type Random, seeded } from '../numeric/random.js';
import type { DomainExample } from './domain-corpus.js';

export interface AugmentationSettings {
  /** Copies of every example with slots, each with values exchanged; 0 for none. */
  readonly copies: number;
  /** Probability that a value of a copy is exchanged. */
  readonly swap: number;
  /** Probability that an exchanged value comes from the catalogue, where there is one for its slot. */
  readonly catalogue: number;
}

type Words = readonly string[];
/** Values by slot, each as its words. */
type Pool = ReadonlyMap<string, readonly Words[]>;

/** In words; longer catalogue strings are subtitles and collections that nobody speaks. */
const LONGEST_VALUE = 7;

/**
 * The examples, and copies of them with other values of their slots, from the corpus or from a catalogue: the taggers
 * then learn how values are asked for, rather than the values.
 */
export function augment(
  examples: readonly DomainExample[],
  catalogue: ReadonlyMap<string, readonly string[]>,
  settings: AugmentationSettings,
  seed: number,
): DomainExample[] {
  const random = seeded(seed);
  const seen = valuesOf(examples);
  const listed: Pool = new Map(
    [...catalogue].flatMap(([slot, strings]) => {
      const values = speakable(strings);
      return values.length > 0 ? [[slot, values]] : [];
    }),
  );
  const choose = (slot: string): Words => {
    // A slot of an example has at least that example's value.
    const pool = (random.next() < settings.catalogue && listed.get(slot)) || seen.get(slot)!;
    return pool[random.below(pool.length)];
  };
  // A generated row is one filling of many already.
  const filled = examples.filter(hasSlots).filter(({ source }) => source !== GENERATED);
  const copies = Array.from({ length: settings.copies }, () =>
    filled.map((example) => swapValues(example, choose, settings.swap, random)),
  );
  return [...examples, ...copies.flat()];
}

type ExampleWithSlots = DomainExample & { readonly spans: readonly Span[] };

function hasSlots(example: DomainExample): example is ExampleWithSlots {
  return example.spans !== undefined && example.spans.length > 0;
}

/** The example with each value exchanged, with probability `share`, for a chosen one. */
function swapValues(
  example: ExampleWithSlots,
  choose: (slot: string) => Words,
  share: number,
  random: Random,
): DomainExample {
  const words: string[] = [];
  const spans: Span[] = [];
  let next = 0;
  for (const { slot, start, end } of example.spans) {
    words.push(...example.words.slice(next, start));
    const value = random.next() < share ? choose(slot) : example.words.slice(start, end);
    spans.push({ slot, start: words.length, end: words.length + value.length });
    words.push(...value);
    next = end;
  }
  words.push(...example.words.slice(next));
  const text = words.join(' ');
  const tokens = tokenize(text);
  // Words that only stand alone as tokens in their old place would move every span after them.
  if (tokens.length !== words.length) return example;
  return { ...example, text, words, tokens, spans, shared: [] };
}

function valuesOf(examples: readonly DomainExample[]): Pool {
  const pool = new Map<string, Words[]>();
  for (const { words, spans = [], shared = [] } of examples) {
    for (const { slot, start, end } of [...spans, ...shared]) {
      const values = pool.get(slot);
      if (values) values.push(words.slice(start, end));
      else pool.set(slot, [words.slice(start, end)]);
    }
  }
  return pool;
}

function speakable(strings: readonly string[]): Words[] {
  return strings
    .map((text) => tokenize(text).map((token) => token.text))
    .filter((words) => words.length > 0 && words.length <= LONGEST_VALUE);
}
