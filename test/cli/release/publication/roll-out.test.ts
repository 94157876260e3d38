import { createPrivateKey, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openBundle } from '../../../../bundles/format/open.js';
import { signBundle } from '../../../../bundles/format/pack.js';
import { generateKeys } from '../../../../bundles/format/signature.js';
import { ANY_SIGNER } from '../../../../bundles/format/trust.js';
import type { NatsStores } from '../../../../bundles/sources/nats/nats-stores.js';
import { candidateKey } from '../../../../bundles/sources/stored-value.js';
import type { RolloutOptions } from '../../../../cli/release/publication/candidate.js';
import { liveInstances } from '../../../../cli/release/publication/instances.js';
import {
  currentDeployment,
  deployAfter,
  deploymentHistory,
  storeBundle,
} from '../../../../cli/release/publication/publication.js';
import { rollOut } from '../../../../cli/release/publication/roll-out.js';
import { standingOf, trustOfDeployer } from '../../../../cli/release/publication/standing.js';
import { temporaryFolder } from '../../../support/files.js';
import { type SmallOptions, smallBundle } from '../../../support/models/small-model.js';
import { deployBytes, deployMusic, natsMusic, statusOf } from '../../../support/servers/nats-domain.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../../../support/servers/nats-server.js';

const keys = generateKeys();
const key = createPrivateKey(keys.privateKey);
const trusting = { trust: { publicKeys: [keys.publicKey], allowUnsigned: false } };

type Music = Awaited<ReturnType<typeof natsMusic>>;
const served = async ({ interpret }: Pick<Music, 'interpret'>) =>
  (await interpret({ utterance: 'play' })).bundleVersion;

/** What `deploy` does once the gates are passed. */
async function roll(
  stores: NatsStores,
  bytes: Uint8Array,
  options: Partial<RolloutOptions> & { signWith?: KeyObject } = {},
) {
  const { signWith, ...rest } = options;
  const { before, counter } = await standingOf(stores, 'music', trustOfDeployer(signWith));
  const { manifest, digest } = await openBundle(bytes, ANY_SIGNER);
  const object = await storeBundle(stores, 'music', bytes);
  const note = { version: manifest.version, digest, object, who: 'ann', when: new Date().toISOString(), why: '' };
  const place = { counter: counter + 1, signWith };
  return rollOut(stores, 'music', before, note, place, { timeoutMs: 5_000, ...rest });
}

async function stackOf(instances: readonly string[], settings: object = {}, signWith?: KeyObject) {
  const server = await startNats();
  const stores = await storesOf(server);
  const first = await smallBundle('v1');
  await deployBytes(stores, 'v1', signWith ? signBundle(first, signWith) : first, { signWith });
  const replicas = [];
  for (const instance of instances) replicas.push(await natsMusic(server, { instance }, {}, settings));
  for (const { domain } of replicas) await domain.ready;
  await expect.poll(() => liveInstances(stores, 'music'), { timeout: 10_000 }).toHaveLength(instances.length);
  return { server, stores, replicas };
}

const signed = async (version: string, options: SmallOptions = {}) =>
  signBundle(await smallBundle(version, options), key);

