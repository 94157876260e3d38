import { appendFile, mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../bundles/format/digest.js';
import { readActive, writeActiveBundle } from '../../../bundles/sources/bundle-directory.js';
import { adoptCache } from '../../../bundles/sources/neighbouring-caches.js';
import { temporaryFolder } from '../../support/files.js';
import { deployMusic, natsMusic } from '../../support/servers/nats-domain.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../../support/servers/nats-server.js';

/** A cache with a bundle of a version, kept so many minutes ago. */
async function cacheOf(folder: string, version: string, minutesAgo: number): Promise<string> {
  const bytes = Buffer.from(version);
  await writeActiveBundle(folder, { version, sha256: sha256(bytes) }, bytes);
  const then = new Date(Date.now() - minutesAgo * 60_000);
  await utimes(join(folder, 'active.json'), then, then);
  return folder;
}

describe('an empty cache', () => {
  it('takes over the newest whole one beside it, with all that lies there', async () => {
    const caches = temporaryFolder();
    await cacheOf(join(caches, 'old'), 'v1', 3);
    await writeFile(join(await cacheOf(join(caches, 'newer'), 'v2', 2), 'further.json'), '{}');
    await appendFile(join(await cacheOf(join(caches, 'broken'), 'v3', 1), 'v3.bundle'), 'x');
    await mkdir(join(caches, 'empty'));
    const own = join(caches, 'own');
    expect(await adoptCache(own, caches)).toBe('newer');
    expect((await readdir(own)).sort()).toEqual(['active.json', 'further.json', 'v2.bundle']);
    expect(await readActive(own)).toMatchObject({ version: 'v2' });
  });

  it('keeps what else lies in its own folder', async () => {
    const caches = temporaryFolder();
    await writeFile(join(await cacheOf(join(caches, 'other'), 'v2', 2), 'record.json'), 'earlier');
    const own = join(caches, 'own');
    await mkdir(own);
    await writeFile(join(own, 'record.json'), 'later');
    expect(await adoptCache(own, caches)).toBe('other');
    expect(await readFile(join(own, 'record.json'), 'utf8')).toBe('later');
    expect(await readActive(own)).toMatchObject({ version: 'v2' });
  });

  it('stays empty where there is none, or no such folder', async () => {
    const caches = temporaryFolder();
    expect(await adoptCache(join(caches, 'own'), caches)).toBeUndefined();
    expect(await adoptCache(join(caches, 'own'), join(caches, 'nowhere'))).toBeUndefined();
    expect(await readdir(caches)).toEqual([]);
  });
});

it('a cache in use stays, and only the newest of the others are kept', async () => {
  const caches = temporaryFolder();
  const own = await cacheOf(join(caches, 'own'), 'mine', 1000);
  for (let age = 1; age <= 20; age += 1) await cacheOf(join(caches, `gone-${age}`), `v${age}`, age);
  expect(await adoptCache(own, caches)).toBeUndefined();
  expect(await readActive(own)).toMatchObject({ version: 'mine' });
  const left = Array.from({ length: 16 }, (_, index) => `gone-${index + 1}`);
  expect((await readdir(caches)).sort()).toEqual([...left, 'own'].sort());
});

it.runIf(hasNats)(`a new process serves while NATS is away${NEEDS_NATS}`, async () => {
  const caches = temporaryFolder();
  const server = await startNats();
  await deployMusic(await storesOf(server), 'v1');
  const first = await natsMusic(server, { cache: join(caches, 'one'), caches });
  await first.domain.ready;
  await expect.poll(() => readdir(join(caches, 'one')), { timeout: 10_000 }).toContain('active.json');
  await server.kill();
  const second = await natsMusic(server, { cache: join(caches, 'two'), caches, instance: 'two' });
  expect(await second.domain.ready).toMatchObject({ version: 'v1' });
  expect((await second.interpret({ utterance: 'play' })).bundleVersion).toBe('v1');
});
