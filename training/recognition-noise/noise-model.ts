import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { NluError } from '../../serving/errors.js';
import { projectRoot } from '../../serving/project.js';

const count = z.int().min(0);
const share = z.number().min(0).max(1);
/** Words, joined by blanks, and how often they were heard; '' where nothing was. */
const heardCounts = z.record(z.string(), z.int().min(1));

/** How rare words of one length were heard: how many were said, and how many were mistaken in which way. */
const rareWords = z.strictObject({
  /** The longest words that are meant, in letters; the last entry is for all longer ones. */
  letters: z.int().min(1),
  said: count,
  /** Not heard. */
  lost: count,
  /** Heard as another word. */
  changed: count,
  /** Heard as two words or three. */
  split: count,
});

/** What a recogniser makes of what is said, learned from pairs of both (`learnNoise`). */
const noiseModelSchema = z.strictObject({
  description: z.string(),
  /** The pairs that were learned from. */
  pairs: z.int().min(1),
  /** Words mistaken or lost, of those said; words of a lost tail are not counted. */
  wordErrorRate: share,
  /** Ten shares of words mistaken in a sentence, the means of tenths of the sentences, in increasing order. */
  sentences: z.array(share).length(10),
  /** Sentences, and how many of them lost their last one, two, three … words. */
  tails: z.strictObject({ sentences: z.int().min(1), lost: z.array(count) }),
  /** Words heard that nobody said: how many for each word said, and which, by their counts. */
  insertions: z.strictObject({ perWord: share, words: heardCounts }),
  /** Said words, one to three joined by blanks -> how often they were said, and what was heard instead how often. */
  said: z.record(z.string(), z.tuple([z.int().min(1), heardCounts])),
  /** By increasing length. */
  rare: z.array(rareWords).min(1),
  /**
   * How far words were from sounding like what was heard for them (`soundDistance`): counts of ten bins of equal width from
   * 0 to 1, for a word heard as another and for a word heard as several.
   */
  distances: z.strictObject({ changed: z.array(count).length(10), split: z.array(count).length(10) }),
  /** The words that the recogniser knows, with how often they were heard. */
  lexicon: z.record(z.string(), z.int().min(1)),
});

export type NoiseModel = z.infer<typeof noiseModelSchema>;

/** The class that a rare word belongs to, of one class or more by increasing length. */
export function rareClass<Class extends { readonly letters: number }>(classes: readonly Class[], word: string): Class {
  return classes.find(({ letters }) => word.length <= letters) ?? classes.at(-1)!;
}

/** The model that ships, from the project's root. */
export const NOISE_FILE = 'training/recognition-noise/noise.json';

/**
 * Reads the model that ships, or another file of its form.
 * @throws NluError INVALID_ARGUMENT naming file and field
 */
export function readNoiseModel(path = join(projectRoot(), NOISE_FILE)): NoiseModel {
  try {
    return noiseModelSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    const [issue] = cause instanceof z.ZodError ? cause.issues : [];
    const problem = issue ? `${issue.path.join('.')}: ${issue.message}` : (cause as Error).message;
    throw new NluError('INVALID_ARGUMENT', `${path}: ${problem}`, { cause });
  }
}

/** The model as the text of a file: a line for each field, so that a change of it can be read. */
export function noiseText(model: NoiseModel): string {
  const lines = Object.entries(model).map(([field, value]) => `  ${JSON.stringify(field)}: ${JSON.stringify(value)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}