describe.skipIf(!hasNats)(`a rollout${NEEDS_NATS}`, { timeout: 30_000 }, () => {
  it('moves the pointer once every replica holds the candidate warm, and ends when all serve it', async () => {
    const { stores, replicas } = await stackOf(['one', 'two']);
    const steps: string[] = [];
    const onProgress = ({ instance, state }: { instance: string; state: string }) => steps.push(`${instance} ${state}`);
    const result = await roll(stores, await smallBundle('v2'), { onProgress });
    expect(result).toMatchObject({ isServed: true, replicas: { one: 'active', two: 'active' } });
    expect(await Promise.all(replicas.map(served))).toEqual(['v2', 'v2']);
    const lastWarm = Math.max(steps.indexOf('one warm'), steps.indexOf('two warm'));
    expect(lastWarm).toBeGreaterThan(0);
    expect(Math.min(steps.indexOf('one active'), steps.indexOf('two active'))).toBeGreaterThan(lastWarm);
    expect(await stores.getKey('nlu-deployments', candidateKey('music'))).toMatchObject({ text: undefined });
    for (const { events } of replicas) {
      expect(events.filter((event) => event === 'v2 fetching')).toHaveLength(1);
      expect(events.indexOf('v2 warming')).toBeLessThan(events.indexOf('v2 active'));
    }
  });

  it('of what every replica refuses changes nothing, and the version is still free', async () => {
    const { server, stores, replicas } = await stackOf(['one'], trusting, key);
    const [music] = replicas as [Music];
    await expect(roll(stores, await smallBundle('v2'))).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringMatching(
        /^music\/v2 was not deployed: of 1 live replicas 0 hold it warm, and all are asked for.*\n {2}music\.one {2}refused {2}the deployment record of music is unsigned; deploy it again with --sign-with/,
      ),
    });
    // The record is signed, and the bundle is not.
    await expect(roll(stores, await smallBundle('v2'), { signWith: key })).rejects.toThrow(
      /music\.one {2}refused {2}signature check: the bundle is unsigned/,
    );
    expect((await currentDeployment(stores, 'music')).deployment).toMatchObject({ version: 'v1', counter: 1 });
    expect(await served(music)).toBe('v1');
    const late = await natsMusic(server, { instance: 'late' }, {}, trusting);
    await late.domain.ready;
    expect(await served(late)).toBe('v1');
    expect(await roll(stores, await signed('v2'), { signWith: key })).toMatchObject({
      isServed: true,
      replicas: { late: 'active', one: 'active' },
      deployed: { counter: 2 },
    });
    expect(await served(late)).toBe('v2');
  });

  it('needs a live replica, or to be told that none is needed', async () => {
    const stores = await storesOf(await startNats());
    const bytes = await smallBundle('v1');
    await expect(roll(stores, bytes)).rejects.toThrow(
      'no live replica of music; nothing was deployed: start one, or deploy for those to come with --quorum 0',
    );
    expect(await deploymentHistory(stores, 'music')).toEqual([]);
    expect(await roll(stores, bytes, { quorum: 0 })).toMatchObject({ isServed: true, replicas: {} });
    expect((await currentDeployment(stores, 'music')).deployment?.version).toBe('v1');
  });

  it('needs as many replicas as it was told, of which others may be silent', async () => {
    const { stores, replicas } = await stackOf(['one']);
    const mute = JSON.stringify({ address: '', counter: 1, versions: [] });
    await stores.putKey('nlu-status', 'music.mute', mute);
    await expect(roll(stores, await smallBundle('v2'), { timeoutMs: 1_500 })).rejects.toThrow(
      /of 2 live replicas 1 hold it warm, and all are asked for.*\n {2}music\.mute {2}silent/,
    );
    await expect(roll(stores, await smallBundle('v2'), { quorum: 2, timeoutMs: 1_500 })).rejects.toThrow(
      /2 are needed/,
    );
    expect(await served(replicas[0]!)).toBe('v1');
    const begun = performance.now();
    expect(await roll(stores, await smallBundle('v2'), { quorum: 1, timeoutMs: 20_000 })).toMatchObject({
      isServed: true,
    });
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect(await served(replicas[0]!)).toBe('v2');
  });

  it('gives way to a rival’s candidate, by name', async () => {
    const { stores } = await stackOf(['one']);
    await stores.putKey('nlu-status', 'music.mute', JSON.stringify({ address: '', counter: 1, versions: [] }));
    const rolling = roll(stores, await smallBundle('v2'));
    await expect
      .poll(() => stores.getKey('nlu-deployments', candidateKey('music')), { timeout: 10_000 })
      .toMatchObject({ text: expect.any(String) });
    await stores.putKey('nlu-deployments', candidateKey('music'), '{"version":"theirs"}');
    await expect(rolling).rejects.toThrow(/another deployer named a candidate meanwhile; nothing was deployed/);
    expect((await currentDeployment(stores, 'music')).deployment?.version).toBe('v1');
  });

  it('after the store was emptied goes on from what the replicas follow, and they serve it', async () => {
    const { server, stores, replicas } = await stackOf(['one']);
    for (const version of ['v2', 'v3']) await roll(stores, await smallBundle(version));
    await server.empty();
    const again = await storesOf(server);
    await expect.poll(() => liveInstances(again, 'music'), { timeout: 10_000 }).toHaveLength(1);
    expect(await roll(again, await smallBundle('v4'))).toMatchObject({
      isServed: true,
      deployed: { counter: 4 },
      replicas: { one: 'active' },
    });
    expect(await served(replicas[0]!)).toBe('v4');
  });

  it('does not say that it is served while a replica is ahead of it', async () => {
    const { stores, replicas } = await stackOf(['one']);
    await deployMusic(stores, 'v2');
    await expect.poll(() => served(replicas[0]!), { timeout: 10_000 }).toBe('v2');
    const { before } = await standingOf(stores, 'music', trustOfDeployer(undefined));
    const bytes = await smallBundle('v3');
    const { digest } = await openBundle(bytes, ANY_SIGNER);
    const object = await storeBundle(stores, 'music', bytes);
    const note = { version: 'v3', digest, object, who: 'ann', when: new Date().toISOString(), why: '' };
    await expect(rollOut(stores, 'music', before, note, { counter: 2 }, { timeoutMs: 3_000 })).rejects.toThrow(
      /music\.one {2}superseded {2}it follows number 2/,
    );
    expect(await served(replicas[0]!)).toBe('v2');
  });

  it('keeps a candidate in the cache once it is active, without fetching it again', async () => {
    const server = await startNats();
    const stores = await storesOf(server);
    await deployMusic(stores, 'v1');
    const cache = temporaryFolder();
    const music = await natsMusic(server, { cache });
    await music.domain.ready;
    await roll(stores, await smallBundle('v2'));
    await music.stop();
    await server.kill();
    expect(await (await natsMusic(server, { cache })).domain.ready).toMatchObject({ version: 'v2' });
  });
});

