import { type PhraseKind, phraseAt, placeNamedBy } from './phrases.js';
import type { Naming, References } from './references.js';
import { wordsOf } from './words.js';

/** What one phrase of an answer says. */
export type Sign =
  /** Names readings by title, slot value or medium; all zeros: a medium that was not offered. */
  | { readonly kind: 'names'; readonly naming: Naming }
  /** Names readings that were not meant. */
  | { readonly kind: 'excludes'; readonly naming: Naming }
  /** Names a place in the question's list, from 0; it may be past the end. */
  | { readonly kind: 'place'; readonly naming: Naming }
  | { readonly kind: 'yes' | 'no' | 'none' | 'any' | 'both' | 'again' | 'other' };

/** What an utterance says as an answer to a question. */
export interface Signs {
  readonly signs: readonly Sign[];
  /** Words that no answer to this question explains. */
  readonly unexplained: number;
}

type Item =
  | { readonly kind: PhraseKind | 'unexplained' }
  | { readonly kind: 'names' | 'place'; readonly naming: Naming };

/**
 * Reads an utterance as an answer, in three steps: phrases, longest first; what a negation in front of names excludes; names
 * joined by "or" become one.
 * @param count number of readings that were offered
 */
export function signsOf(utterance: string, references: References, count: number): Signs {
  const items = itemsOf(wordsOf(utterance), references, count);
  const signs: Sign[] = [];
  let unexplained = 0;
  let negation: 'not' | 'neither' | undefined;
  let joins = false;
  for (const item of items) {
    switch (item.kind) {
      case 'filler':
        break;
      case 'unexplained':
        unexplained++;
        break;
      case 'or':
        joins = true;
        break;
      case 'not':
      case 'neither':
        if (negation) signs.push(leftOver(negation));
        negation = item.kind;
        joins = false;
        break;
      case 'names':
      case 'place': {
        const last = signs[signs.length - 1];
        if (joins && last && 'naming' in last)
          signs[signs.length - 1] = { ...last, naming: union(last.naming, item.naming) };
        else if (negation) signs.push({ kind: 'excludes', naming: item.naming });
        else signs.push({ kind: item.kind, naming: item.naming });
        negation = undefined;
        joins = false;
        break;
      }
      default:
        signs.push({ kind: item.kind });
        joins = false;
    }
  }
  if (negation) signs.push(leftOver(negation));
  return { signs: withoutIdleChoice(signs), unexplained };
}

/** A negation of nothing. */
function leftOver(negation: 'not' | 'neither'): Sign {
  return { kind: negation === 'not' ? 'no' : 'none' };
}

/** "Either the book or the movie" names two, and leaves no choice among all. */
function withoutIdleChoice(signs: readonly Sign[]): readonly Sign[] {
  const names = signs.some((sign) => 'naming' in sign);
  return names ? signs.filter(({ kind }) => kind !== 'any' && kind !== 'both' && kind !== 'other') : signs;
}

function union(some: Naming, others: Naming): Naming {
  return some.map((weight, index) => Math.max(weight, others[index] ?? 0));
}

function itemsOf(words: readonly string[], references: References, count: number): Item[] {
  const items: Item[] = [];
  const isFiller = (word: string) => phraseAt([word], 0) !== undefined;
  const telling = words.filter((word) => !isFiller(word)).length;
  for (let at = 0; at < words.length; ) {
    const phrase = phraseAt(words, at);
    const reference = references.at(words, at, isFiller);
    const place = placeNamedBy(words, at, count, words.length === 1 || telling <= 1);
    const isPlaceHere = place !== undefined && (phrase?.kind ?? 'filler') === 'filler' && isPlace(words, at);
    // "Two" is the second rather than some word of a title.
    const isName = reference && reference.length >= (phrase?.length ?? 0) && !(isPlaceHere && reference.isPart);
    if (isName) {
      items.push({ kind: 'names', naming: reference.naming });
      at += reference.length;
    } else if (isPlaceHere) {
      items.push({ kind: 'place', naming: Array.from({ length: count }, (_, index) => (index === place ? 1 : 0)) });
      at++;
    } else {
      items.push({ kind: phrase?.kind ?? 'unexplained' });
      at += phrase?.length ?? 1;
    }
  }
  return items;
}

/** "One" is a place only after "number" and its like, or as the whole answer: "the red one" is no first. */
function isPlace(words: readonly string[], at: number): boolean {
  return words[at] !== 'one' || words.length === 1 || ['number', 'option', 'choice'].includes(words[at - 1] ?? '');
}
