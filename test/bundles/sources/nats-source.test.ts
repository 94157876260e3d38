import { appendFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../bundles/format/digest.js';
import { openBundle } from '../../../bundles/format/open.js';
import { ANY_SIGNER } from '../../../bundles/format/trust.js';
import { bundleFile } from '../../../bundles/sources/bundle-directory.js';
import { FollowedDeployment } from '../../../bundles/sources/followed-deployment.js';
import { NatsSource } from '../../../bundles/sources/nats/nats-source.js';
import { currentDeployment, deployAfter, storeBundle } from '../../../cli/release/publication/publication.js';
import { temporaryFolder } from '../../support/files.js';
import { sampleValue } from '../../support/metrics.js';
import { smallBundle } from '../../support/models/small-model.js';
import { deployMusic, natsMusic, statusOf } from '../../support/servers/nats-domain.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../../support/servers/nats-server.js';

const served = async ({ interpret }: Pick<Awaited<ReturnType<typeof natsMusic>>, 'interpret'>) =>
  (await interpret({ utterance: 'play' })).bundleVersion;

describe.skipIf(!hasNats)(`a service on NATS${NEEDS_NATS}`, () => {
  it('serves what is deployed before and after its start, and says so in status', async () => {
    const server = await startNats();
    const stores = await storesOf(server);
    const first = await deployMusic(stores, 'v1');
    const music = await natsMusic(server);
    expect(await music.domain.ready).toMatchObject({ version: 'v1', state: { reason: 'deployed by test' } });
    const second = await deployMusic(stores, 'v2', { weight: 2 });
    await expect.poll(() => served(music), { timeout: 10_000 }).toBe('v2');
    expect(second).toBe(first + 1);
    await expect
      .poll(() => statusOf(stores, 'v2'), { timeout: 10_000 })
      .toMatchObject({ state: 'active', reason: 'deployed by test' });
    expect(await statusOf(stores, 'v1')).toMatchObject({ state: 'retiring' });
    await music.stop();
    expect(await statusOf(stores, 'v2')).toBeUndefined();
  });

  it('waits for a first deployment, unready', async () => {
    const server = await startNats();
    const music = await natsMusic(server);
    await expect.poll(() => music.problems.join(), { timeout: 10_000 }).toContain('nothing was deployed yet');
    await expect(music.interpret({ utterance: 'play' })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await deployMusic(await storesOf(server), 'v1');
    await music.domain.ready;
    expect(await served(music)).toBe('v1');
  });

  it('refuses with its reason in status what is deployed and cannot be served', async () => {
    const server = await startNats();
    const stores = await storesOf(server);
    await deployMusic(stores, 'v1');
    const music = await natsMusic(server);
    await music.domain.ready;
    await deployMusic(stores, 'v2', { golden: Buffer.from('[]') });
    await expect
      .poll(() => statusOf(stores, 'v2'), { timeout: 10_000 })
      .toMatchObject({ state: 'refused', check: 'golden' });
    expect(await served(music)).toBe('v1');
    expect(await statusOf(stores, 'v1')).toMatchObject({ state: 'active' });
  });

  it('serves a version whose bundle is stored after its deployment is seen', async () => {
    const server = await startNats();
    const stores = await storesOf(server);
    await deployMusic(stores, 'v1');
    const music = await natsMusic(server);
    await music.domain.ready;
    const bytes = await smallBundle('v2');
    const { digest } = await openBundle(bytes, ANY_SIGNER);
    const note = { who: 'test', when: new Date().toISOString(), why: '' };
    const before = await currentDeployment(stores, 'music');
    await deployAfter(stores, 'music', before, { version: 'v2', digest, object: sha256(bytes), ...note });
    await expect
      .poll(() => statusOf(stores, 'v2'), { timeout: 10_000 })
      .toMatchObject({ state: 'fetching', reason: expect.stringMatching(/has no bundle music\/[0-9a-f]{64} yet/) });
    await storeBundle(stores, 'music', bytes);
    await expect.poll(() => served(music), { timeout: 10_000 }).toBe('v2');
    expect(music.events.join()).not.toContain('refused');
  });

  it('waits for a missing bundle no longer than its time', async () => {
    const stores = await storesOf(await startNats());
    const source = new NatsSource(stores, 'music', new FollowedDeployment('music', ANY_SIGNER), undefined, 50);
    const fetch = () => source.fetch({ version: 'v9' }, new AbortController().signal);
    await expect(fetch()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await setTimeout(60);
    await expect(fetch()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(fetch()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('catches up with a deployment that was made while it was cut off', async () => {
    const server = await startNats();
    await deployMusic(await storesOf(server), 'v1');
    const music = await natsMusic(server);
    await music.domain.ready;
    await server.kill();
    await expect.poll(() => music.problems.join(), { timeout: 10_000 }).toContain('the connection was lost');
    expect(await served(music)).toBe('v1');
    await server.restart();
    await deployMusic(await storesOf(server), 'v2');
    await expect.poll(() => served(music), { timeout: 5_000 }).toBe('v2');
  });

  it('tells by metrics whether it hears of deployments, and since when', async () => {
    const server = await startNats();
    await deployMusic(await storesOf(server), 'v1');
    const music = await natsMusic(server, {}, {}, { operations: { port: 0 } });
    await music.domain.ready;
    const scrape = async () => (await fetch(`http://127.0.0.1:${music.domain.operationsPort}/metrics`)).text();
    const labels = { service: 'music', domain: 'music' };
    expect(sampleValue(await scrape(), 'nlu_nats_connected', labels)).toBe(1);
    const heard = sampleValue(await scrape(), 'nlu_nats_heard_seconds', labels) ?? 0;
    expect(Math.abs(Date.now() / 1000 - heard)).toBeLessThan(60);
    await server.kill();
    await expect
      .poll(async () => sampleValue(await scrape(), 'nlu_nats_connected', labels), { timeout: 10_000 })
      .toBe(0);
    const last = sampleValue(await scrape(), 'nlu_nats_heard_seconds', labels);
    await server.restart();
    await expect
      .poll(async () => sampleValue(await scrape(), 'nlu_nats_connected', labels), { timeout: 10_000 })
      .toBe(1);
    await expect
      .poll(async () => sampleValue(await scrape(), 'nlu_nats_heard_seconds', labels), { timeout: 10_000 })
      .toBeGreaterThan(last ?? 0);
  });

  describe('with a cache', () => {
    async function startedOnce() {
      const cache = temporaryFolder();
      const server = await startNats();
      const stores = await storesOf(server);
      await deployMusic(stores, 'v1');
      const music = await natsMusic(server, { cache });
      await music.domain.ready;
      await expect
        .poll(() => readdir(cache), { timeout: 10_000 })
        .toEqual(['active.json', 'deployment.json', 'v1.bundle']);
      return { cache, server, stores, music };
    }

    it('starts and serves while NATS is down', async () => {
      const { cache, server, music } = await startedOnce();
      await music.stop();
      await server.kill();
      const again = await natsMusic(server, { cache });
      expect(await again.domain.ready).toMatchObject({ version: 'v1' });
      expect(again.reports[0]!.state.name).toBe('fetching');
      expect(await served(again)).toBe('v1');
      await server.restart();
      await deployMusic(await storesOf(server), 'v2');
      await expect.poll(() => served(again), { timeout: 5_000 }).toBe('v2');
    });

    it('fetches anew what is no longer what was written', async () => {
      const { cache, server, music } = await startedOnce();
      await music.stop();
      await appendFile(bundleFile(cache, 'v1'), 'x');
      const again = await natsMusic(server, { cache });
      await again.domain.ready;
      expect(again.events).toContain('v1 active');
      expect(again.events.join()).not.toContain('refused');
    });

    it('keeps the active version and the one before, and nothing that a killed writer left', async () => {
      const { cache, stores, music } = await startedOnce();
      await writeFile(join(cache, 'v9.bundle.123456'), 'half');
      for (const version of ['v2', 'v3']) {
        await deployMusic(stores, version);
        await expect.poll(() => served(music), { timeout: 10_000 }).toBe(version);
      }
      await expect
        .poll(() => readdir(cache), { timeout: 10_000 })
        .toEqual(['active.json', 'deployment.json', 'v2.bundle', 'v3.bundle']);
    });

    it('serves all the same when it cannot write there, and says so', async () => {
      const server = await startNats();
      const stores = await storesOf(server);
      await deployMusic(stores, 'v1');
      const inTheWay = join(temporaryFolder(), 'file');
      await writeFile(inTheWay, '');
      const music = await natsMusic(server, { cache: join(inTheWay, 'cache') });
      await music.domain.ready;
      await expect
        .poll(async () => (await statusOf(stores, 'v1'))?.reason, { timeout: 10_000 })
        .toMatch(/not kept .*ENOTDIR/);
      expect(await served(music)).toBe('v1');
    });

    it('follows a rollback', async () => {
      const { cache, server, stores, music } = await startedOnce();
      await deployMusic(stores, 'v2');
      await expect.poll(() => served(music), { timeout: 10_000 }).toBe('v2');
      await deployMusic(stores, 'v1');
      await expect.poll(() => served(music), { timeout: 10_000 }).toBe('v1');
      await music.stop();
      await server.kill();
      await mkdir(cache, { recursive: true });
      expect(await (await natsMusic(server, { cache })).domain.ready).toMatchObject({ version: 'v1' });
    });
  });
});
