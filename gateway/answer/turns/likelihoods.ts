import type { Sign } from './signs.js';

/** What somebody who was asked may have in mind besides one of the readings. */
export interface Goals {
  /** P(this reading | the words are an answer), in the question's order. */
  readonly readings: readonly number[];
  /** P(none of them | the words are an answer). */
  readonly none: number;
  /** P(they have not decided, or did not understand | the words are an answer). */
  readonly undecided: number;
  /** P(any of them will do | the words are an answer). */
  readonly any: number;
}

/** P(a sign that contradicts what is meant): people slip, and grammars misread. */
const SLIP = 0.004;
/** P(undecided) and P(any) before a word is said, of an answer. */
const PRIOR_UNDECIDED = 0.05;
const PRIOR_ANY = 0.05;
/** Bounds of P(none) before a word is said: the question itself may be mistaken. */
const PRIOR_NONE = { least: 0.05, most: 0.5 } as const;

/** What is meant by an answer before a word of it: the probabilities that the readings were offered with. */
export function priorGoals(probabilities: readonly number[]): Goals {
  const total = probabilities.reduce((sum, each) => sum + each, 0);
  const none = Math.min(PRIOR_NONE.most, Math.max(PRIOR_NONE.least, 1 - total));
  const left = 1 - none - PRIOR_UNDECIDED - PRIOR_ANY;
  const readings = probabilities.map((each) => left * (total > 0 ? each / total : 1 / probabilities.length));
  return { readings, none, undecided: PRIOR_UNDECIDED, any: PRIOR_ANY };
}

/**
 * What is meant by an answer after its signs, by Bayes; signs are taken as independent given what is meant (naive Bayes). The
 * goals sum to 1.
 */
export function goalsAfter(prior: Goals, signs: readonly Sign[]): Goals {
  const readings = [...prior.readings];
  let { none, undecided, any } = prior;
  for (const sign of signs) {
    const given = likelihoodOf(sign, readings.length);
    for (const [index, each] of given.readings.entries()) readings[index] = (readings[index] ?? 0) * each;
    none *= given.none;
    undecided *= given.undecided;
    any *= given.any;
  }
  const total = readings.reduce((sum, each) => sum + each, none + undecided + any);
  return {
    readings: readings.map((each) => each / total),
    none: none / total,
    undecided: undecided / total,
    any: any / total,
  };
}

/** What is meant by an answer that is one of several hearings. @param mixed weights sum to 1 */
export function mixedGoals(mixed: readonly { readonly goals: Goals; readonly weight: number }[]): Goals {
  const sum = (of: (goals: Goals) => number) => mixed.reduce((all, { goals, weight }) => all + weight * of(goals), 0);
  const readings = mixed[0]?.goals.readings ?? [];
  return {
    readings: readings.map((_, index) => sum((goals) => goals.readings[index] ?? 0)),
    none: sum(({ none }) => none),
    undecided: sum(({ undecided }) => undecided),
    any: sum(({ any }) => any),
  };
}

/** P(sign | goal) for every goal, up to a factor that they share. */
function likelihoodOf(sign: Sign, count: number): Goals {
  const all = (probability: number) => Array.from({ length: count }, () => probability);
  const isOnly = count === 1;
  switch (sign.kind) {
    case 'names':
    case 'place': {
      const total = sign.naming.reduce((sum, weight) => sum + weight, 0);
      // A place past the end is a slip of the ear; a medium that was not offered says that nothing fits.
      if (total === 0) {
        const isPlace = sign.kind === 'place';
        return { readings: all(SLIP), none: isPlace ? SLIP : 0.5, undecided: isPlace ? 0.5 : SLIP, any: SLIP };
      }
      return { readings: sign.naming.map((weight) => weight / total || SLIP), none: SLIP, undecided: SLIP, any: SLIP };
    }
    case 'excludes': {
      const isLeft = sign.naming.some((weight) => weight === 0);
      const readings = sign.naming.map((weight) => (weight > 0 ? SLIP : 1));
      return { readings, none: isLeft ? 0.05 : 1, undecided: SLIP, any: SLIP };
    }
    case 'yes':
      // To "which one?", yes is no answer.
      return isOnly
        ? { readings: [1], none: SLIP, undecided: 0.02, any: 0.1 }
        : { readings: all(0.1), none: SLIP, undecided: 0.8, any: 0.02 };
    case 'no':
      return isOnly
        ? { readings: [SLIP], none: 1, undecided: 0.02, any: SLIP }
        : { readings: all(0.05), none: 0.5, undecided: 0.02, any: SLIP };
    case 'none':
      return { readings: all(SLIP), none: 1, undecided: SLIP, any: SLIP };
    case 'any':
      return { readings: all(SLIP), none: SLIP, undecided: SLIP, any: 1 };
    case 'both':
    case 'again':
      return { readings: all(SLIP), none: SLIP, undecided: 1, any: SLIP };
    case 'other':
      return { readings: all(isOnly ? SLIP : 0.2), none: isOnly ? 1 : 0.05, undecided: isOnly ? SLIP : 0.5, any: SLIP };
  }
}
