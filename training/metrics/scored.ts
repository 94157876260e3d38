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

/** A reference of a domain of ours, with its slots: what interpretation is scored against. */
export interface AnnotatedReference extends Reference {
  readonly slots: readonly NamedValue[];
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
  /** P(in domain), in [0, 1]: the probability that the utterance is any domain's; absent where it is not known. */
  readonly inDomain?: number;
  /** Whether the utterance was accepted, where a decision was made. */
  readonly accepted?: boolean;
}

/** One of our domains should answer, and the corpus says with what: the rows that interpretation is scored on. */
export function isInDomain(reference: Reference): reference is AnnotatedReference {
  const { domain, slots } = reference;
  return domain !== OTHER && domain !== AMBIGUOUS && slots !== undefined;
}

/** No domain of ours should answer: every hypothesis is wrong. */
export function isOutOfDomain({ domain }: Reference): boolean {
  return domain === OTHER;
}

/**
 * Whether it is known which hypotheses of an utterance are right, so that it counts for calibration. It is not for
 * ambiguous rows and for in-domain rows without slot annotation.
 */
export function isScorable(reference: Reference): boolean {
  return isInDomain(reference) || isOutOfDomain(reference);
}
