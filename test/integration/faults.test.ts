import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { canonicalJson } from '../../bundles/format/canonical-json.js';
import { manifestDigest, sha256 } from '../../bundles/format/digest.js';
import type { Envelope } from '../../bundles/format/envelope.js';
import { joinFrame, splitFrame } from '../../bundles/format/frame.js';
import { DEFAULT_LIMITS } from '../../bundles/format/limits.js';
import { openBundle } from '../../bundles/format/open.js';
import { signBundle } from '../../bundles/format/pack.js';
import { generateKeys, signBytes } from '../../bundles/format/signature.js';
import { ANY_SIGNER } from '../../bundles/format/trust.js';
import type { NatsStores } from '../../bundles/sources/nats/nats-stores.js';
import { currentDeployment, deployAfter, storeBundle } from '../../cli/release/publication/publication.js';
import { temporaryFolder } from '../support/files.js';
import { type SmallOptions, smallBundle, throwingGraph } from '../support/models/small-model.js';
import { deployBytes, natsMusic, statusOf } from '../support/servers/nats-domain.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../support/servers/nats-server.js';
import { steadyLoad } from '../support/servers/steady-load.js';

const keys = generateKeys();
const key = createPrivateKey(keys.privateKey);
const trust = { publicKeys: [keys.publicKey], allowUnsigned: false };
const signed = async (version: string, options: SmallOptions = {}) =>
  signBundle(await smallBundle(version, options), key);

/** Deploys bytes by a record that is signed as it must be, whatever the bytes are. */
const deploySigned = (stores: NatsStores, version: string, bytes: Uint8Array) =>
  deployBytes(stores, version, bytes, { signWith: key });

/** A music service under load that serves the signed v1. */
async function serving(nats: object = {}) {
  const server = await startNats();
  const stores = await storesOf(server);
  await deploySigned(stores, 'v1', await signed('v1'));
  const music = await natsMusic(server, nats, {}, { trust });
  await music.domain.ready;
  return { server, stores, music, stop: steadyLoad(music.interpret) };
}

/** A signed bundle whose manifest was edited by hand, with a digest that fits. */
async function forged(edit: (manifest: Record<string, unknown>) => void, body?: Uint8Array): Promise<Uint8Array> {
  const frame = splitFrame(await signed('v2'), DEFAULT_LIMITS);
  const manifest = JSON.parse(Buffer.from(frame.manifest).toString());
  edit(manifest);
  manifest.digest = manifestDigest(manifest as unknown as Envelope);
  const bytes = Buffer.from(canonicalJson(manifest));
  return joinFrame({ manifest: bytes, signature: signBytes(bytes, key), body: body ?? frame.body });
}

function bomb(): Promise<Uint8Array> {
  const body = brotliCompressSync(Buffer.alloc(40 * 1024 * 1024));
  const stored = { storedSize: body.length, storedSha256: sha256(body) };
  const part = { name: 'golden.json', size: 1000, sha256: 'b'.repeat(64), ...stored };
  return forged((manifest) => Object.assign(manifest, { parts: [part] }), body);
}

function flipped(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes);
  copy[copy.length - 20] ^= 4;
  return copy;
}

const zero = Buffer.from(JSON.stringify([{ utterance: 'play', interpretation: { hypotheses: [], inDomain: 0 } }]));

