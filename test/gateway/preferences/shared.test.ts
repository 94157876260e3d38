import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Preference } from '../../../proto/gen/nlu/v1/Preference.js';
import { bytesIn } from '../../support/feedback/events-in.js';
import { temporaryFile } from '../../support/files.js';
import { connectedFeedbackOf, feedbackOf } from '../../support/servers/feedback.js';
import { gatewayBefore } from '../../support/servers/gateway.js';
import { hasNats, NEEDS_NATS, startNats } from '../../support/servers/nats-server.js';
import { preferringDomains } from '../../support/servers/preferring-domains.js';

const tower: Preference = { meaning: { words: 'the tower', domain: 'video' } };

async function stack(gateways: number, settings: object = {}) {
  const nats = await startNats();
  const keyFile = temporaryFile('deployment.key', randomBytes(32).toString('hex'), 0o600);
  const events = { store: 'nats', keyFile, nats: { servers: [nats.address] } };
  const started = [];
  for (let n = 0; n < gateways; n++) {
    const gateway = await gatewayBefore(preferringDomains(), { events, ...settings });
    const winner = async (customer: string) =>
      (await gateway.interpret({ utterance: 'play the tower', customer })).readings[0]?.domain;
    started.push({ gateway, winner, ...(await connectedFeedbackOf(gateway.address)) });
  }
  return { nats, gateways: started };
}

/** A second, and what polling and a busy machine add. */
const WITHIN = { timeout: 5_000, interval: 50 };

describe.runIf(hasNats)(`preferences on NATS${NEEDS_NATS}`, { timeout: 60_000 }, () => {
  test('what one gateway is taught another honours within a second, and forgets within one', async () => {
    const { nats, gateways } = await stack(2);
    const [one, other] = gateways as [(typeof gateways)[0], (typeof gateways)[0]];
    // The other has looked, and knows that there is nothing.
    expect(await other.winner('anna')).toBe('books');
    await one.teach('anna', tower);
    expect(await one.winner('anna')).toBe('video');
    await expect.poll(() => other.winner('anna'), WITHIN).toBe('video');
    expect(await other.preferences('anna')).toEqual(await one.preferences('anna'));
    expect(bytesIn(nats.store).includes('the tower')).toBe(false);
    await one.forget({ customer: 'anna' });
    expect(await one.winner('anna')).toBe('books');
    await expect.poll(() => other.winner('anna'), WITHIN).toBe('books');
    // What is taught right after it, wherever, is kept.
    await one.teach('bert', tower);
    await one.forget({ customer: 'bert' });
    await other.teach('bert', { like: { domain: 'video' } });
    const [kept, ...more] = await other.preferences('bert');
    expect([kept?.preference?.like?.domain, more]).toEqual(['video', []]);
    await expect.poll(() => one.preferences('bert'), WITHIN).toEqual([kept]);
  });

  test('two gateways that are taught at once keep both', async () => {
    const { gateways } = await stack(2);
    const values = Array.from({ length: 8 }, (_, n) => `v${n}`);
    const like = (value: string): Preference => ({ like: { domain: 'music', kind: 'artist', value } });
    await Promise.all(values.map((value, n) => gateways[n % 2]!.teach('anna', like(value))));
    const kept = async (n: number) =>
      (await gateways[n]!.preferences('anna')).map(({ preference }) => preference!.like!.value).sort();
    for (const n of [0, 1]) await expect.poll(() => kept(n), WITHIN).toEqual(values);
  });

  test('two gateways that would ask at once ask once', async () => {
    const { gateways } = await stack(2, {
      questions: { satisfaction: 1, waitMs: 1_000 },
      preferences: { waitMs: 1_000 },
      accept: { minProbability: 0.1 },
      rejection: { inDomain: 0.1 },
    });
    const ask = (n: number, requestId: string) =>
      gateways[n % 2]!.gateway.interpret({ utterance: 'play it', customer: 'anna', requestId, domains: ['books'] });
    // One asks at once; whoever comes later knows.
    const replies = await Promise.all([0, 1, 2, 3].map((n) => ask(n, `r${n}`)));
    expect(replies.map(({ decision }) => decision)).toEqual(Array(4).fill('DECISION_ACCEPT'));
    // None, where a busy machine takes longer to store it than an answer waits.
    expect(replies.filter(({ question }) => question).length).toBeLessThanOrEqual(1);
    for (const n of [4, 5]) expect((await ask(n, `r${n}`)).question).toBeNull();
  });

  test('with NATS down requests are answered without, and Teach says that nothing was kept', async () => {
    const { nats, gateways } = await stack(1);
    const [{ teach, winner, gateway }] = gateways as [(typeof gateways)[0]];
    await teach('anna', tower);
    await nats.kill();
    // What is known stays for half a second; then nothing is said that might have been forgotten.
    await expect.poll(() => winner('anna'), { timeout: 5_000, interval: 100 }).toBe('books');
    await expect(feedbackOf(gateway.address).teach('anna', tower)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await nats.restart();
    await expect.poll(() => winner('anna'), { timeout: 20_000, interval: 100 }).toBe('video');
  });
});

test.runIf(hasNats)(
  `a store that hangs delays an answer by its wait at most${NEEDS_NATS}`,
  { timeout: 60_000 },
  async () => {
    const { nats, gateways } = await stack(1, { preferences: { waitMs: 30 } });
    const [{ winner }] = gateways as [(typeof gateways)[0]];
    await winner('bert');
    const thaw = await nats.freeze();
    const begun = performance.now();
    expect(await winner('somebody-new')).toBe('books');
    const tookMs = performance.now() - begun;
    thaw();
    expect(tookMs).toBeGreaterThan(25);
    expect(tookMs).toBeLessThan(1_000);
  },
);
