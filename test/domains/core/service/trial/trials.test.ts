import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { candidateKey } from '../../../../../bundles/sources/stored-value.js';
import { TRIAL_BUCKETS } from '../../../../../serving/numeric/trial-bucket.js';
import { temporaryFolder } from '../../../../support/files.js';
import { sampleValue } from '../../../../support/metrics.js';
import { loadSmall } from '../../../../support/models/small-model.js';
import { deployMusic, natsMusic, tryMusic, wholeStatusOf } from '../../../../support/servers/nats-domain.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../../../../support/servers/nats-server.js';

const shadow = { mode: 'shadow' as const };
const share = (percent: number) => ({ mode: 'share' as const, percent });

/** Does work for each item, ten at a time: more at once would be turned away. */
async function each<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let first = 0; first < items.length; first += 10) {
    results.push(...(await Promise.all(items.slice(first, first + 10).map(work))));
  }
  return results;
}

type Setup = Parameters<typeof natsMusic>[2];

/** A replica of music at v1. */
async function music(setup: Setup = {}, nats: object = {}) {
  const server = await startNats();
  const stores = await storesOf(server);
  await deployMusic(stores, 'v1');
  const replica = await natsMusic(server, nats, setup, { operations: { port: 0 } });
  await replica.domain.ready;
  const scrape = async () => (await fetch(`http://127.0.0.1:${replica.domain.operationsPort}/metrics`)).text();
  const metric = async (name: string, labels: Readonly<Record<string, string>> = {}) =>
    sampleValue(await scrape(), name, labels);
  const running = (version: string) =>
    expect.poll(() => metric('nlu_trial_running', { version }), { timeout: 10_000 }).toBe(1);
  const ended = () => expect.poll(() => metric('nlu_trial_running'), { timeout: 10_000 }).toBeUndefined();
  return { server, stores, ...replica, metric, running, ended };
}

/** A servable whose first failures are over once it was proven on its golden utterances. */
const failing = (version: string, error: Error) => async (bundle: Parameters<typeof loadSmall>[0]) => {
  const servable = await loadSmall(bundle);
  const isOf = (bundle as { manifest?: { version: string } }).manifest?.version === version;
  const interpret: typeof servable.interpret = async (utterance, options) => {
    if (isOf && utterance.startsWith('fail')) throw error;
    return servable.interpret(utterance, options);
  };
  return { ...servable, interpret };
};

/** A servable that answers some utterances when nobody waits any more. */
const hanging = (version: string) => async (bundle: Parameters<typeof loadSmall>[0]) => {
  const servable = await loadSmall(bundle);
  const isOf = (bundle as { manifest?: { version: string } }).manifest?.version === version;
  const interpret: typeof servable.interpret = (utterance, options) =>
    isOf && utterance.startsWith('hang')
      ? setTimeout(4_000).then(() => servable.interpret(utterance, options))
      : servable.interpret(utterance, options);
  return { ...servable, interpret };
};

