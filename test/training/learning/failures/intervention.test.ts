import { expect, test } from 'vitest';
import { NO_CONTEXT } from '../../../../gateway/answer/priors/context.js';
import type { Goal, Meaning, Work } from '../../../../training/learning/failures/simulation/goal.js';
import { failureStage } from '../../../../training/learning/failures/simulation/intervention.js';
import type { Line, LineAnswer } from '../../../../training/learning/failures/simulation/line.js';
import { request } from './turns.js';

const hello: Work = { kind: 'song', title: 'Hello', creator: 'Adele' };
const other: Work = { kind: 'song', title: 'Hello', creator: 'Lionel Richie' };
const meaning: Meaning = { domain: 'music', intent: 'PlayMusic', slots: [{ name: 'track', value: 'hello' }] };
const goal: Goal = {
  group: 'play {track}',
  text: 'play hello',
  meaning,
  work: hello,
  isSpokenTo: true,
  isAvailable: true,
  context: NO_CONTEXT,
};

/** A line whose catalogue resolves everything to one work. */
function line(resolved: Work | undefined, listed = true): Line {
  return {
    answer: async () => [],
    resolve: () => resolved,
    lists: () => listed,
    namingSlots: () => new Set(['track']),
  };
}

const answer = (own: Partial<Meaning>, work: Work | undefined): LineAnswer => ({
  event: request(),
  offered: [{ ...meaning, ...own, work }],
});
const rejected: LineAnswer = { event: request({ decision: 'REJECT', readings: [] }), offered: [] };
const right = answer({}, hello);
const wrongIntent = answer({ intent: 'RateMusic' }, hello);

test('the first swap that mends the answer names the stage', () => {
  expect(failureStage(goal, right, right, line(hello))).toBe('none');
  expect(failureStage(goal, wrongIntent, right, line(hello))).toBe('recognition');
  expect(failureStage(goal, wrongIntent, wrongIntent, line(hello))).toBe('nlu');
  expect(failureStage(goal, answer({}, other), answer({}, other), line(other))).toBe('entity');
  expect(failureStage(goal, answer({}, other), answer({}, other), line(other, false))).toBe('result');
});

test('a misheard name that leads to the right work is recovered, and another slot that is wrong is not', () => {
  const misheard = [{ name: 'track', value: 'yellow' }];
  expect(failureStage(goal, answer({ slots: misheard }, hello), right, line(hello))).toBe('none');
  const slots = [...meaning.slots, { name: 'year', value: '1990' }];
  expect(failureStage(goal, answer({ slots }, hello), right, line(hello))).toBe('recognition');
});

test('what cannot be had fails by its result, whatever was understood', () => {
  expect(failureStage({ ...goal, isAvailable: false }, right, right, line(hello))).toBe('result');
});

test('talk that is answered is a false wake, and rejected it is none; so is a request of others', () => {
  const talk = { ...goal, meaning: undefined, work: undefined, isSpokenTo: false };
  expect(failureStage(talk, right, right, line(hello))).toBe('false_wake');
  expect(failureStage(talk, rejected, rejected, line(hello))).toBe('none');
  const others = { ...talk, isSpokenTo: true };
  expect(failureStage(others, right, rejected, line(hello))).toBe('recognition');
  expect(failureStage(others, right, right, line(hello))).toBe('nlu');
  expect(failureStage(others, rejected, rejected, line(hello))).toBe('none');
});
