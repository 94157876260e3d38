import type { What } from '../../../../gateway/feedback/events/outcome-event.js';
import type { Random } from '../../../numeric/random.js';
import { framed } from '../../../recipes/frames.js';
import type { Customer } from './customer.js';
import { drawKey, drawTime } from './draws.js';
import { type Goal, isSameWork } from './goal.js';
import type { LineAnswer } from './line.js';
import type { FailureParameters, Reactions } from './parameters.js';

/** What of an answer is heard: whether it is done or asked, and what. */
export interface HeardAnswer {
  readonly event: Pick<LineAnswer['event'], 'decision'>;
  readonly offered: LineAnswer['offered'];
}

/** What people do and how often, as far as reactions depend on it. */
export type CustomerParameters = Pick<FailureParameters, 'customers'>;

/** How an answer came out, as far as the one who hears it can tell. */
export interface Experience {
  /** Absent: whether the device tells what was played is drawn each time. */
  readonly customer?: Customer | undefined;
  readonly goal: Goal;
  readonly answer: HeardAnswer;
  /** The place of what was meant among what was offered, -1: it is not. */
  readonly place: number;
  readonly isRight: boolean;
}

/**
 * What is reported of an answer. It depends on whether the answer is right and whether there is anything to stop or to listen
 * to, not on where it failed: nobody hears that. What cannot be had does not play.
 */
export function drawOutcomes(experience: Experience, parameters: CustomerParameters, random: Random): What[] {
  const { goal, customer, answer, place, isRight } = experience;
  const { customers } = parameters;
  const own = reactionsTo(experience, customers);
  const draws = (share: number) => random.next() < share;
  const outcomes: What[] = [];
  const isAsked = answer.event.decision === 'CLARIFY';
  let isPlaying = answer.event.decision === 'ACCEPT';
  if (isAsked && draws(own.choose)) {
    if (isRight || place >= 0) outcomes.push({ type: 'choice', reading: place });
    else outcomes.push({ type: 'choice' });
    isPlaying = isRight;
  }
  if (isPlaying || isAsked) {
    if (draws(own.bargeIn)) outcomes.push({ type: 'barge_in', afterMs: drawTime(customers.bargeInAfterMs, random) });
    if (draws(own.stop)) outcomes.push({ type: 'stop' });
  }
  const work = answer.offered[Math.max(0, place)]?.work;
  const isHad = work && (goal.isAvailable || !goal.work || !isSameWork(work, goal.work));
  if (isPlaying && isHad && (customer?.tellsPlayback ?? draws(customers.played))) {
    const share = draws(own.playedShort) ? 0.12 * random.next() : 0.3 + 0.7 * random.next();
    const ofMs = 1000 * (150 + random.below(3000));
    outcomes.push({ type: 'playback', entity: work.title, playedMs: Math.round(share * ofMs), ofMs });
  }
  if (draws(customers.asked)) {
    const value = draws(own.answerTrue) === isRight ? 'yes' : 'no';
    outcomes.push({ type: 'answer', value, propensity: customers.asked });
  }
  return outcomes;
}

/** What is said next, and after how long; undefined: nothing. @param another draws something else that is said */
export function drawNext(
  experience: Experience,
  { customers }: CustomerParameters,
  another: () => Goal,
  random: Random,
): { goal: Goal; gapMs: number } | undefined {
  const own = reactionsTo(experience, customers);
  const draw = random.next();
  const { goal } = experience;
  if (draw < own.again)
    return { goal: saidAgain(goal, customers, random), gapMs: drawTime(customers.againAfterMs, random) };
  if (draw >= own.again + own.another) return undefined;
  return { goal: another(), gapMs: drawTime(customers.anotherAfterMs, random) };
}

function saidAgain(goal: Goal, { ways }: FailureParameters['customers'], random: Random): Goal {
  const way = drawKey(ways, random);
  if (way === 'fuller' && goal.fuller !== undefined) return { ...goal, text: goal.fuller };
  return way === 'framed' ? { ...goal, text: framed({ text: goal.text, slots: [] }, [], random).text } : goal;
}

function reactionsTo({ goal, isRight }: Experience, customers: FailureParameters['customers']): Reactions {
  if (!goal.isSpokenTo) return customers.overheard;
  return isRight ? customers.right : customers.wrong;
}
