import { describe, expect, it } from 'vitest';
import type { InstanceStatus } from '../../../../bundles/lifecycle/instance-status.js';
import type { NatsStores } from '../../../../bundles/sources/nats/nats-stores.js';
import { followDeployment, type Reached, type ReplicaProgress } from '../../../../cli/release/publication/follow.js';
import { liveInstances } from '../../../../cli/release/publication/instances.js';
import { type Followed, outcomeOf, warmthOf } from '../../../../cli/release/publication/outcome.js';
import { currentDeployment } from '../../../../cli/release/publication/publication.js';
import { deferred } from '../../../support/deferred.js';
import { deployMusic, natsMusic } from '../../../support/servers/nats-domain.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../../../support/servers/nats-server.js';

const digestOf = async (stores: NatsStores) => (await currentDeployment(stores, 'music')).deployment!.digest;

const outcomesOf = (reached: ReadonlyMap<string, Reached>) =>
  Object.fromEntries([...reached].map(([instance, { outcome }]) => [instance, outcome]));

describe('outcomeOf', () => {
  const digest = 'a'.repeat(64);
  const followed = { domain: 'music', version: 'v2', digest, counter: 7 };
  const status = (counter: number, state: string, check?: string): InstanceStatus => ({
    address: '',
    counter,
    versions: [
      {
        version: 'v2',
        state,
        reason: 'because',
        warm: false,
        since: '2026-01-02T03:04:05.000Z',
        ...(check && { check }),
      },
    ],
  });

  it.each([
    ['from before it, of an earlier refusal', status(6, 'refused', 'golden'), undefined, 'waiting'],
    ['on its way', status(7, 'warming'), undefined, 'warming'],
    ['serving', status(7, 'active'), 'active', 'active'],
    ['refused', status(7, 'refused', 'golden'), 'refused', 'refused'],
    ['of a later deployment', status(8, 'active'), 'superseded', 'superseded'],
  ])('%s', (_what, reported, outcome, state) => {
    expect(outcomeOf(reported, followed)).toMatchObject({ outcome, state });
  });

  it('takes no other bundle of the same version for it', () => {
    const { versions, ...rest } = status(7, 'active');
    const other = { ...rest, versions: versions.map((version) => ({ ...version, digest: 'b'.repeat(64) })) };
    expect(outcomeOf(other, followed)).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('bbb') });
  });

  it('names the check of a refusal', () => {
    expect(outcomeOf(status(7, 'refused', 'golden'), followed).reason).toBe('golden check: because');
  });
});

describe('warmthOf', () => {
  const digest = 'a'.repeat(64);
  const followed: Followed = { domain: 'music', version: 'v2', digest, counter: 7, record: 'ours' };
  const version = { version: 'v2', digest, state: 'warming', reason: '', warm: false, since: '' };
  const candidate = { record: 'ours', counter: 7, version: 'v2', digest };
  const other = { ...candidate, record: 'another' };
  const status = (change: Partial<InstanceStatus>): InstanceStatus => ({
    address: '',
    counter: 6,
    candidate,
    versions: [version],
    ...change,
  });
  const warm = [{ ...version, warm: true }];

  it.each<[string, Partial<InstanceStatus>, string | undefined]>([
    ['on its way', {}, undefined],
    ['warm', { versions: warm }, 'warm'],
    ['serving it already', { versions: [{ ...version, state: 'active', warm: true }] }, 'warm'],
    ['warm, of another candidate', { candidate: other, versions: warm }, undefined],
    ['refused by a check', { versions: [{ ...version, state: 'refused', check: 'golden' }] }, 'refused'],
    [
      'refused, of another candidate',
      { candidate: other, versions: [{ ...version, state: 'refused', check: 'golden' }] },
      undefined,
    ],
    ['its record is refused', { refused: { ...candidate, stage: 'candidate', problem: 'unsigned' } }, 'refused'],
    ['another record is refused', { refused: { ...other, stage: 'candidate', problem: 'unsigned' } }, undefined],
    ['serving other contents', { versions: [{ ...version, warm: true, digest: 'b'.repeat(64) }] }, 'refused'],
    ['ahead', { counter: 7, versions: warm }, 'superseded'],
  ])('%s', (_what, change, outcome) => {
    expect(warmthOf(status(change), followed).outcome).toBe(outcome);
  });
});