describe.skipIf(!hasNats)(`a shadow${NEEDS_NATS}`, { timeout: 60_000 }, () => {
  it('scores every request, and nothing of it is served', async () => {
    const { stores, interpret, metric, running } = await music();
    await tryMusic(stores, 'v2', shadow, { weight: -1 });
    await running('v2');
    const utterances = Array.from({ length: 300 }, (_, index) => 'play '.padEnd(6 + (index % 30), 'x'));
    const replies = await each(utterances, (utterance) => interpret({ utterance }));
    expect(new Set(replies.map(({ bundleVersion }) => bundleVersion))).toEqual(new Set(['v1']));
    expect(replies.every(({ inDomain }) => inDomain > 0.5)).toBe(true);
    await expect
      .poll(() => metric('nlu_trial_requests_total', { version: 'v2', side: 'candidate' }), { timeout: 10_000 })
      .toBe(300);
    expect(await metric('nlu_trial_requests_total', { version: 'v1', side: 'active' })).toBe(300);
    expect(await metric('nlu_trial_dropped_total', { version: 'v2' })).toBe(0);
    // The weight is the opposite one, so that every utterance is believed by one of the two.
    expect(await metric('nlu_trial_flips_total', { version: 'v2', kind: 'domain' })).toBe(300);
    expect(await metric('nlu_trial_confidence_count', { version: 'v2', side: 'candidate' })).toBe(300);
    expect(await metric('nlu_trial_confidence_change_total', { version: 'v2' })).toBeGreaterThan(0);
    await expect
      .poll(() => wholeStatusOf(stores), { timeout: 10_000 })
      .toMatchObject({
        candidate: { version: 'v2', trial: { mode: 'shadow' } },
        trial: {
          mode: 'shadow',
          active: { version: 'v1', requests: 300, errors: 0, believed: 300 },
          candidate: { version: 'v2', requests: 300, errors: 0, believed: 0 },
          dropped: 0,
          flips: { domain: 300, intent: 0, hypothesis: 0 },
        },
      });
  });

  it('scores what callers send to be re-ranked, leaves pinned requests alone, and counts what it fails on', async () => {
    const { stores, interpret, rerank, metric, running } = await music({
      load: failing('v2', new Error('a defect of the candidate')),
    });
    await tryMusic(stores, 'v2', shadow);
    await running('v2');
    await interpret({ utterance: 'play', version: 'v1' });
    const scores = { domain: 0.5, intent: 0.5, slot: 0.5 };
    await rerank({ utterance: 'play', hypotheses: [{ intent: 'PlayMusic', slots: [], scores }] });
    expect(await interpret({ utterance: 'fail' })).toMatchObject({ bundleVersion: 'v1' });
    const candidate = { version: 'v2', side: 'candidate' };
    await expect.poll(() => metric('nlu_trial_requests_total', candidate), { timeout: 10_000 }).toBe(2);
    expect(await metric('nlu_trial_errors_total', candidate)).toBe(1);
    expect(await metric('nlu_trial_errors_total', { side: 'active' })).toBe(0);
  });

  it('ends when it is withdrawn, when it expires, and when anything is deployed', async () => {
    const { stores, interpret, metric, running, ended } = await music();
    const text = await tryMusic(stores, 'v2', shadow);
    await running('v2');
    const withdrawn = { who: 'ann', when: new Date().toISOString(), why: 'a test' };
    await stores.putKey('nlu-deployments', candidateKey('music'), JSON.stringify({ ...JSON.parse(text), withdrawn }));
    await ended();
    expect((await wholeStatusOf(stores))?.refused).toBeUndefined();
    await tryMusic(stores, 'v3', shadow, { lastsMs: 3_000 });
    await running('v3');
    await ended();
    await tryMusic(stores, 'v4', shadow);
    await running('v4');
    await interpret({ utterance: 'play' });
    await deployMusic(stores, 'v5');
    await ended();
    expect(await interpret({ utterance: 'play' })).toMatchObject({ bundleVersion: 'v5' });
    expect(await metric('nlu_trial_requests_total', { side: 'candidate' })).toBeLessThanOrEqual(1);
  });
});