describe.skipIf(!hasNats)(`a deployment of a bad bundle${NEEDS_NATS}`, () => {
  it.each<[string, () => Promise<Uint8Array>, string]>([
    ['truncated', async () => (await signed('v2')).subarray(0, 700), 'size'],
    ['bit-flipped', async () => flipped(await signed('v2')), 'digest'],
    ['unsigned', () => smallBundle('v2'), 'signature'],
    [
      'wrongly signed',
      async () => signBundle(await smallBundle('v2'), createPrivateKey(generateKeys().privateKey)),
      'signature',
    ],
    ['of another domain', () => signed('v2', { manifest: { domain: 'books' } }), 'manifest'],
    ['of another schema', () => signed('v2', { manifest: { schema: { Juggle: [] } } }), 'manifest'],
    ['of an older contract', () => forged((manifest) => Object.assign(manifest, { proto: 'nlu.v0' })), 'manifest'],
    ['with a NaN weight', () => signed('v2', { weight: Number.NaN, golden: zero }), 'graph'],
    ['oversized', async () => Buffer.alloc(DEFAULT_LIMITS.fileBytes + 1), 'size'],
    ['a bomb', bomb, 'size'],
    ['that loads and then throws', () => signed('v2', { graph: throwingGraph() }), 'warm-up'],
    ['that answers its golden utterances otherwise', () => signed('v2', { golden: zero }), 'golden'],
  ])('%s costs nothing: the old weights serve, and status has the reason', async (_what, bad, check) => {
    const { stores, music, stop } = await serving();
    await deploySigned(stores, 'v2', await bad());
    await expect.poll(async () => (await statusOf(stores, 'v2'))?.state, { timeout: 10_000 }).toBe('refused');
    expect(await statusOf(stores, 'v2')).toMatchObject({ check, reason: expect.stringMatching(/./) });
    expect(await stop()).toMatchObject({ failures: [], mixed: [], versions: ['v1'] });
    // The way back is open: the next good one is served.
    await deploySigned(stores, 'v3', await signed('v3'));
    await expect
      .poll(async () => (await music.interpret({ utterance: 'play' })).bundleVersion, { timeout: 10_000 })
      .toBe('v3');
  });
});

describe.skipIf(!hasNats)(`NATS killed and restarted${NEEDS_NATS}`, () => {
  const arrives = async (music: Awaited<ReturnType<typeof natsMusic>>, version: string) =>
    expect
      .poll(async () => (await music.interpret({ utterance: 'play' })).bundleVersion, { timeout: 20_000 })
      .toBe(version);

  it('before a deploy', async () => {
    const { server, stores, music, stop } = await serving();
    await server.kill();
    await server.restart();
    await deploySigned(stores, 'v2', await signed('v2'));
    await arrives(music, 'v2');
    expect(await stop()).toMatchObject({ failures: [], mixed: [], versions: ['v1', 'v2'] });
  });

  it('while a bundle is fetched', async () => {
    const { server, stores, music, stop } = await serving();
    const ballast = Uint8Array.from({ length: 4_000_000 }, (_, index) => (index * 7919) >>> 3);
    await deploySigned(stores, 'v2', await signed('v2', { ballast }));
    await expect.poll(() => music.events, { interval: 1 }).toContain('v2 fetching');
    await server.kill();
    await setTimeout(300);
    await server.restart();
    await arrives(music, 'v2');
    expect(await stop()).toMatchObject({ failures: [], mixed: [], versions: ['v1', 'v2'] });
  });

  it('after a deploy', async () => {
    const { server, stores, music, stop } = await serving();
    await deploySigned(stores, 'v2', await signed('v2'));
    await arrives(music, 'v2');
    await server.kill();
    await setTimeout(200);
    await server.restart();
    await expect
      .poll(() => statusOf(stores, 'v2').catch(() => undefined), { timeout: 10_000 })
      .toMatchObject({ state: 'active' });
    expect(await stop()).toMatchObject({ failures: [], mixed: [], versions: ['v1', 'v2'] });
  });

  it('with a deploy made while the service was cut off', async () => {
    const { server, stores, music, stop } = await serving();
    await server.kill();
    const deployed = signed('v2').then((bytes) => deploySigned(stores, 'v2', bytes));
    await setTimeout(300);
    await server.restart();
    await deployed;
    await arrives(music, 'v2');
    expect(await stop()).toMatchObject({ failures: [], mixed: [], versions: ['v1', 'v2'] });
  });
});

