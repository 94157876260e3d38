import { anyDomain } from '../any-domain.js';
import type { Decision } from '../decision.js';
import type { Hypothesis } from '../hypothesis.js';
import { offered } from '../readings.js';
import { answerProbability } from './answers-or-asks.js';
import type { AskedReading, Said } from './asked.js';
import { type Goals, goalsAfter, mixedGoals, priorGoals } from './likelihoods.js';
import { References } from './references.js';
import { signsOf } from './signs.js';
import { MOST_ANSWER_WORDS, wordsOf } from './words.js';

/** What a user's answer to a question comes to. */
export interface Turn<H extends Hypothesis = Hypothesis> {
  /** P(the utterance answers the question, and is no new request), in [0, 1]. */
  readonly answerProbability: number;
  /** What the answer comes to; undefined where the utterance is rather a new request, to be answered as such. */
  readonly answered:
    | {
        readonly decision: Decision;
        /** The chosen one on ACCEPT; those to ask about again on CLARIFY; none on REJECT. */
        readonly readings: readonly AskedReading<H>[];
        /** All that were asked about, likeliest first, each with its probability after the answer. */
        readonly allReadings: readonly AskedReading<H>[];
        /** Probability that none of them was meant: with theirs it sums to 1. */
        readonly none: number;
      }
    | undefined;
}

/** From this probability on, what the user seems to have in mind is taken for it. */
const LIKELY = 0.5;
/** A reading with a larger share than this after the answer is asked about again, whatever the rules for requests say. */
const MOST_MIN_SHARE = 0.1;

/**
 * Resolves an utterance as the answer to a question, or finds that it is a new request, which it is in any case where it
 * has more than 64 words. In three steps:
 * 1. signs: what its words say, by a small grammar, the readings' own words and the domains' words for their media,
 * 2. by Bayes, whether it is an answer: against what the domains make of it as a request,
 * 3. by Bayes, what was meant: a reading, none of them, any of them, or nothing decided yet.
 * Where the words may be one of several hearings, steps 1 and 2 are of each, and their probabilities are added up.
 * @param readings that were offered, in that order; at least one
 * @param said what the user may have said; at least one
 * @param minShare the share from which on a reading is offered beside the best
 * @param minProbability the probability from which on a reading is accepted; below it, it is asked about again
 */
export function answerTurn<H extends Hypothesis>(
  readings: readonly AskedReading<H>[],
  said: readonly Said[],
  minShare: number,
  minProbability: number,
): Turn<H> {
  // 1. Signs, and 2. answer or request.
  const prior = priorGoals(readings.map((reading) => reading.probability));
  const heard = said.map(({ utterance, weight, replies }) => {
    if (wordsOf(utterance).length > MOST_ANSWER_WORDS) return { signs: [], share: 0 };
    const media = new Map([...replies].map(([domain, reply]) => [domain, reply.media ?? []]));
    const signs = signsOf(utterance, new References(readings, media), readings.length);
    const any = anyDomain([...replies.values()].map(({ inDomain }) => inDomain));
    return { signs: signs.signs, share: weight * answerProbability(signs, any) };
  });
  const probability = heard.reduce((sum, { share }) => sum + share, 0);
  if (probability < LIKELY) return { answerProbability: probability, answered: undefined };
  // 3. What was meant.
  const goals = mixedGoals(
    heard.map(({ signs, share }) => ({ goals: goalsAfter(prior, signs), weight: share / probability })),
  );
  const { beliefs, none } = beliefsOf(goals, prior);
  // Array.sort is stable: equals stay in the order in which they were offered.
  const allReadings = readings
    .map((reading, index) => ({ ...reading, probability: probability * (beliefs[index] ?? 0) }))
    .sort((one, other) => other.probability - one.probability);
  const choice = choose(goals, allReadings, readings, { minShare, minProbability });
  return {
    answerProbability: probability,
    answered: { ...choice, allReadings, none: 1 - probability * (1 - none) },
  };
}

function choose<H extends Hypothesis>(
  goals: Goals,
  ranked: readonly AskedReading<H>[],
  asked: readonly AskedReading<H>[],
  { minShare, minProbability }: { readonly minShare: number; readonly minProbability: number },
): { decision: Decision; readings: readonly AskedReading<H>[] } {
  if (goals.none >= LIKELY) return { decision: 'REJECT', readings: [] };
  if (goals.undecided >= LIKELY) return { decision: 'CLARIFY', readings: inOrder(asked, ranked) };
  if (goals.any >= LIKELY) return { decision: 'ACCEPT', readings: ranked.slice(0, 1) };
  const total = goals.readings.reduce((sum, each) => sum + each, 0);
  const shares = goals.readings.map((share, index) => ({ probability: share / total, reading: asked[index] }));
  shares.sort((one, other) => other.probability - one.probability);
  const left = offered(shares, Math.min(minShare, MOST_MIN_SHARE)).map(({ reading }) => reading);
  const readings = ranked.filter(({ hypothesis }) => left.some((reading) => reading?.hypothesis === hypothesis));
  const [best] = readings;
  return readings.length === 1 && best && best.probability >= minProbability
    ? { decision: 'ACCEPT', readings }
    : { decision: 'CLARIFY', readings: inOrder(asked, readings) };
}

/** Readings in the order in which they were offered: whoever is asked again should find "the first" where it was. */
function inOrder<H extends Hypothesis>(
  asked: readonly AskedReading<H>[],
  readings: readonly AskedReading<H>[],
): AskedReading<H>[] {
  return asked.flatMap(({ hypothesis }) => readings.filter((reading) => reading.hypothesis === hypothesis));
}

/** P(each reading) and P(none): whoever is undecided means what was likely before, whoever takes any gets the likeliest. */
function beliefsOf(goals: Goals, prior: Goals): { beliefs: number[]; none: number } {
  const before = prior.readings.reduce((sum, each) => sum + each, prior.none);
  const likeliest = prior.readings.indexOf(Math.max(...prior.readings));
  const beliefs = goals.readings.map((each, index) => {
    const undecided = goals.undecided * ((prior.readings[index] ?? 0) / before);
    return each + undecided + (index === likeliest ? goals.any : 0);
  });
  return { beliefs, none: goals.none + goals.undecided * (prior.none / before) };
}