describe.skipIf(!hasNats)(`a replica that starts on what it cannot serve${NEEDS_NATS}`, { timeout: 45_000 }, () => {
  it('falls back to the latest earlier version that passes, and says so', async () => {
    const server = await startNats();
    const stores = await storesOf(server);
    for (const version of ['v1', 'v2']) await deployMusic(stores, version);
    const bad = { golden: Buffer.from('[]') };
    for (const version of ['v3', 'v4']) await deployMusic(stores, version, bad);
    const music = await natsMusic(server);
    expect(await music.domain.ready).toMatchObject({
      version: 'v2',
      state: { reason: expect.stringContaining('is refused here; number 2, deployed by test') },
    });
    expect(await served(music)).toBe('v2');
    await expect.poll(() => statusOf(stores, 'v4'), { timeout: 10_000 }).toMatchObject({ state: 'refused' });
    await deployMusic(stores, 'v5');
    await expect.poll(() => served(music), { timeout: 10_000 }).toBe('v5');
  });

  it('falls back too when the file of its deployment is gone', async () => {
    const server = await startNats();
    const stores = await storesOf(server);
    await deployMusic(stores, 'v1');
    const { deployment, ...before } = await currentDeployment(stores, 'music');
    const { digest } = await openBundle(await smallBundle('v2'), ANY_SIGNER);
    const note = { version: 'v2', digest, object: 'f'.repeat(64), who: 'ann', when: new Date().toISOString(), why: '' };
    await deployAfter(stores, 'music', { ...before, deployment }, note);
    const music = await natsMusic(server);
    expect(await music.domain.ready).toMatchObject({ version: 'v1' });
    expect(await statusOf(stores, 'v2')).toMatchObject({ state: 'refused', check: 'fetch' });
  });

  it('serves the latest deployment that can be read when its key holds garbage, or what is not signed', async () => {
    const server = await startNats();
    const stores = await storesOf(server);
    await deployBytes(stores, 'v1', await signed('v1'), { signWith: key });
    await deployBytes(stores, 'v2', await signed('v2'));
    await stores.putKey('nlu-deployments', 'music', 'not json');
    const music = await natsMusic(server, {}, {}, trusting);
    await music.domain.ready;
    expect(await served(music)).toBe('v1');
    expect(music.problems.join('\n')).toContain('the value of music is not one of ours: not JSON');
    await expect(roll(stores, await signed('v3'), { signWith: key })).resolves.toMatchObject({ isServed: true });
    expect(await served(music)).toBe('v3');
  });
});