describe.skipIf(!hasNats)(`the rest of what can go wrong${NEEDS_NATS}`, () => {
  it('a full disk under the cache: served all the same, with the reason', async (context) => {
    const cache = join(temporaryFolder(), 'full');
    mkdirSync(cache);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', cache], { stdio: 'ignore' });
    } catch {
      context.skip('a file system of 4 kB cannot be mounted here (needs root)');
    }
    onTestFinished(() => void execFileSync('umount', ['-l', cache]));
    const { stores, stop } = await serving({ cache });
    await expect.poll(async () => (await statusOf(stores, 'v1'))?.reason).toMatch(/not kept .*ENOSPC/);
    expect(await stop()).toMatchObject({ failures: [], versions: ['v1'] });
  });

  it('fifty deploys in a second: the last one wins, and none is half-loaded', async () => {
    const { stores, music, stop } = await serving();
    const bundles = await Promise.all(
      Array.from({ length: 50 }, (_, index) => signed(`w${index}`, { weight: 1 + index / 10 })),
    );
    const begun = performance.now();
    for (const [index, bytes] of bundles.entries()) await deploySigned(stores, `w${index}`, bytes);
    expect(performance.now() - begun).toBeLessThan(5_000);
    await expect
      .poll(async () => (await music.interpret({ utterance: 'play' })).bundleVersion, { timeout: 10_000 })
      .toBe('w49');
    const { failures, mixed, versions } = await stop();
    expect({ failures, mixed }).toEqual({ failures: [], mixed: [] });
    expect(versions.at(-1)).toBe('w49');
    const actives = music.events.filter((event) => event.endsWith(' active')).map((event) => event.split(' ')[0]);
    expect(actives).toEqual([...new Set(actives)]);
    expect((await statusOf(stores, 'w49'))?.state).toBe('active');
  });

  it('two deployers at once: one wins, the other is told, and the service serves the winner', async () => {
    const { server, stores, music, stop } = await serving();
    const other = await storesOf(server);
    const before = await currentDeployment(stores, 'music');
    const racing = [stores, other].map(async (deployer, index) => {
      const version = `r${index}`;
      const bytes = await signed(version, { weight: 2 + index });
      const { digest } = await openBundle(bytes, ANY_SIGNER);
      const object = await storeBundle(deployer, 'music', bytes);
      const note = { who: version, when: new Date().toISOString(), why: '' };
      await deployAfter(deployer, 'music', before, { version, digest, object, ...note }, { signWith: key });
      return version;
    });
    const outcomes = await Promise.allSettled(racing);
    const won = outcomes.findIndex(({ status }) => status === 'fulfilled');
    expect(outcomes[1 - won]).toMatchObject({
      reason: { message: `music: r${won} deployed r${won} meanwhile; nothing was changed` },
    });
    await expect.poll(async () => (await statusOf(stores, `r${won}`))?.state, { timeout: 10_000 }).toBe('active');
    expect((await music.interpret({ utterance: 'play' })).bundleVersion).toBe(`r${won}`);
    expect(await statusOf(stores, `r${1 - won}`)).toBeUndefined();
    expect(await stop()).toMatchObject({ failures: [], mixed: [], versions: ['v1', `r${won}`] });
  });

  it('a clock that goes backwards: the order is that of the counters', async () => {
    const { stores, music, stop } = await serving();
    const before = await currentDeployment(stores, 'music');
    await deploySigned(stores, 'v2', await signed('v2', { weight: 2 }));
    const { deployment } = await currentDeployment(stores, 'music');
    const now = await currentDeployment(stores, 'music');
    const { domain: _d, counter: _c, stage: _s, ...first } = before.deployment!;
    const again = { ...first, when: '1970-01-01T00:00:00.000Z', who: 'a deployer of long ago' };
    await deployAfter(stores, 'music', now, again, { signWith: key });
    await expect
      .poll(async () => (await statusOf(stores, 'v1'))?.reason, { timeout: 10_000 })
      .toBe('deployed by a deployer of long ago');
    expect((await music.interpret({ utterance: 'play' })).bundleVersion).toBe('v1');
    expect(deployment?.version).toBe('v2');
    expect(await stop()).toMatchObject({ failures: [], mixed: [] });
  });
});
