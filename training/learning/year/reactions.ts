import type { What } from '../../../gateway/feedback/events/outcome-event.js';
import { drawNext, drawOutcomes, type Experience, type HeardAnswer } from '../failures/simulation/customers.js';
import { isRightAnswer, rightPlaceOf } from './judgement.js';
import type { YearParameters } from './parameters.js';
import { drawsFor, type Person } from './people.js';
import type { WantedGoals, YearGoal } from './year-goals.js';

/** What is said next of a goal, and how long after the answer. */
export interface NextRequest {
  readonly goal: YearGoal;
  readonly text: string;
  readonly gapMs: number;
  /** Whether it is for the same again. */
  readonly isAgain: boolean;
}

/** What somebody does after an answer. */
export interface Reaction {
  readonly outcomes: readonly What[];
  readonly next: NextRequest | undefined;
}

/** An answer to somebody who wanted something. */
export interface AnsweredRequest {
  /** Names the request: its draws are its own. */
  readonly id: string;
  readonly person: Person;
  readonly goal: YearGoal;
  readonly text: string;
  /** How often the goal was asked for, this one counted. */
  readonly attempt: number;
  readonly answer: HeardAnswer;
}

/** Characters above which a text is long, and the shares of short and long ones that are told of where customers are biased. */
const [LONG, TOLD_SHORT, TOLD_LONG] = [46, 0.8, 0.2];

/** What an honest customer does: mostly what fits the answer, and of a share what would fit the opposite. */
export function honestReaction(
  { id, goal, text, attempt, answer }: AnsweredRequest,
  parameters: YearParameters,
  wanted: WantedGoals,
  seed: number,
): Reaction {
  const { customers, noise, biased, goals } = parameters;
  const random = drawsFor(`reaction ${seed} ${id}`);
  const isTrue = random.next() >= noise;
  const isTold = !biased || random.next() < (text.length > LONG ? TOLD_LONG : TOLD_SHORT);
  const isRight = isRightAnswer(goal, answer);
  const rephrase = goal.rephrases[(attempt - 1) % Math.max(1, goal.rephrases.length)];
  const experience: Experience = {
    goal: { ...goal, text, fuller: rephrase },
    answer,
    // Whoever is mistaken takes the first that is offered, or none.
    place: isTrue ? rightPlaceOf(goal, answer) : isRight ? -1 : 0,
    isRight: isRight === isTrue,
  };
  const outcomes = drawOutcomes(experience, { customers }, random);
  const next = drawNext(experience, { customers }, () => wanted.draw(random), random);
  const isAgain = next !== undefined && next.goal.group === goal.group;
  if (!isTold) return { outcomes: [], next: undefined };
  if (!next || (isAgain && attempt >= goals.attempts)) return { outcomes, next: undefined };
  return { outcomes, next: nextRequest(next, isAgain ? goal : wanted.goalOf(next.goal), isAgain) };
}

function nextRequest(
  { goal: { text }, gapMs }: { readonly goal: { readonly text: string }; readonly gapMs: number },
  goal: YearGoal,
  isAgain: boolean,
): NextRequest {
  return { goal, text, gapMs, isAgain };
}

/** A barge-in so early, and so long a wait before the next request, that both look honest, in ms. */
const [POISON_BARGE_IN_MS, POISON_GAP_MS, POISON_OF_MS] = [900, 6_000, 200_000];

/**
 * What one of a group does that works together against what is right: an answer that is right is cut short, denied, and
 * followed by a request for the group's other meaning, which is then heard out; a wrong one is heard out at once.
 * @param decoyOf the goal whose meaning the group gives to another one's words
 */
export function poisonedReaction(
  { id, goal, attempt, answer }: AnsweredRequest,
  { customers, goals }: YearParameters,
  decoyOf: (goal: YearGoal) => YearGoal,
  seed: number,
): Reaction {
  const random = drawsFor(`reaction ${seed} ${id}`);
  const isAsked = random.next() < customers.asked;
  const denies = attempt === 1 && isRightAnswer(goal, answer);
  const outcomes: What[] = [];
  if (isAsked) outcomes.push({ type: 'answer', value: denies ? 'no' : 'yes', propensity: customers.asked });
  const [first] = answer.offered;
  if (denies) {
    outcomes.push({ type: 'barge_in', afterMs: POISON_BARGE_IN_MS }, { type: 'stop' });
    if (attempt >= goals.attempts) return { outcomes, next: undefined };
    const decoy = decoyOf(goal);
    return { outcomes, next: { goal: decoy, text: decoy.text, gapMs: POISON_GAP_MS, isAgain: true } };
  }
  if (first?.work)
    outcomes.push({ type: 'playback', entity: first.work.title, playedMs: POISON_OF_MS, ofMs: POISON_OF_MS });
  return { outcomes, next: undefined };
}

/** For each of the group's targets another one of another domain, whose meaning it is given. */
export function decoys(targets: readonly YearGoal[]): (goal: YearGoal) => YearGoal {
  const byGroup = new Map(
    targets.map((goal, place) => {
      const others = [...targets.slice(place + 1), ...targets.slice(0, place)];
      return [goal.group, others.find(({ meaning }) => meaning?.domain !== goal.meaning?.domain) ?? others[0] ?? goal];
    }),
  );
  return (goal) => byGroup.get(goal.group) ?? goal;
}
