import type { FailureStage } from '../failure-stage.js';
import { type Goal, haveSameSlots, isSameWork, type Meaning, type Work } from './goal.js';
import type { Line, LineAnswer } from './line.js';

/**
 * Where an answer failed, by intervention: the true words are put in the place of what was heard, then the true meaning in that
 * of what was understood, then the true entity in that of what was found; the first of them after which the answer is right
 * names the stage that failed. What none of them mends could not be had: `result`. Talk that was not meant for the device
 * should have been no request: whatever is not rejected is a `false_wake`.
 * @param ofTruth the line's answer to the true words
 */
export function failureStage(goal: Goal, answer: LineAnswer, ofTruth: LineAnswer, line: Line): FailureStage {
  if (!goal.isSpokenTo) return isRejected(answer) ? 'none' : 'false_wake';
  if (isRight(goal, answer, line)) return 'none';
  if (isRight(goal, ofTruth, line)) return 'recognition';
  const { meaning, work, isAvailable } = goal;
  if (!meaning) return 'nlu';
  if (isRightMeaning(goal, meaning, line.resolve(meaning, answer.event.requestId), line)) return 'nlu';
  return isAvailable && work && line.lists(meaning.domain, work) ? 'entity' : 'result';
}

/** Whether what was meant is among what was accepted or offered, or, for what is no request of ours, nothing is. */
export function isRight(goal: Goal, answer: LineAnswer, line: Line): boolean {
  if (!goal.isSpokenTo || !goal.meaning) return isRejected(answer);
  return rightPlace(goal, answer, line) >= 0;
}

/** The place of what was meant among what was offered; -1: it is not. */
export function rightPlace(goal: Goal, { offered }: LineAnswer, line: Line): number {
  return offered.findIndex((each) => isRightMeaning(goal, each, each.work, line));
}

function isRightMeaning(goal: Goal, told: Meaning, acted: Work | undefined, line: Line): boolean {
  const { meaning, work, isAvailable } = goal;
  if (!meaning || !isAvailable || told.domain !== meaning.domain || told.intent !== meaning.intent) return false;
  // A misheard name that leads to the right work is no failure.
  const naming = work ? line.namingSlots(meaning.domain) : NOTHING;
  if (!haveSameSlots(told.slots, meaning.slots, naming)) return false;
  return !work || (acted !== undefined && isSameWork(acted, work));
}

const NOTHING: ReadonlySet<string> = new Set();

function isRejected({ offered }: LineAnswer): boolean {
  return offered.length === 0;
}
