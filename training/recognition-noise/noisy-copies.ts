import type { Span } from '../../domains/core/recognizer/labels.js';
import { tokenize } from '../../domains/core/text/tokenize.js';
import type { DomainExample } from '../examples/domain-corpus.js';
import { type Random, seeded } from '../numeric/random.js';
import type { RecognitionNoise } from './recognition-noise.js';

/** How many noisy copies training makes, and how noisy they are. */
export interface NoiseSettings {
  /** Noisy copies of every example, on average; 0 for none. */
  readonly copies: number;
  /** Share of a copy's words that are mistaken or lost, on average, in [0, 1]. */
  readonly rate: number;
  /** Share of copies that teach slots, too, in [0, 1]; the others teach domains and intents alone. */
  readonly slots: number;
}

/**
 * Copies of examples as a recogniser could have heard them, in their order; one that is heard as it is makes none.
 * A copy has its example's group, and its slots where their words went; a slot of which nothing was heard is gone.
 */
export function noisyCopies(
  examples: readonly DomainExample[],
  noise: RecognitionNoise,
  { copies, slots }: Pick<NoiseSettings, 'copies' | 'slots'>,
  seed: number,
): DomainExample[] {
  const random = seeded(seed);
  return examples.flatMap((example) => {
    const times = Math.floor(copies) + (random.next() < copies % 1 ? 1 : 0);
    return Array.from({ length: times }, () => noisyCopy(example, noise, random)).flatMap((copy) => {
      if (!copy) return [];
      return random.next() < slots ? copy : { ...copy, spans: undefined };
    });
  });
}

function noisyCopy(example: DomainExample, noise: RecognitionNoise, random: Random): DomainExample | undefined {
  const { spans } = example;
  const borders = new Set(spans?.flatMap(({ start, end }) => [start, end]));
  const { words, places } = noise.hear(example.words, random, (index) => borders.has(index));
  const text = words.join(' ');
  const tokens = tokenize(text);
  // Words that only stand alone as tokens in their old place would move every span after them.
  if (words.length === 0 || tokens.length !== words.length || text === example.words.join(' ')) return undefined;
  return { ...example, text, words, tokens, spans: spans && moved(spans, places), shared: [] };
}

function moved(spans: readonly Span[], places: readonly number[]): Span[] {
  return spans
    .map(({ slot, start, end }) => ({ slot, start: places[start], end: places[end] }))
    .filter(({ start, end }) => start < end);
}
