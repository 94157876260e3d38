import { expect, it } from 'vitest';
import type { Decision } from '../../../gateway/answer/decision.js';
import { decisionFigures, deviceCalibration, worstCalibration } from '../../../training/evaluation/answer-figures.js';
import { householdFigures, householdOutcome } from '../../../training/evaluation/household.js';

const genre = (value: string) => [{ name: 'genre', value }];
const jazz = { domain: 'music', intent: 'PlayMusic', slots: genre('jazz') };

function answer(decision: Decision, readings: readonly (typeof jazz)[], confidence = 0.5) {
  const scored = readings.map((reading) => ({ ...reading, confidence }));
  return { decision, top: scored[0], readings: decision === 'REJECT' ? [] : scored };
}

/** Two right, one with a wrong slot, one wrongly accepted, two asked about, one rejected; one ambiguous. */
const rows = [
  { reference: jazz, answer: answer('ACCEPT', [{ ...jazz, slots: genre('Jazz') }], 0.9) },
  { reference: jazz, answer: answer('ACCEPT', [jazz], 0.9) },
  { reference: jazz, answer: answer('ACCEPT', [{ ...jazz, slots: genre('rock') }], 0.6) },
  { reference: { ...jazz, domain: 'other', slots: [] }, answer: answer('ACCEPT', [jazz]) },
  { reference: jazz, answer: answer('CLARIFY', [jazz, { ...jazz, domain: 'video' }], 0.4) },
  { reference: jazz, answer: answer('CLARIFY', [jazz], 0.2) },
  { reference: jazz, answer: answer('REJECT', []) },
  { reference: { ...jazz, domain: 'ambiguous' }, answer: answer('ACCEPT', [jazz]) },
];

it('counts decisions and the wrong among the accepted', () => {
  const { counts, leftOut, wrong, wrongIntent } = decisionFigures(rows, { resamples: 200 });
  expect(counts).toEqual({ accept: 4, clarifySeveral: 1, clarifyOne: 1, reject: 1 });
  expect(leftOut).toBe(1);
  expect(wrong.value).toBe(2 / 4);
  expect(wrongIntent.value).toBe(1 / 4);
  expect(wrong.low).toBeLessThan(0.5);
  expect(wrong.high).toBeGreaterThan(0.5);
});

it("compares the mean posterior with the share right, over a domain's annotated rows", () => {
  const [music, ...others] = deviceCalibration('tv', rows);
  expect(others).toEqual([]);
  expect(music).toMatchObject({ device: 'tv', domain: 'music', utterances: 6 });
  // (.9 + .9 + .6 + .4 + .2 + 0) / 6, and four of six right
  expect(music?.posterior).toBeCloseTo(3 / 6, 12);
  expect(music?.right).toBeCloseTo(4 / 6, 12);
  const near = { device: '', domain: 'books', utterances: 1, posterior: 1, right: 0.9, difference: 0.1 };
  expect(worstCalibration([near, ...deviceCalibration('tv', rows)])?.difference).toBeCloseTo(-1 / 6, 12);
});

const remove = {
  decision: 'ACCEPT',
  domain: 'music',
  intent: 'RemoveFromPlaylist',
  slots: { playlist: 'gym' },
} as const;
const add = { domain: 'music', intent: 'AddToPlaylist', slots: [{ name: 'playlist', value: 'gym' }] };
const play = {
  decision: 'ACCEPT',
  domain: 'music',
  intent: 'PlayMusic',
  slots: { genre: 'jazz', music_item: 'song' },
} as const;

it.each([
  [
    'helping slots and outer punctuation count for nothing',
    [play],
    'ACCEPT',
    [{ ...jazz, slots: genre(' JAZZ. ') }],
    'right',
  ],
  ['a wrong slot is wrong, not harmful', [play], 'ACCEPT', [{ ...jazz, slots: genre('rock') }], ''],
  ['a missing slot is wrong', [play], 'ACCEPT', [{ ...jazz, slots: [] }], ''],
  ['the wrong domain is harmful', [play], 'ACCEPT', [{ ...jazz, domain: 'video' }], 'harmful'],
  ['add for remove', [remove], 'ACCEPT', [add], 'harmful opposite'],
  ['play for stop', [{ decision: 'ACCEPT', intent: 'StopPlayback' }], 'ACCEPT', [jazz], 'harmful opposite'],
  ['every named domain is asked about', [{ decision: 'CLARIFY', domains: ['music'] }], 'CLARIFY', [jazz], 'right'],
  ['one is not', [{ decision: 'CLARIFY', domains: ['music', 'video'] }], 'CLARIFY', [jazz], ''],
  ['rejected as expected', [{ decision: 'REJECT' }], 'REJECT', [], 'right'],
  ['accepted against REJECT', [{ decision: 'REJECT' }], 'ACCEPT', [jazz], 'harmful'],
] as const)('%s', (_, expected, decision, readings, holds) => {
  const outcome = householdOutcome({ kind: 'any', expect: expected }, answer(decision, readings as never));
  const names = (['right', 'harmful', 'opposite'] as const).filter((name) => outcome[name]);
  expect(names.join(' ')).toBe(holds);
});

