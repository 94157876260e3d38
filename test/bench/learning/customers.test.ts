import { describe, expect, test } from 'vitest';
import type { CorpusRow } from '../../../training/corpus/corpus-row.js';
import { rephrasesOf } from '../../../training/learning/year/rephrases.js';
import { afterUse, type FeedbackSettings, type ServedRow, turnsOf } from './customers.js';
import { creditedLesson, overallLesson } from './lessons.js';
import type { ServedAnswer } from './served.js';

const row = (text: string, track: string, domain = 'music'): CorpusRow => {
  const start = text.indexOf(track);
  const slots = [{ name: 'track', value: track, start, end: start + track.length }];
  return { id: text, text, domain, intent: 'Play', slots, source: 'snips' };
};
const answer = (track: string | undefined, domain = 'music'): ServedAnswer => {
  const understood =
    track === undefined ? undefined : { domain, intent: 'Play', slots: [{ name: 'track', value: track }] };
  const bests = new Map([['music', { domain: 'music', intent: 'Play', slots: [] }]]);
  return {
    hypotheses: [],
    answer: understood,
    confidence: 0.8,
    inDomain: 1,
    accepted: understood !== undefined,
    bests,
  };
};
const settings: FeedbackSettings = { noise: 0, customers: 1, biased: false, seed: 1 };
const served = (given: Partial<ServedRow>): ServedRow => ({
  row: row('play dune', 'dune'),
  served: answer('dune'),
  rephrases: [],
  unrelated: answer('jazz'),
  ...given,
});

test('P(right) by Bayes, worked out by hand', () => {
  // .8 .9 .9 against .2 .1 .1.
  expect(afterUse(0.8, true, false)).toBeCloseTo(0.648 / 0.65, 9);
  expect(afterUse(0.8, false, true)).toBeCloseTo(0.008 / 0.17, 9);
  // An outcome against what was said next: they cancel.
  expect(afterUse(0.8, false, false)).toBeCloseTo(0.8, 9);
});

describe('customers', () => {
  test('who were answered wrongly say it again until it works', () => {
    const [turn] = turnsOf(served({ served: answer('june'), rephrases: [answer('tune'), answer('dune')] }), settings);
    expect(turn!.success).toBeLessThan(0.1);
    expect(turn!.rephrase).toMatchObject({ probability: 0.9, answer: { slots: [{ value: 'dune' }] } });
    expect(turn!.rephrase!.success).toBeGreaterThan(0.9);
  });

  test('are wrong about as much as they are told to', () => {
    const many = Array.from({ length: 4_000 }, (_, index) => served({ row: row(`play dune ${index}`, 'dune') }));
    const failed = many
      .flatMap((each) => turnsOf(each, { ...settings, noise: 0.1 }))
      .filter((turn) => turn.success < 0.9);
    // Whoever is seen to fail, or to say it again, or both: 1 - .9 .9.
    expect(failed.length / many.length).toBeCloseTo(0.19, 1);
  });

  test('tell less of long texts where they are biased', () => {
    const told = (text: string) =>
      Array.from({ length: 1_000 }, (_, index) => served({ row: row(`${text} ${index}`, 'dune') })).flatMap((each) =>
        turnsOf(each, { ...settings, biased: true }),
      ).length / 1_000;
    expect(told('play dune')).toBeCloseTo(0.8, 1);
    expect(told(`please play ${'very '.repeat(10)} loudly dune`)).toBeCloseTo(0.2, 1);
  });
});

test('the same is said again in another row’s words of the same fold', () => {
  const rows = [row('play dune', 'dune'), row('put on arrakis now', 'arrakis'), row('hear it', 'hear it', 'video')];
  const said = rephrasesOf(rows, () => 0, 1);
  expect(said.get('play dune')).toEqual(['put on dune now']);
  expect(said.get('hear it')).toEqual([]);
  expect(rephrasesOf(rows, ({ text }) => text.length, 1).get('play dune')).toEqual([]);
});

test('credit by stage teaches the failed text its meaning; credit for the whole teaches each domain its own', () => {
  const wrong = served({ served: answer('dune', 'video'), rephrases: [answer('dune')] });
  const way = { corrects: true, leastBelief: 0.5, weighs: true };
  const credited = creditedLesson([wrong], settings, way);
  for (const domain of ['music', 'video', 'books'])
    expect(credited(domain)).toEqual([expect.objectContaining({ domain: 'music', intent: 'Play' })]);
  const right = served({ served: answer('dune', 'video'), row: row('play dune', 'dune', 'video') });
  expect(overallLesson([right], settings)('music')).toEqual([expect.objectContaining({ domain: 'music' })]);
  expect(overallLesson([wrong], settings)('music')).toEqual([expect.objectContaining({ domain: 'other' })]);
});
