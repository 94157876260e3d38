import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerTurn } from '../../../../gateway/answer/turns/answer-turn.js';
import { answerProbability } from '../../../../gateway/answer/turns/answers-or-asks.js';
import type { AskedReading } from '../../../../gateway/answer/turns/asked.js';
import { goalsAfter, priorGoals } from '../../../../gateway/answer/turns/likelihoods.js';
import { readingOf } from './asked-readings.js';

/** What the domains make of the words as a request, and their words. */
const replies = (inDomain: number) =>
  new Map([
    ['video', { inDomain, media: ['movie'] }],
    ['books', { inDomain: 0, media: ['book'] }],
    ['music', { inDomain: 0, media: ['song'] }],
  ]);
const two = [readingOf('video', 'dune', 0.5), readingOf('books', 'dune', 0.4)];
const three = [...two, readingOf('music', 'dune', 0.1)];
const only = [readingOf('books', 'dune', 0.4)];

function outcome(utterance: string, readings: readonly AskedReading[], inDomain = 0.1): string {
  const { answered } = answerTurn(readings, [{ utterance, weight: 1, replies: replies(inDomain) }], 0.1, 0.5);
  if (!answered) return 'request';
  return [answered.decision, ...answered.readings.map(({ domain }) => domain)].join(' ');
}

describe('outcomes', () => {
  test.each([
    ['the movie', two, 'ACCEPT video'],
    ['no, the book', two, 'ACCEPT books'],
    ['the book not the movie', two, 'ACCEPT books'],
    ['neither', two, 'REJECT'],
    ['no', two, 'REJECT'],
    ['the song', two, 'REJECT'],
    ['yes', two, 'CLARIFY video books'],
    ['dune', two, 'CLARIFY video books'],
    ['both', two, 'CLARIFY video books'],
    ['the fifth one', two, 'CLARIFY video books'],
    ['whichever', two, 'ACCEPT video'],
    ['not the book', three, 'CLARIFY video music'],
    ['the song or the book', three, 'CLARIFY books music'],
    ['yes', only, 'ACCEPT books'],
    ['dune', only, 'ACCEPT books'],
    ['no', only, 'REJECT'],
    ['the movie', only, 'REJECT'],
    ['neither the movie nor the book', three, 'ACCEPT music'],
  ])('%s', (utterance, readings, expected) => {
    expect(outcome(utterance, readings)).toBe(expected);
  });

  test("words that are no answer are a request, and the domains' belief counts", () => {
    expect(outcome("what's the weather", two)).toBe('request');
    expect(outcome('play jazz', two, 0.9)).toBe('request');
    expect(outcome('the movie inception', two, 0.98)).toBe('request');
    expect(outcome('the movie inception', two, 0.05)).toBe('ACCEPT video');
  });
});

test('one sign by hand: an answer of one word against the domains', () => {
  // Answer: 0.8 * 10. Request, of whose words an answer has all: 0.2 * 0.05 * (0.5 * 0.25 / 0.75 + 0.5).
  const request = 0.2 * 0.05 * (0.5 / 3 + 0.5);
  const said = { signs: [{ kind: 'names', naming: [1, 0] }], unexplained: 0 } as const;
  expect(answerProbability(said, 0.25)).toBeCloseTo(8 / (8 + request), 12);
  // With a word more that no answer explains, and domains that are sure: odds of 100 at most.
  const unsaid = 0.8 * 10 * 0.03;
  expect(answerProbability({ ...said, unexplained: 1 }, 1)).toBeCloseTo(
    unsaid / (unsaid + 0.2 * (0.5 * 100 + 0.5)),
    12,
  );
});

test('goals by hand: before a word, and after "no" and a name', () => {
  const prior = priorGoals([0.5, 0.3]);
  // None 0.2, undecided and any 0.05 each: 0.7 is left, in the proportion 5 to 3.
  expect(prior).toEqual({
    readings: [expect.closeTo(0.4375, 12), expect.closeTo(0.2625, 12)],
    none: expect.closeTo(0.2, 12),
    undecided: 0.05,
    any: 0.05,
  });
  const after = goalsAfter(prior, [{ kind: 'no' }, { kind: 'names', naming: [0, 1] }]);
  const parts = [0.4375 * 0.05 * 0.004, 0.2625 * 0.05, 0.2 * 0.5 * 0.004, 0.05 * 0.02 * 0.004, 0.05 * 0.004 * 0.004];
  const total = parts.reduce((sum, part) => sum + part, 0);
  expect(after.readings[1]).toBeCloseTo(0.013125 / total, 12);
  expect(after.none).toBeCloseTo(0.0004 / total, 12);
});