it('takes like for not liking as opposite where stopping is right, too', () => {
  const slots = [{ name: 'rating', value: 'like' }];
  const stop = { decision: 'ACCEPT' as const, intent: 'StopPlayback', slots: {} };
  const dislike = { decision: 'ACCEPT' as const, intent: 'RateMusic', slots: { rating: "don't like" } };
  const outcome = householdOutcome(
    { kind: 'rating', expect: [stop, dislike] },
    answer('ACCEPT', [{ domain: 'music', intent: 'RateMusic', slots }]),
  );
  expect(outcome).toEqual({ right: false, harmful: false, opposite: true });
});

it('takes a play for a negated play as opposite, and gives shares by kind', () => {
  const references = [
    { kind: 'negation', expect: [{ decision: 'REJECT' as const }] },
    { kind: 'search', expect: [play] },
    { kind: 'search', expect: [play] },
  ];
  const answers = [answer('ACCEPT', [jazz]), answer('ACCEPT', [jazz]), answer('REJECT', [])];
  const { kinds, wrong, right, intervals } = householdFigures(references, answers, { resamples: 2_000 });
  expect(kinds).toEqual({
    negation: { requests: 1, right: 0, harmful: 1, opposite: 1 },
    search: { requests: 2, right: 0.5, harmful: 0, opposite: 0 },
  });
  expect(right).toBeCloseTo(1 / 3, 12);
  expect(wrong.value).toBe(0.5);
  // Of three requests one is right: all three of a resample are with 1 in 27, none with 8 in 27.
  expect(intervals.right).toEqual({ value: right, low: 0, high: 1 });
  expect(intervals.harmful.value).toBeCloseTo(1 / 3, 12);
});

const accepted = (intent: string, slots: Record<string, string> = {}, domain = 'music') => ({
  decision: 'ACCEPT' as const,
  domain,
  intent,
  slots,
});
const found = (intent: string, name?: string, value = '') => ({
  domain: 'music',
  intent,
  slots: name === undefined ? [] : [{ name, value }],
});

it.each([
  [
    'shuffle off for on',
    'transport',
    accepted('SetShuffle', { mode: 'off' }),
    found('SetShuffle', 'mode', 'on'),
    'opposite',
  ],
  ['a mode that is missing', 'transport', accepted('SetShuffle', { mode: 'off' }), found('SetShuffle'), ''],
  ['next for previous', 'transport', accepted('PlayPrevious'), found('PlayNext'), 'harmful opposite'],
  [
    'like for not liking',
    'rating',
    accepted('RateMusic', { rating: "don't like" }),
    found('RateMusic', 'rating', 'like'),
    'opposite',
  ],
  ['a title that reads like a negation', 'negation', accepted('PlayVideo', {}, 'video'), found('PlayMusic'), 'harmful'],
  [
    'another place than was said',
    'x',
    accepted('PlayRadio', { device_place: 'hall' }),
    found('PlayRadio', 'device_place', 'den'),
    '',
  ],
  [
    'a playback word that is missing',
    'x',
    accepted('PausePlayback', { object_type: 'song' }),
    found('PausePlayback'),
    'right',
  ],
  ['a type that is missing', 'x', accepted('MusicInfo', { object_type: 'album' }), found('MusicInfo'), ''],
  ['a type that is there', 'x', accepted('MusicInfo'), found('MusicInfo', 'object_type', 'song'), 'right'],
  ['play for remove', 'x', accepted('RemoveFromPlaylist'), found('PlayMusic'), 'harmful opposite'],
  ['add for stop', 'x', accepted('StopPlayback'), found('AddToPlaylist'), 'harmful opposite'],
  ['a place that is missing', 'x', accepted('PlayRadio', { device_place: 'hall' }), found('PlayRadio'), 'right'],
])('judges %s', (_, kind, expected, reading, holds) => {
  const outcome = householdOutcome({ kind, expect: [expected] }, answer('ACCEPT', [reading]));
  const names = (['right', 'harmful', 'opposite'] as const).filter((name) => outcome[name]);
  expect(names.join(' ')).toBe(holds);
});
