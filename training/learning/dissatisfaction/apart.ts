import { groupKey } from '../../corpus/folds.js';
import type { UserTurn } from './spoken-dialogue.js';

/** Shorter sentences ("i like that one") are said in many dialogues. */
const LEAST_WORDS = 5;

/**
 * The turns of dialogues that others do not have: dialogues are left out as a whole that share a sentence of five words or
 * more with any of the others, whoever said it. Two collections may be made of the same dialogues.
 */
export function apartFrom(turns: readonly UserTurn[], others: readonly UserTurn[]): UserTurn[] {
  const known = new Set(others.flatMap(sentences));
  const shared = new Set(
    turns.filter((turn) => sentences(turn).some((text) => known.has(text))).map(({ dialogue }) => dialogue),
  );
  return turns.filter(({ dialogue }) => !shared.has(dialogue));
}

function sentences({ text, system }: UserTurn): string[] {
  return [text, system ?? ''].map(wordsOf).filter((said) => said.split(' ').length >= LEAST_WORDS);
}

/** The words without years in brackets and the numbers that stand for films, which collections write differently. */
function wordsOf(text: string): string {
  return groupKey(text.replaceAll(/\(\d+\)|@\d+/gu, ' '));
}