describe.skipIf(!hasNats)(`following a deployment${NEEDS_NATS}`, () => {
  const timeoutMs = 4_000;

  it('ends with each replica serving, through the states on the way', async () => {
    const server = await startNats();
    const stores = await storesOf(server);
    await deployMusic(stores, 'v1');
    for (const instance of ['one', 'two']) await (await natsMusic(server, { instance })).domain.ready;
    const counter = await deployMusic(stores, 'v2');
    const progress: ReplicaProgress[] = [];
    const followed = { domain: 'music', version: 'v2', digest: await digestOf(stores), counter };
    const outcomes = await followDeployment(stores, followed, { timeoutMs, onProgress: (step) => progress.push(step) });
    expect(outcomesOf(outcomes)).toEqual({ one: 'active', two: 'active' });
    expect(progress.filter(({ state }) => state === 'active')).toHaveLength(2);
  });

  it('tells who serves the same version again without waiting for a renewal', async () => {
    const server = await startNats();
    const stores = await storesOf(server);
    await deployMusic(stores, 'v1');
    await (await natsMusic(server)).domain.ready;
    const begun = performance.now();
    const followed = {
      domain: 'music',
      version: 'v1',
      counter: await deployMusic(stores, 'v1'),
      digest: await digestOf(stores),
    };
    await followDeployment(stores, followed, { timeoutMs, onProgress: () => {} });
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it('tells who refuses, who stops and who stays silent', async () => {
    const server = await startNats();
    const stores = await storesOf(server);
    await deployMusic(stores, 'v1');
    const staying = await natsMusic(server, { instance: 'staying' });
    await staying.domain.ready;
    const waiting = JSON.stringify({ address: '', counter: 0, versions: [] });
    for (const instance of ['mute', 'stopping']) await stores.putKey('nlu-status', `music.${instance}`, waiting);
    const counter = await deployMusic(stores, 'v2', { golden: Buffer.from('[]') });
    const stoppingSeen = deferred();
    const following = followDeployment(
      stores,
      { domain: 'music', version: 'v2', digest: await digestOf(stores), counter },
      { timeoutMs: 1_500, onProgress: ({ instance }) => instance === 'stopping' && stoppingSeen.resolve() },
    );
    await stoppingSeen.promise;
    await stores.removeKey('nlu-status', 'music.stopping');
    expect(outcomesOf(await following)).toEqual({ staying: 'refused', stopping: 'gone', mute: 'silent' });
  });

  it('reads the status of another release, and is not kept from the others by what it cannot read', async () => {
    const server = await startNats();
    const stores = await storesOf(server);
    const counter = await deployMusic(stores, 'v2');
    const versions = [{ version: 'v2', state: 'active', shards: 3 }];
    const newer = {
      address: 'h:1',
      counter,
      versions: [...versions, { version: 'v3', state: 'hovering' }],
      load: 0.5,
    };
    await stores.putKey('nlu-status', 'music.newer', JSON.stringify(newer));
    await stores.putKey('nlu-status', 'music.broken', '{"versions"');
    const progress: ReplicaProgress[] = [];
    const followed = { domain: 'music', version: 'v2', digest: await digestOf(stores), counter };
    const options = { timeoutMs: 500, onProgress: (step: ReplicaProgress) => progress.push(step) };
    const outcomes = await followDeployment(stores, followed, options);
    expect(outcomesOf(outcomes)).toEqual({ newer: 'active', broken: 'silent' });
    expect(progress.find(({ state }) => state === 'unreadable')).toMatchObject({ instance: 'broken' });
    const instances = await liveInstances(stores, 'music');
    expect(instances.map(({ instance, problem }) => [instance, problem])).toEqual([
      ['broken', 'the value of music.broken is not one of ours: not JSON'],
      ['newer', undefined],
    ]);
  });

  it('ends at once without replicas', async () => {
    const stores = await storesOf(await startNats());
    const counter = await deployMusic(stores, 'v1');
    const followed = { domain: 'music', version: 'v1', digest: await digestOf(stores), counter };
    expect(await followDeployment(stores, followed, { timeoutMs, onProgress: () => {} })).toEqual(new Map());
  });
});
