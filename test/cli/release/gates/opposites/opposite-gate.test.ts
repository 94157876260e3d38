import { expect, it } from 'vitest';
import type { CallerAnswer } from '../../../../../cli/release/gates/caller-answer.js';
import { domainPairs } from '../../../../../cli/release/gates/opposites/domain-pairs.js';
import { isOpposite, oppositeGate, oppositesText } from '../../../../../cli/release/gates/opposites/opposite-gate.js';
import { runGates } from '../../../../../cli/release/gates/run-gates.js';
import type { OppositePair } from '../../../../../training/opposites/opposite-pairs.js';
import { shippedBundles } from '../../../../support/models/shipped.js';

const options = { stealBudget: 0.01, resamples: 50, seed: 1 };
const answer = (decision: CallerAnswer['decision'], intent: string, slots: { name: string; value: string }[] = []) => ({
  decision,
  first: {
    domain: 'music',
    intent,
    slots: slots.map((slot) => ({ ...slot, start: 0, end: 1 })),
    confidence: 0.9,
    posterior: 0.9,
  },
});
const pair: OppositePair = [
  { text: 'add this to my list', direction: 'add' },
  { text: 'remove this from my list', direction: 'remove' },
];

it('takes for the opposite what is accepted, and undoes what was asked for or does what that forbids', () => {
  const undoes = (given: CallerAnswer) => isOpposite(given, 'remove');
  expect(undoes(answer('ACCEPT', 'AddToPlaylist'))).toBe(true);
  expect(undoes(answer('CLARIFY', 'AddToPlaylist'))).toBe(false);
  expect(undoes(answer('ACCEPT', 'RemoveFromPlaylist'))).toBe(false);
  expect(undoes({ decision: 'REJECT', first: undefined })).toBe(false);
  expect(undoes(answer('ACCEPT', 'PlayMusic'))).toBe(true);
  const repeat = answer('ACCEPT', 'SetRepeat', [{ name: 'mode', value: 'on' }]);
  expect(isOpposite(repeat, 'mode no')).toBe(true);
  expect(isOpposite(repeat, 'mode yes')).toBe(false);
  expect(isOpposite(repeat, 'rating no')).toBe(false);
});

it('fails surely more opposites than the active version accepts, and passes those of both', () => {
  const right = [answer('ACCEPT', 'AddToPlaylist'), answer('ACCEPT', 'RemoveFromPlaylist')];
  const wrong = [answer('ACCEPT', 'AddToPlaylist'), answer('ACCEPT', 'AddToPlaylist')];
  const sides = (candidate: CallerAnswer[], active: CallerAnswer[]) =>
    candidate.map((one, index) => ({ candidate: one, active: active[index]! }));
  const many = Array.from({ length: 20 }, () => pair);
  const all = (answers: CallerAnswer[]) => many.flatMap(() => answers);
  const surely = oppositeGate(many, sides(all(wrong), all(right)), options);
  expect(surely.verdicts).toMatchObject([{ gate: 'opposites', passed: false, active: 0, candidate: 0.5 }]);
  const failing = oppositeGate([pair], sides(wrong, right), options);
  expect(oppositeGate([pair], sides(wrong, wrong), options).verdicts).toMatchObject([{ passed: true, active: 0.5 }]);
  expect(oppositesText(failing.measured)).toEqual([
    'opposites: of 1 pairs, the opposite of 1 request is accepted',
    '  "remove this from my list" is accepted as music.AddToPlaylist',
  ]);
  const passing = oppositeGate([pair], sides(right, wrong), options);
  expect(passing.verdicts).toMatchObject([{ passed: true, active: 0.5, candidate: 0, difference: -0.5 }]);
});

it('passes a domain without opposites, and says so', () => {
  const { verdicts, measured } = oppositeGate([], [], options);
  expect(verdicts).toEqual([]);
  expect(oppositesText(measured)).toEqual([
    'opposites: no request of this domain has an opposite by our rules, so this gate passes',
  ]);
});

it('makes three hundred pairs for each domain that ships, the same at each call', () => {
  const pairs = domainPairs('music');
  expect(pairs).toHaveLength(300);
  expect(domainPairs('music')).toEqual(pairs);
  expect(domainPairs('books')).toHaveLength(300);
  expect(domainPairs('video')).toHaveLength(300);
  expect(domainPairs('weather')).toEqual([]);
});

it('asks the bundles, and tells what of theirs is the opposite', async () => {
  const music = (await shippedBundles()).find(({ domain }) => domain === 'music')!;
  const active = new Map([['music', { digest: undefined, read: async () => music.bytes }]]);
  const gates = (opposites: OppositePair[]) => runGates(music.bytes, active, { ...options, corpora: [], opposites });
  const text = 'add this song to my workout playlist';
  // The same bundle, asked by one who wants it removed: what it accepts is the opposite then.
  const { verdicts, measured } = await gates([
    [
      { text, direction: 'remove' },
      { text, direction: 'add' },
    ],
  ]);
  expect(verdicts!.at(-1)).toMatchObject({ gate: 'opposites', passed: true, active: 0.5, candidate: 0.5 });
  expect(measured!.opposites).toEqual({ pairs: 1, accepted: [{ text, domain: 'music', intent: 'AddToPlaylist' }] });
});
