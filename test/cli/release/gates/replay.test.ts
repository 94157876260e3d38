import { expect, it } from 'vitest';
import { type CallerAnswer, callerAnswer, type ReadHypothesis } from '../../../../cli/release/gates/caller-answer.js';
import { flips } from '../../../../cli/release/gates/replay.js';
import { sideBySide } from '../../../../cli/release/gates/side-by-side.js';
import { answerRules } from '../../../../gateway/answer/answer-rules.js';
import { priorTableSchema } from '../../../../gateway/answer/priors/prior-table.js';

const hypothesis = (domain: string, confidence: number, value = 'dune'): ReadHypothesis => ({
  domain,
  intent: 'SearchCreativeWork',
  slots: [{ name: 'object_name', value, start: 5, end: 9 }],
  confidence,
  posterior: confidence,
});
const accepted = (...first: Parameters<typeof hypothesis>): CallerAnswer => ({
  decision: 'ACCEPT',
  first: hypothesis(...first),
});

it('lists the requests whose answer is another, not those whose confidence is', () => {
  const requests = ['same', 'domain', 'slot', 'lost', 'asked', 'rejected', 'both rejected'].map((text, id) => ({
    id,
    text,
  }));
  const active = accepted('books', 0.9);
  const rejected: CallerAnswer = { decision: 'REJECT', first: hypothesis('books', 0.01) };
  const sides = [
    { active, candidate: accepted('books', 0.6) },
    { active, candidate: accepted('video', 0.95) },
    { active, candidate: accepted('books', 0.9, 'the dune') },
    { active, candidate: { decision: 'REJECT', first: undefined } as const },
    { active, candidate: { ...active, decision: 'CLARIFY' } as const },
    { active, candidate: { ...active, decision: 'REJECT' } as const },
    { active: rejected, candidate: { ...rejected, first: hypothesis('video', 0.02) } },
  ];
  expect(flips(requests, sides).map(({ text }) => text)).toEqual(['domain', 'slot', 'lost', 'asked', 'rejected']);
});

const interpretation = (confidence: number, inDomain = confidence) => ({
  hypotheses: [{ ...hypothesis('', confidence), contributions: [] }],
  inDomain,
});
const base = { books: 0.5, video: 0.5 };
const weights = { device_type: { tv: { books: 0, video: Math.log(9) } } };
const rules = answerRules(priorTableSchema.parse({ base, weights }));

it('answers as the gateway does, with a prior where there is a context', () => {
  const interpretations = new Map([
    ['books', interpretation(0.5)],
    ['video', interpretation(0.4)],
  ]);
  const plain = callerAnswer({ text: 'find dune' }, [interpretations], rules);
  expect(plain).toMatchObject({ decision: 'ACCEPT', first: { domain: 'books', posterior: 0.5 } });
  const { first } = callerAnswer({ text: 'find dune', context: { deviceType: 'tv' } }, [interpretations], rules);
  // .9 by odds of 1 and 2/3: .54 and .36; ratios .2 and 1.8, whose mean is .84: odds of 2/3 * 1.8 * .64 / (.084 + .108).
  expect(first).toMatchObject({ domain: 'video', confidence: 0.4, posterior: expect.closeTo(0.8, 12) });
});

it('rejects what is no domain’s, and leaves out what a screen ends', () => {
  const screened = (confidence: number, inDomain: number) => ({
    ...interpretation(confidence, inDomain),
    screened: true as const,
  });
  const nobodys = new Map([
    ['books', interpretation(0.2, 0.3)],
    ['video', interpretation(0.1, 0.1)],
  ]);
  expect(callerAnswer({ text: 'x' }, [nobodys], rules)).toMatchObject({
    decision: 'REJECT',
    first: { domain: 'books' },
  });
  const beside = new Map([
    ['books', interpretation(0.8, 0.9)],
    ['video', screened(0.002, 0.002)],
  ]);
  expect(callerAnswer({ text: 'x' }, [beside], rules)).toMatchObject({
    decision: 'ACCEPT',
    first: { domain: 'books' },
  });
  const alone = new Map([['video', screened(0.002, 0.002)]]);
  expect(callerAnswer({ text: 'x' }, [alone], rules)).toEqual({ decision: 'REJECT', first: undefined });
});

it('of raw hypotheses, asks only the domains that have some of them', () => {
  const interpretations = new Map([
    ['books', interpretation(0.9)],
    ['video', interpretation(0.7)],
  ]);
  const hypotheses = [{ ...hypothesis('video', 0.7) }];
  const answer = callerAnswer({ text: 'find dune', hypotheses }, [interpretations], rules);
  expect(answer).toMatchObject({ decision: 'ACCEPT', first: { domain: 'video', posterior: 0.7 } });
});

it('answers each hearing and adds up what they mean', () => {
  const hearings = [
    { text: 'fine dune', weight: 0.5 },
    { text: 'find dune', weight: 0.5 },
  ];
  const byText = [
    new Map([
      ['books', interpretation(0.2)],
      ['video', interpretation(0.1)],
    ]),
    new Map([
      ['books', interpretation(0.4)],
      ['video', interpretation(0.9)],
    ]),
  ];
  const { first } = callerAnswer({ text: 'fine dune', hearings }, byText, answerRules(undefined));
  expect(first).toMatchObject({ domain: 'video', posterior: expect.closeTo(0.5, 12) });
});

it('keeps the texts of each question apart', () => {
  const questions = [
    {
      text: 'a',
      hearings: [
        { text: 'a', weight: 0.6 },
        { text: 'b', weight: 0.4 },
      ],
    },
    { text: 'c' },
  ];
  const active = new Map([['books', [0.9, 0.8, 0.7].map((each) => interpretation(each))]]);
  const candidate = {
    manifest: { domain: 'books' },
    interpretations: [0.1, 0.2, 0.3].map((each) => interpretation(each)),
  };
  const sides = sideBySide(questions, { active, candidate }, answerRules(undefined));
  expect(sides.map(({ active: one, candidate: other }) => [one.first?.posterior, other.first?.posterior])).toEqual([
    [expect.closeTo(0.86, 12), expect.closeTo(0.14, 12)],
    [0.7, 0.3],
  ]);
});
