import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { NluError } from '../../serving/errors.js';

/** One work of a catalogue. */
export interface CatalogueRow {
  readonly kind: string;
  readonly title: string;
  readonly creators: readonly string[];
  /** The series that it is part of, the narrowest first; absent or empty: none. */
  readonly series?: readonly string[] | undefined;
  /** Higher is better known; absent where the source does not say. */
  readonly popularity?: number | undefined;
}

const text = z
  .string()
  .min(1, 'at least one character')
  .max(1000, 'at most 1000 characters')
  // In UTF-8 there is no half of a pair: all of them would become one and the same character.
  .refine((value) => !/\p{Cs}/u.test(value), 'well-formed Unicode, without lone surrogates');
const texts = z.array(text).max(1000, 'at most 1000 texts');

/** A row as its owner writes it; fields beyond are not read. */
export const catalogueRowSchema = z.object({
  id: text,
  kind: text,
  title: text,
  aliases: texts.optional(),
  creators: texts,
  series: texts.optional(),
  /** Of a song or another part of an album. */
  album: text.optional(),
  /** As Goodreads writes it, with the series in brackets. */
  full_title: z.string().max(1000, 'at most 1000 characters').optional(),
  /** Null, as absent: not known. */
  year: z.int('a whole number').min(-9999, 'from -9999').max(9999, 'up to 9999').nullish(),
  popularity: z
    .number('a number of 0 or more')
    .nonnegative('a number of 0 or more')
    .nullish()
    .transform((value) => value ?? undefined),
  genres: texts.optional(),
  /** What it is about. */
  text: z.string().max(100_000, 'at most 100000 characters').optional(),
});

/**
 * Reads a JSON Lines catalogue, in UTF-8; every id must be unique.
 * @throws NluError INVALID_ARGUMENT with file and line
 */
export function readCatalogue(path: string): CatalogueRow[] {
  const ids = new Set<string>();
  return decodeUtf8(path)
    .split('\n')
    .flatMap((line, index) => {
      if (line.trim() === '') return [];
      try {
        const { full_title: fullTitle, ...row } = catalogueRowSchema.parse(JSON.parse(line));
        if (ids.has(row.id)) throw new RangeError(`id ${row.id} stands twice`);
        ids.add(row.id);
        return [{ ...row, series: row.series ?? seriesOf(fullTitle ?? '') }];
      } catch (cause) {
        const problem = problemOf(cause);
        throw new NluError('INVALID_ARGUMENT', `catalogue ${path}, line ${index + 1}: ${problem}`, { cause });
      }
    });
}

/** The series in a full title as Goodreads writes it: "Mort (Death, #1; Discworld, #4)". */
export function seriesOf(fullTitle: string): string[] {
  const [, inBrackets] = /\(([^()]*#[^()]*)\)\s*$/.exec(fullTitle) ?? [];
  if (inBrackets === undefined) return [];
  return inBrackets.split(';').flatMap((part) => {
    const [, name] = /^\s*(.*?),?\s*#/.exec(part) ?? [];
    return name ? [name] : [];
  });
}

function decodeUtf8(path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (cause) {
    throw new NluError('INVALID_ARGUMENT', `catalogue ${path}: cannot be read as UTF-8`, { cause });
  }
}

function problemOf(cause: unknown): string {
  if (cause instanceof z.ZodError) return `${cause.issues[0].path.join('.')}: ${cause.issues[0].message}`;
  return cause instanceof RangeError ? cause.message : 'not JSON';
}
