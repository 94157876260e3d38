/** What is asked of a turn: a number, yes or no, or `undefined` where nothing is known. */
export type Known = number | boolean | undefined;
