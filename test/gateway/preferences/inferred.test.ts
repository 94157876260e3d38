import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CustomerDocument, NOTHING_KNOWN } from '../../../gateway/preferences/document/customer-document.js';
import { withDone } from '../../../gateway/preferences/inference/with-done.js';
import type { Outcome } from '../../../proto/gen/nlu/v1/Outcome.js';
import { temporaryFolder } from '../../support/files.js';
import { connectedFeedbackOf, stopped } from '../../support/servers/feedback.js';
import { gatewayBefore } from '../../support/servers/gateway.js';
import { preferringDomains } from '../../support/servers/preferring-domains.js';

async function stack(settings: object = {}, text = true, domains: object = preferringDomains()) {
  const gateway = await gatewayBefore(domains as ReturnType<typeof preferringDomains>, {
    events: { folder: join(temporaryFolder(), 'events'), text },
    // The best reading is hardly better than the next: the gateway asks which was meant.
    ...{ accept: { minProbability: 0.9 }, rejection: { inDomain: 0.1 } },
    ...settings,
  });
  const feedback = await connectedFeedbackOf(gateway.address);
  let asked = 0;
  const asks = (utterance = 'play the tower') =>
    gateway.interpret({ utterance, customer: 'anna', requestId: `r${asked++}` });
  const told = (requestId: string, what: Partial<Outcome>) =>
    feedback.report([stopped(`e-${requestId}`, { requestId, customer: 'anna', stop: null, ...what })]);
  /** Is asked which was meant, and chooses. */
  const chooses = async (domain: string) => {
    const { requestId, readings } = await asks();
    await told(requestId, { choice: { reading: readings.findIndex((each) => each.domain === domain) } });
  };
  const preferences = () => feedback.preferences('anna');
  return { feedback, asks, told, chooses, preferences };
}

const other = {
  type: 'meaning',
  ...{ words: 'another', domain: 'video', kind: '', isSlot: false, entity: '', title: '' },
} as const;
const WITHIN = { timeout: 5_000 };

test('what is chosen three times running is meant from then on, a little, until it is forgotten', async () => {
  const { asks, chooses, preferences, feedback } = await stack();
  for (const domain of ['video', 'books', 'video', 'video']) await chooses(domain);
  expect(await preferences()).toEqual([]);
  await chooses('video');
  const known = {
    origin: 'PREFERENCE_ORIGIN_INFERRED',
    preference: { meaning: { words: 'the tower', domain: 'video' } },
  };
  await expect.poll(preferences, WITHIN).toMatchObject([known]);
  // Half of what a taught one counts.
  expect((await asks()).readings[0]).toMatchObject({ domain: 'video', hypothesis: { preferenceShift: 1 } });
  const [{ id }] = await preferences();
  await feedback.forget({ customer: 'anna', preference: id! });
  expect(await preferences()).toEqual([]);
});

test('two corrections of one kind are enough', async () => {
  const { books } = preferringDomains();
  const { asks, told, preferences } = await stack({ accept: { minProbability: 0.1 } }, true, { books });
  for (let n = 0; n < 2; n++) {
    const { requestId, decision } = await asks();
    expect(decision).toBe('DECISION_ACCEPT');
    await told(requestId, { served: { domain: 'video', intent: 'PlayVideo' } });
  }
  await expect.poll(preferences, WITHIN).toMatchObject([{ origin: 'PREFERENCE_ORIGIN_INFERRED' }]);
});

test('what was taught stands, whatever is chosen', async () => {
  const { chooses, preferences, feedback } = await stack();
  await feedback.teach('anna', { meaning: { words: 'the tower', domain: 'books' } });
  for (let n = 0; n < 4; n++) await chooses('video');
  await feedback.teach('anna', { like: { domain: 'music' } });
  expect((await preferences()).map(({ origin }) => origin)).toEqual(Array(2).fill('PREFERENCE_ORIGIN_TAUGHT'));
});

test('another three choices change what was inferred, and of what was declined nothing is', () => {
  const rules = { most: 2, idOf: (subject: string) => subject };
  const chosen = (document: CustomerDocument, domain: string) =>
    withDone(document, { words: 'w', kind: 'choice', domain }, 'the tower', '2026-01-01T00:00:00.000Z', rules);
  const thrice = (document: CustomerDocument, domain: string) =>
    [1, 2, 3].reduce((after) => chosen(after, domain), document);
  const first = thrice(NOTHING_KNOWN, 'video');
  expect(first).toMatchObject({ preferences: [{ said: { domain: 'video' }, origin: 'inferred' }], habits: [] });
  expect(thrice(first, 'books').preferences).toMatchObject([{ said: { domain: 'books' } }]);
  expect(thrice({ ...NOTHING_KNOWN, declined: ['w'] }, 'video').preferences).toEqual([]);
  const full = { ...NOTHING_KNOWN, preferences: [first.preferences[0]!, first.preferences[0]!] };
  expect(thrice({ ...full, preferences: full.preferences.map((each) => ({ ...each, said: other })) }, 'video')).toEqual(
    {
      ...full,
      preferences: full.preferences.map((each) => ({ ...each, said: other })),
      habits: [expect.objectContaining({ times: 3 })],
    },
  );
});

test.each([
  ['it is off', { preferences: { infer: false } }, true],
  ['words are not kept', {}, false],
  ['customers are asked instead', { questions: { price: 1_000 } }, true],
] as const)('nothing is inferred where %s', async (_, settings, text) => {
  const { chooses, preferences, feedback } = await stack(settings, text);
  for (let n = 0; n < 4; n++) await chooses('video');
  // Taught after them: the choices have been noticed by then.
  await feedback.teach('anna', { like: { domain: 'music' } });
  expect(await preferences()).toHaveLength(1);
});