describe.skipIf(!hasNats)(`a share${NEEDS_NATS}`, { timeout: 60_000 }, () => {
  it('of 20 % answers as many of a thousand customers, each always by the same version', async () => {
    const { stores, interpret, metric, running } = await music();
    await tryMusic(stores, 'v2', share(20), { weight: 2 });
    await running('v2');
    const ask = async (bucket: number) => (await interpret({ utterance: 'play', trialBucket: bucket })).bundleVersion;
    const buckets = Array.from({ length: 1_000 }, (_, index) => (index * 7_919) % TRIAL_BUCKETS);
    const first = await each(buckets, ask);
    const drawn = first.filter((version) => version === 'v2').length;
    // Four standard deviations.
    expect(Math.abs(drawn - 200)).toBeLessThan(51);
    expect(await each(buckets, ask)).toEqual(first);
    expect(await metric('nlu_trial_requests_total', { version: 'v2' })).toBe(2 * drawn);
    expect(await metric('nlu_trial_requests_total', { version: 'v1' })).toBe(2 * (1_000 - drawn));
    expect(await metric('nlu_trial_seconds_count', { version: 'v2' })).toBe(2 * drawn);
  });

  it('draws callers without a bucket by the name of their request, and none without a name', async () => {
    const { stores, interpret, running } = await music();
    await tryMusic(stores, 'v2', share(50));
    await running('v2');
    const ask = async (requestId: string) => (await interpret({ utterance: 'play', requestId })).bundleVersion;
    const names = Array.from({ length: 60 }, (_, index) => `request-${index}`);
    const first = await each(names, ask);
    expect(new Set(first)).toEqual(new Set(['v1', 'v2']));
    expect(await each(names, ask)).toEqual(first);
    expect(new Set(await each(names, () => ask('')))).toEqual(new Set(['v1']));
  });

  it('has the active version answer what the candidate fails on, and counts it', async () => {
    const { stores, interpret, metric, running } = await music({
      load: failing('v2', new Error('a defect of the candidate')),
    });
    await tryMusic(stores, 'v2', share(50));
    await running('v2');
    const buckets = Array.from({ length: 100 }, (_, index) => index * 100);
    const replies = await each(buckets, (trialBucket) => interpret({ utterance: 'fail', trialBucket }));
    expect(new Set(replies.map(({ bundleVersion }) => bundleVersion))).toEqual(new Set(['v1']));
    const errors = await metric('nlu_trial_errors_total', { version: 'v2' });
    expect(errors).toBeGreaterThan(30);
    expect(await metric('nlu_trial_requests_total', { version: 'v2' })).toBe(errors);
    expect(await metric('nlu_trial_errors_total', { version: 'v1' })).toBe(0);
  });

  it('has the active version answer in time what the candidate hangs on, and counts it', async () => {
    const { stores, interpret, metric, running } = await music({ load: hanging('v2') });
    await tryMusic(stores, 'v2', share(50));
    await running('v2');
    const buckets = Array.from({ length: 20 }, (_, index) => index * 500);
    const replies = await each(buckets, (trialBucket) => interpret({ utterance: 'hang', trialBucket }));
    expect(new Set(replies.map(({ bundleVersion }) => bundleVersion))).toEqual(new Set(['v1']));
    const errors = await metric('nlu_trial_errors_total', { version: 'v2' });
    expect(errors).toBeGreaterThan(3);
    expect(await metric('nlu_trial_requests_total', { version: 'v2' })).toBe(errors);
  });

  it('does not hold what a caller did wrong against either version', async () => {
    const { stores, rerank, metric, running } = await music();
    await tryMusic(stores, 'v2', share(50));
    await running('v2');
    const hypotheses = [{ intent: 'Unknown', slots: [], scores: { domain: 0.5, intent: 0.5, slot: 0.5 } }];
    const buckets = Array.from({ length: 20 }, (_, index) => index * 500);
    const codes = await each(buckets, (trialBucket) =>
      rerank({ utterance: 'play', hypotheses, trialBucket }).catch(({ code }) => code),
    );
    expect(new Set(codes)).toEqual(new Set(['INVALID_ARGUMENT']));
    for (const side of ['active', 'candidate']) expect(await metric('nlu_trial_errors_total', { side })).toBe(0);
  });

  it('goes on in a replica that is started anew, with the same customers', async () => {
    const { server, stores, interpret, running, stop } = await music({}, { cache: temporaryFolder() });
    await tryMusic(stores, 'v2', share(50));
    await running('v2');
    const buckets = Array.from({ length: 50 }, (_, index) => index * 199);
    const versionsBy = (by: typeof interpret) =>
      each(buckets, async (trialBucket) => (await by({ utterance: 'play', trialBucket })).bundleVersion);
    const before = await versionsBy(interpret);
    await stop();
    const again = await natsMusic(server, { cache: temporaryFolder() });
    expect(await again.domain.ready).toMatchObject({ version: 'v1' });
    await expect.poll(() => versionsBy(again.interpret), { timeout: 10_000 }).toEqual(before);
    expect(new Set(before)).toEqual(new Set(['v1', 'v2']));
  });

  it('of a candidate that is refused changes nothing', async () => {
    const { stores, interpret, metric } = await music();
    await tryMusic(stores, 'v2', share(50), { golden: Buffer.from('[]') });
    await expect
      .poll(() => wholeStatusOf(stores), { timeout: 10_000 })
      .toMatchObject({
        versions: [
          { version: 'v1', state: 'active' },
          { version: 'v2', state: 'refused' },
        ],
      });
    const replies = await Promise.all(
      [0, 2_500, 5_000, 7_500].map((trialBucket) => interpret({ utterance: 'play', trialBucket })),
    );
    expect(new Set(replies.map(({ bundleVersion }) => bundleVersion))).toEqual(new Set(['v1']));
    expect(await metric('nlu_trial_running')).toBeUndefined();
  });

  it('refuses a bucket that there is not, by name', async () => {
    const { interpret } = await music();
    await expect(interpret({ utterance: 'play', trialBucket: TRIAL_BUCKETS })).rejects.toThrow(
      'trial_bucket: 10000 is not allowed; 0 to 9999, or absent',
    );
  });
});
