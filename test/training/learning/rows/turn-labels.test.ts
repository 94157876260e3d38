import { expect, test } from 'vitest';
import type { LearnableTurn, Understanding } from '../../../../training/learning/rows/learnable-turn.js';
import { turnLabels } from '../../../../training/learning/rows/turn-labels.js';

const DOMAINS = new Set(['music', 'video']);
const track = (value: string, domain = 'music'): Understanding => ({
  domain,
  intent: 'Play',
  slots: [{ name: 'track', value }],
});
const turn = (given: Omit<Partial<LearnableTurn>, 'text'>) => ({
  id: '1',
  text: 'play dune',
  success: 0.2,
  interpretationFailed: 0.5,
  ...given,
});
const told = (given: Parameters<typeof turn>[0]) =>
  turnLabels(turn(given), DOMAINS).labels.map(({ origin, domain, probability }) => [
    origin,
    domain,
    Math.round(1e6 * probability) / 1e6,
  ]);

test('a failed text gets the answer of the rephrase that worked, as far as interpretation failed', () => {
  const rephrase = { probability: 0.9, answer: track('dune', 'video'), success: 0.8 };
  // .8 failed, .5 of that by interpretation, .9 said again, .8 of that right.
  expect(told({ answer: track('dune'), rephrase })).toEqual([
    ['success', 'music', 0.2],
    ['rephrase', 'video', 0.288],
  ]);
  expect(told({ answer: track('dune'), rephrase, interpretationFailed: 0 })).toEqual([['success', 'music', 0.2]]);
});

test('a rephrase with a value that the text has not teaches nothing', () => {
  const rephrase = { probability: 1, answer: track('arrakis'), success: 1 };
  const { labels, unprojected } = turnLabels(turn({ answer: track('dune'), rephrase, success: 0 }), DOMAINS);
  expect(labels).toMatchObject([{ origin: 'success', probability: 0 }]);
  expect(unprojected).toBe(1);
});

test('what was chosen counts alone', () => {
  const chosen = { reading: track('dune', 'video'), probability: 0.95 };
  expect(told({ answer: track('dune'), chosen })).toEqual([['choice', 'video', 0.95]]);
});

test('what was done in the end teaches domain and intent, and nothing of slots', () => {
  const { labels } = turnLabels(
    turn({ answer: track('dune'), served: { domain: 'video', intent: 'Search' } }),
    DOMAINS,
  );
  expect(labels.at(-1)).toEqual({
    ...{ origin: 'served', domain: 'video', intent: 'Search', slots: undefined },
    probability: expect.closeTo(0.4, 9),
  });
});

test('a domain that is not here is other, and so is a rejection that was right', () => {
  expect(told({ answer: track('dune'), served: { domain: 'weather', intent: 'Get' } })).toEqual([
    ['success', 'music', 0.2],
    ['served', 'other', 0.4],
  ]);
  expect(told({ success: 0.9 })).toEqual([['rejection', 'other', 0.9]]);
});
