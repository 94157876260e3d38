import { AMBIGUOUS, OTHER } from '../corpus/corpus-row.js';

/** A slot as metrics compare it: by name and value, wherever it stands. */
export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

/** What an utterance means. */
export interface Reference {
  /** A domain's name, `other` or `ambiguous`. */
  readonly domain: string;
  readonly intent: string;
  /** Undefined where the corpus annotates no slots. */
  readonly slots: readonly NamedValue[] | undefined;
}

/** One hypothesis with its confidence, in [0, 1]. */
export interface ScoredHypothesis {
  readonly domain: string;
  readonly intent: string;
  readonly slots: readonly NamedValue[];
  readonly confidence: number;
}

/** An utterance's meaning beside the merged list of hypotheses, best first. */
export interface Scored {
  readonly reference: Reference;
  readonly hypotheses: readonly ScoredHypothesis[];
  /** P(the utterance is any domain's), in [0, 1], where it is known. */
  readonly inDomain?: number;
  /** Whether the utterance was accepted, where a decision was made. */
  readonly accepted?: boolean;
}

/** One of our domains should answer, and the corpus says with what: the rows that interpretation is scored on. */
export function isInDomain({ domain, slots }: Reference): boolean {
  return domain !== OTHER && domain !== AMBIGUOUS && slots !== undefined;
}

/** No domain of ours should answer: every hypothesis is wrong. */
export function isOutOfDomain({ domain }: Reference): boolean {
  return domain === OTHER;
}

/**
 * What counts as an utterance for calibration: whether a hypothesis on it is right is known. Leaves out ambiguous rows
 * and in-domain rows without slot annotation.
 */
export function isJudgeable(reference: Reference): boolean {
  return isInDomain(reference) || isOutOfDomain(reference);
}
