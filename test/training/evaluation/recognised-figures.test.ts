import { expect, it } from 'vitest';
import { type RecognisedAnswer, recognisedFigures } from '../../../training/evaluation/recognised-figures.js';

const slots = (name: string, value: string) => [{ name, value }];
const answer = (domain: string, intent: string, name: string, value: string, rejected = false): RecognisedAnswer => ({
  top: { domain, intent, slots: slots(name, value), confidence: 0.5 },
  rejected,
});
const none: RecognisedAnswer = { top: undefined, rejected: true };
const reference = { domain: 'video', intent: 'SearchCreativeWork', slots: slots('object_name', "What's up 5") };
const other = { domain: 'other', intent: 'GetWeather', slots: [] };

it('counts what is right by domain, intent and slots as they sound, on worked values', () => {
  const right = answer('video', 'SearchCreativeWork', 'object_name', 'what s up five');
  const rows = [
    { reference, answers: { written: right, oneBest: none, nBest: answer('music', 'PlayMusic', 'track', 'x') } },
    { reference, answers: { written: right, oneBest: answer('video', 'RateVideo', 'x', 'y'), nBest: right } },
    // Words that sound alike are the same; an apostrophe is none.
    {
      reference,
      answers: {
        written: right,
        oneBest: answer('video', 'SearchCreativeWork', 'object_name', 'whats up', true),
        nBest: answer('video', 'SearchCreativeWork', 'object_name', "what's up 5"),
      },
    },
    { reference: other, answers: { written: none, oneBest: none, nBest: right } },
    { reference: { ...reference, domain: 'ambiguous' }, answers: { written: right, oneBest: right, nBest: right } },
  ];
  const evaluation = recognisedFigures(rows, { resamples: 200 });
  expect([evaluation.inDomain, evaluation.others, evaluation.leftOut]).toEqual([3, 1, 1]);
  const values = Object.entries(evaluation.figures).map(([figure, { written, oneBest, nBest, difference }]) => [
    figure,
    ...[written, oneBest, nBest, difference].map(({ value }) => Math.round(value * 3)),
  ]);
  expect(values).toEqual([
    ['domain', 3, 2, 2, 0],
    ['intent', 3, 1, 2, 1],
    ['whole', 3, 0, 2, 2],
    ['rejected', 0, 2, 0, -2],
    ['othersAccepted', 0, 0, 3, 3],
  ]);
  const { nBest } = evaluation.figures.intent;
  expect(nBest.low).toBeLessThan(nBest.value);
  expect(nBest.high).toBeGreaterThan(nBest.value);
});
