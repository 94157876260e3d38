import { copyFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bundleFile, writeActive, writeActiveBundle } from '../../../bundles/sources/bundle-directory.js';
import { DirectorySource } from '../../../bundles/sources/directory-source.js';
import { temporaryFolder } from '../../support/files.js';
import { startManager } from '../../support/models/domain-manager.js';
import { type SmallOptions, smallBundle } from '../../support/models/small-model.js';

async function deploy(directory: string, version: string, options: SmallOptions = {}): Promise<void> {
  await writeActiveBundle(directory, { version }, await smallBundle(version, options));
}

async function startWith(version: string) {
  const directory = temporaryFolder();
  await deploy(directory, version, { weight: 1 });
  const started = await startManager(new DirectorySource(directory));
  await started.reached(version, 'active');
  return { directory, ...started };
}

it('takes the first version through every stage', async () => {
  const { events, manager } = await startWith('v1');
  expect(events).toEqual(['v1 fetching', 'v1 verifying', 'v1 warming', 'v1 warming', 'v1 active']);
  const lease = manager.lease();
  expect(lease.manifest.version).toBe('v1');
  lease.end();
});

it('ends a request on the version that it began on, and releases that version after it', async () => {
  const { directory, manager, reached, stateOf } = await startWith('v1');
  const lease = manager.lease();
  const before = await lease.servable.interpret('play something');
  for (const [version, weight] of [
    ['v2', 2],
    ['v3', 3],
  ] as const) {
    await deploy(directory, version, { weight });
    await reached(version, 'active');
  }
  expect(stateOf('v1')).toMatchObject({ name: 'retiring', kept: false });
  expect(await lease.servable.interpret('play something')).toEqual(before);
  const now = manager.lease();
  expect(await now.servable.interpret('play something')).not.toEqual(before);
  now.end();
  lease.end();
  await reached('v1', 'retired');
});

it('keeps the last two loaded for pins, and no more', async () => {
  const { directory, manager, reached } = await startWith('v1');
  for (const version of ['v2', 'v3']) {
    await deploy(directory, version);
    await reached(version, 'active');
  }
  await reached('v1', 'retired');
  for (const version of ['v2', 'v3']) {
    const lease = manager.lease(version);
    expect(lease.manifest.version).toBe(version);
    lease.end();
  }
  expect(() => manager.lease('v1')).toThrow(
    expect.objectContaining({ code: 'FAILED_PRECONDITION', message: 'version: v1 is not loaded; loaded: v2, v3' }),
  );
});

it('rolls back to a kept version without loading it again', async () => {
  const { directory, reached, events, manager, stateOf } = await startWith('v1');
  await deploy(directory, 'v2', { weight: 2 });
  await reached('v2', 'active');
  events.length = 0;
  await writeActive(directory, { version: 'v1' });
  await reached('v1', 'active');
  expect(events).toEqual(['v1 active', 'v2 retiring']);
  expect(stateOf('v2')).toMatchObject({ kept: true, reason: 'superseded by v1' });
  const lease = manager.lease();
  expect(lease.manifest.version).toBe('v1');
  lease.end();
});

it('reports a refused bundle, serves the old one, and loads the mended one', async () => {
  const { directory, reached, manager, stateOf } = await startWith('v1');
  await writeFile(join(directory, 'v2.tmp'), (await smallBundle('v2')).subarray(0, 500));
  await rename(join(directory, 'v2.tmp'), bundleFile(directory, 'v2'));
  await writeActive(directory, { version: 'v2' });
  await reached('v2', 'refused');
  expect(stateOf('v2')).toMatchObject({ check: 'size', reason: expect.stringContaining('truncated') });
  const lease = manager.lease();
  expect(lease.manifest.version).toBe('v1');
  lease.end();
  await deploy(directory, 'v2');
  await reached('v2', 'active');
});

it('refuses a bundle that is not there, and a second one under a loaded name', async () => {
  const { directory, reached, stateOf, until } = await startWith('v1');
  await writeActive(directory, { version: 'v9' });
  await reached('v9', 'refused');
  expect(stateOf('v9')).toMatchObject({ check: 'fetch', reason: expect.stringContaining('v9.bundle is not there') });
  await writeActive(directory, { version: 'v1', digest: 'f'.repeat(64) });
  await until(() => stateOf('v1')?.reason.includes('deployed under its name') ?? false);
  expect(stateOf('v1')?.name).toBe('active');
});

it('says what is wrong with active.json and goes on serving', async () => {
  const { directory, until, problems, stateOf } = await startWith('v1');
  await writeFile(join(directory, 'active.json'), '{"version": "../v2"}');
  await until(() => problems.length > 0);
  expect(problems[0]).toMatch(/active\.json/);
  expect(stateOf('v1')?.name).toBe('active');
});

it('loads the last of fifty deploys in a burst, and half-loads none', async () => {
  const { directory, reached, events, manager } = await startWith('v1');
  const bytes = await smallBundle('v2');
  await writeFile(bundleFile(directory, 'v2'), bytes);
  const last = await smallBundle('v50', { weight: 3 });
  await writeFile(bundleFile(directory, 'v50'), last);
  for (let index = 0; index < 49; index += 1) await writeActive(directory, { version: index % 2 === 0 ? 'v2' : 'v1' });
  await writeActive(directory, { version: 'v50' });
  await reached('v50', 'active');
  const actives = events.filter((event) => event.endsWith(' active'));
  expect(actives.at(-1)).toBe('v50 active');
  const lease = manager.lease();
  expect((await lease.servable.interpret('play')).inDomain).toBeCloseTo(1 / (1 + Math.exp(-1.2)), 5);
  lease.end();
});

it('never reads a file under another name than a finished one has', async () => {
  const { directory, events } = await startWith('v1');
  events.length = 0;
  await copyFile(bundleFile(directory, 'v1'), join(directory, 'v2.bundle.part'));
  await deploy(directory, 'v3');
  await expect.poll(() => events.at(-1)).toBe('v1 retiring');
  expect(events.some((event) => event.startsWith('v2'))).toBe(false);
});

it('gives no lease before the first version and after closing', async () => {
  const directory = temporaryFolder();
  const { manager, problems } = await startManager(new DirectorySource(directory));
  expect(problems[0]).toMatch(/active\.json cannot be read/);
  expect(() => manager.lease()).toThrow(expect.objectContaining({ code: 'UNAVAILABLE' }));
  const { manager: running } = await startWith('v1');
  const lease = running.lease();
  const closed = running.close();
  expect(() => running.lease()).toThrow(expect.objectContaining({ code: 'UNAVAILABLE' }));
  await lease.servable.interpret('the last word');
  lease.end();
  await closed;
});
