import type { CountTable } from '../../../numeric/count-table.js';

/** The weight of a word that people seldom say when they ask for something. */
export const UNSAID = 255;

/**
 * The words that people say when they ask for something, whatever it is: the fingerprint of a term -> how little it is said,
 * from 1 to UNSAID; a term that is not here is as good as UNSAID.
 */
export type AskingWords = CountTable;
