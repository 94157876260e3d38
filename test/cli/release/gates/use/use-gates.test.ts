import { expect, test } from 'vitest';
import type { CallerAnswer } from '../../../../../cli/release/gates/caller-answer.js';
import { useGates } from '../../../../../cli/release/gates/use/use-gates.js';
import { type UsedText, usedTexts } from '../../../../../cli/release/gates/use/used-texts.js';
import { answerText } from '../../../../../training/learning/rows/learnable-turn.js';

const understood = (domain: string) => ({ domain, intent: 'Play', slots: [] });
const answered = (domain: string, posterior = 0.9): CallerAnswer => ({
  decision: 'ACCEPT',
  first: { ...understood(domain), confidence: posterior, posterior },
});
/** Texts that were said once by each of so many customers, with a share of defects. */
const texts = (count: number, customers: number, defect: number, domain = 'music'): UsedText[] =>
  Array.from({ length: count }, (_, index) => ({
    text: `dune ${index} ${defect}`,
    requests: Array.from({ length: customers }, (_, customer) => ({
      id: `${index}/${customer}/${defect}`,
      customer: `c${customer}`,
      answer: answerText(understood(domain)),
      defect,
    })),
  }));
const gates = (said: readonly UsedText[], candidate: (index: number) => CallerAnswer, hasLearned = () => false) =>
  useGates(
    said,
    said.map((_, index) => ({ active: answered('music'), candidate: candidate(index) })),
    hasLearned,
    { resamples: 200, seed: 1 },
  );
const verdictOf = (name: string, { verdicts }: ReturnType<typeof gates>) => verdicts.find(({ gate }) => gate === name);

test('the same answers pass every gate', () => {
  const result = gates(texts(100, 5, 0.1), () => answered('music', 0.95));
  expect(result.verdicts.map(({ gate, passed }) => [gate, passed])).toEqual([
    ['flips', true],
    ['commonest changed', true],
    ['defects', true],
  ]);
  expect(result.measured).toMatchObject({ texts: 100, requests: 500, comparable: 500, commonest: 100 });
});

test('of the requests at most one in twenty may flip, each as often as it was said', () => {
  const said = [...texts(1, 100, 0.9), ...texts(100, 1, 0.9)];
  const rare = gates(said, (index) => answered(index > 90 ? 'video' : 'music'));
  expect(verdictOf('flips', rare)).toMatchObject({ passed: true, candidate: 10 / 200 });
  const common = gates(said, (index) => answered(index === 0 ? 'video' : 'music'));
  expect(verdictOf('flips', common)).toMatchObject({ passed: false, candidate: 0.5 });
});

test('of the commonest texts that succeed one in two hundred may change; what fails may', () => {
  const said = [...texts(400, 5, 0.1), ...texts(20, 5, 0.9)];
  expect(
    verdictOf(
      'commonest changed',
      gates(said, (index) => answered(index < 2 ? 'video' : 'music')),
    ),
  ).toMatchObject({ passed: true, candidate: 2 / 400 });
  expect(
    verdictOf(
      'commonest changed',
      gates(said, (index) => answered(index < 3 ? 'video' : 'music')),
    ),
  ).toMatchObject({ passed: false, candidate: 3 / 400 });
  expect(
    verdictOf(
      'commonest changed',
      gates(said, (index) => answered(index < 400 ? 'music' : 'video')),
    ),
  ).toMatchObject({ passed: true, candidate: 0 });
});

test('what fewer than five customers said is not known to succeed', () => {
  const said = [...texts(100, 5, 0.1), ...texts(100, 4, 0.12)];
  const { measured, verdicts } = gates(said, (index) => answered(index < 100 ? 'music' : 'video'));
  expect(measured.commonest).toBe(100);
  expect(verdicts.find(({ gate }) => gate === 'commonest changed')).toMatchObject({ passed: true, candidate: 0 });
});

test('a candidate that surely answers more defects is refused, one that mends them is not', () => {
  // What was answered is nearly always right; the candidate gives less believed answers for half of it.
  const worse = gates(texts(200, 5, 0.02), (index) => (index % 2 ? answered('video', 0.25) : answered('music')));
  expect(verdictOf('defects', worse)).toMatchObject({ passed: false, active: expect.closeTo(0.02, 9) });
  const mended = gates([...texts(100, 5, 0.02), ...texts(100, 5, 0.98)], (index) =>
    index < 100 ? answered('music') : answered('video', 0.95),
  );
  const verdict = verdictOf('defects', mended)!;
  expect(verdict.passed).toBe(true);
  // Half of the requests are as they were, .02; what is believed of the others is what is so believed now: half.
  expect(verdict.active).toBeCloseTo(0.5, 6);
  expect(verdict.candidate).toBeCloseTo(0.26, 1);
});

test('defects are told neither by texts that were learned nor by answers that are no longer given', () => {
  expect(
    verdictOf(
      'defects',
      gates(
        texts(50, 5, 0.5),
        () => answered('music'),
        () => true,
      ),
    ),
  ).toBeUndefined();
  expect(gates(texts(50, 5, 0.5, 'books'), () => answered('music')).measured.comparable).toBe(0);
});

test('texts are the commonest first; turns without text do not count', () => {
  const turn = (id: string, text?: string) => ({ id, text, success: 0.75, interpretationFailed: 1 });
  const found = usedTexts([turn('1', 'a'), turn('2', 'b'), turn('3', 'B!'), turn('4')]);
  expect(found.map(({ text, requests }) => [text, requests.length])).toEqual([
    ['b', 2],
    ['a', 1],
  ]);
  expect(found[1]!.requests).toEqual([{ id: '1', customer: undefined, answer: '', defect: 0.25 }]);
});