test('whatever is said, the probabilities of the readings and of none sum to 1, and readings keep their hypotheses', () => {
  const word = fc.constantFrom(
    'the',
    'movie',
    'book',
    'not',
    'no',
    'yes',
    'or',
    'second',
    'dune',
    'what',
    'one',
    'jazz',
    '…',
  );
  const utterances = fc.array(word, { maxLength: 8 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(utterances, fc.double({ min: 0, max: 1, noNaN: true }), (utterance, inDomain) => {
      const turn = answerTurn(three, [{ utterance, weight: 1, replies: replies(inDomain) }], 1, 0.5);
      expect(turn.answerProbability).toBeGreaterThanOrEqual(0);
      expect(turn.answerProbability).toBeLessThanOrEqual(1);
      if (!turn.answered) return;
      const { allReadings, none, readings, decision } = turn.answered;
      expect(allReadings.reduce((sum, { probability }) => sum + probability, none)).toBeCloseTo(1, 9);
      for (const { hypothesis } of allReadings) expect(three.map((each) => each.hypothesis)).toContain(hypothesis);
      expect(readings.length > 0).toBe(decision !== 'REJECT');
      expect(readings.length === 1 || decision !== 'ACCEPT').toBe(true);
    }),
  );
});

test('readings without any probability are as likely as each other', () => {
  expect(outcome('dune', [readingOf('video', 'dune', 0), readingOf('books', 'dune', 0)])).toBe('CLARIFY video books');
});

test('words that say nothing leave the one reading as it was: asked about, since it is not believed', () => {
  const readings = [readingOf('books', 'dune', 0.6)];
  const { answered } = answerTurn(readings, [{ utterance: 'um …', weight: 1, replies: replies(0) }], 0.1, 0.65);
  expect([answered?.decision, answered?.readings.map(({ domain }) => domain)]).toEqual(['CLARIFY', ['books']]);
  // None 0.4, undecided and any 0.05 each: 0.5 is left. Any takes it, and of the undecided 0.5 parts in 0.9 do.
  const answer = 0.8;
  const request = 0.2 * 0.05 * (0.5 * 0.01 + 0.5);
  const belief = 0.5 + 0.05 + (0.05 * 0.5) / 0.9;
  expect(answered?.readings[0]?.probability).toBeCloseTo((answer / (answer + request)) * belief, 12);
  const accepted = answerTurn(readings, [{ utterance: 'um …', weight: 1, replies: replies(0) }], 0.1, 0.55).answered;
  expect(accepted?.decision).toBe('ACCEPT');
});

describe('long utterances', () => {
  const repeated = (times: number) => Array.from({ length: times }, (_, word) => (word % 2 ? 'no' : 'yes')).join(' ');

  test('of 64 words are read, those of 65 are a new request', () => {
    expect(
      answerTurn(two, [{ utterance: repeated(64), weight: 1, replies: replies(0) }], 1, 0.5).answerProbability,
    ).toBeGreaterThan(0.5);
    const turn = answerTurn(two, [{ utterance: repeated(65), weight: 1, replies: replies(0) }], 1, 0.5);
    expect(turn).toEqual({ answerProbability: 0, answered: undefined });
  });

  test('as long as a gateway takes, about titles as long, take no time', () => {
    const title = 'yes '.repeat(2_000);
    const readings = [readingOf('video', title, 0.5), readingOf('books', `${title} no`, 0.4)];
    const begun = performance.now();
    answerTurn(readings, [{ utterance: title, weight: 1, replies: replies(0.5) }], 0.1, 0.5);
    answerTurn(readings, [{ utterance: repeated(64), weight: 1, replies: replies(0.5) }], 0.1, 0.5);
    // It took minutes; a busy machine takes some tens of milliseconds.
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});
