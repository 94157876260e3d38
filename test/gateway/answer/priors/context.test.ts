import { expect, test } from 'vitest';
import { checkContext, MAX_ACTIVITIES } from '../../../../gateway/answer/priors/context.js';
import { contextFeatures } from '../../../../gateway/answer/priors/context-features.js';

const now = '2026-01-15T20:30:00+02:00';

test('none at all is an empty context, of which nothing is known', () => {
  expect(contextFeatures(checkContext(null), 60)).toEqual([]);
});

test('everything known is a feature, the hour by the device’s own clock', () => {
  const context = checkContext({ deviceType: 'phone', foregroundDomain: 'maps', locale: 'en-gb', localTime: now });
  expect(contextFeatures(context, 60).map(({ group, value }) => `${group}=${value}`)).toEqual([
    'device_type=phone',
    'screen=true',
    'foreground=maps',
    'locale=en-GB',
    'hour=18-20',
  ]);
});

test.each([
  ['tv', false, true],
  ['speaker', true, false],
  ['phone', undefined, true],
  ['car', true, true],
  ['car', undefined, undefined],
  ['', false, false],
])('a device type settles whether there is a screen: %s sent with %s has %s', (deviceType, sent, expected) => {
  const context = checkContext({ deviceType, ...(sent !== undefined && { hasScreen: sent }) });
  expect(context.hasScreen).toBe(expected);
});

test('activities are aged by local_time, in any offset; one in the future is just now', () => {
  const recent = [
    { domain: 'music', time: '2026-01-15T17:30:00Z' },
    { domain: 'video', time: '2027-01-01T00:00:00Z' },
  ];
  expect(checkContext({ localTime: now, recent }).recent).toEqual([
    { domain: 'video', ageMinutes: 0 },
    { domain: 'music', ageMinutes: 60 },
  ]);
});

test('of thousands of activities the latest count', () => {
  const recent = Array.from({ length: 5000 }, (_, minutes) => ({
    domain: 'music',
    time: new Date(Date.parse(now) - 60_000 * ((minutes * 7) % 5000)).toISOString(),
  }));
  const kept = checkContext({ localTime: now, recent }).recent;
  expect(kept).toHaveLength(MAX_ACTIVITIES);
  expect(kept.map(({ ageMinutes }) => ageMinutes)).toEqual(Array.from({ length: MAX_ACTIVITIES }, (_, age) => age));
});

test('strengths of activities: one just now 1/2, shared between domains, fading', () => {
  const strengths = (recent: { domain: string; ageMinutes: number }[]) =>
    contextFeatures({ ...checkContext(null), recent }, 60).map(({ value, strength }) => [value, strength]);
  expect(strengths([{ domain: 'music', ageMinutes: 0 }])).toEqual([['music', 0.5]]);
  expect(strengths([{ domain: 'music', ageMinutes: 60 }])).toEqual([['music', 1 / 3]]);
  expect(
    strengths([
      { domain: 'music', ageMinutes: 0 },
      { domain: 'books', ageMinutes: 0 },
    ]),
  ).toEqual([
    ['music', 1 / 3],
    ['books', 1 / 3],
  ]);
});

test.each([
  ['en_US', 'en-US'],
  ['EN-us', 'en-US'],
  ['zh_hant_tw', 'zh-Hant-TW'],
])('locale %s is %s', (locale, canonical) => {
  expect(checkContext({ locale }).locale).toBe(canonical);
});

test.each([
  [{ recent: [{ domain: 'music', time: now }] }, 'context.recent: needs context.local_time'],
  [{ localTime: now, recent: [{ domain: '', time: now }] }, 'context.recent[0].domain: is empty'],
  [{ localTime: now, recent: [{ domain: 'x'.repeat(64), time: now }] }, 'context.recent[0].domain: is longer than 63'],
  [{ localTime: now, recent: [{ domain: 'music', time: 'yesterday' }] }, 'context.recent[0].time: "yesterday" is not'],
  [{ localTime: '20:30' }, 'context.local_time: "20:30" is not RFC 3339'],
  [{ locale: 'no_such tag' }, 'context.locale'],
  [{ deviceType: 'toaster' }, 'context.device_type: "toaster" is unknown'],
])('%j is refused', (context, message) => {
  expect(() => checkContext(context)).toThrow(message);
});
