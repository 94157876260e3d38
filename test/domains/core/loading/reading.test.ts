import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bundleFile, readActive, writeActiveBundle } from '../../../../bundles/sources/bundle-directory.js';
import { sourceConfigSchema } from '../../../../bundles/sources/source-config.js';
import { storeBundle } from '../../../../cli/release/publication/publication.js';
import { BundleThread } from '../../../../domains/core/loading/bundle-thread.js';
import { temporaryFolder } from '../../../support/files.js';
import { MUSIC_SCHEMA } from '../../../support/models/domain-manager.js';
import { smallBundle } from '../../../support/models/small-model.js';
import { deployMusic, natsMusic } from '../../../support/servers/nats-domain.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../../../support/servers/nats-server.js';

function readingThread(source: object = {}): BundleThread {
  const rules = { schema: MUSIC_SCHEMA, trust: { publicKeys: [], allowUnsigned: true } };
  const thread = new BundleThread({
    ...rules,
    source: sourceConfigSchema.parse(source),
    goldenTolerance: 1e-4,
    answerWithinMs: 1_000,
  });
  onTestFinished(() => thread.close());
  return thread;
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const never = new AbortController().signal;

describe('a thread that reads files', () => {
  it('hands over a file of a folder in shared memory, with its hash', async () => {
    const folder = temporaryFolder();
    const bytes = await smallBundle('v1');
    await writeActiveBundle(folder, { version: 'v1' }, bytes);
    const { read } = readingThread();
    const file = await read({ folder, version: 'v1' }, never);
    expect(file?.bytes.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(Buffer.compare(file!.bytes, bytes)).toBe(0);
    expect(file?.sha256).toBe(hashOf(bytes));
    await expect(read({ folder, version: 'v2' }, never)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('v2.bundle is not there'),
    });
  });

  it('stops when it is no longer wanted', async () => {
    const { read } = readingThread({ kind: 'nats', nats: { servers: ['127.0.0.1:1'] } });
    const reason = new Error('another one was deployed');
    await expect(read({ object: 'music/v1' }, AbortSignal.abort(reason))).rejects.toBe(reason);
    const wanted = new AbortController();
    const reading = read({ object: 'music/v1' }, wanted.signal);
    setTimeout(() => wanted.abort(reason), 50);
    await expect(reading).rejects.toBe(reason);
  });
});

describe.skipIf(!hasNats)(`a thread that reads from NATS${NEEDS_NATS}`, () => {
  it('has a connection of its own, and says when that is away', async () => {
    const server = await startNats();
    const object = await storeBundle(await storesOf(server), 'music', await smallBundle('v1'));
    const { read } = readingThread({ kind: 'nats', nats: { servers: [server.address] } });
    const file = await read({ object: `music/${object}` }, never);
    expect(file?.bytes.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(file?.sha256).toBe(object);
    expect(await read({ object: 'music/none' }, never)).toBeUndefined();
    await server.kill();
    await expect
      .poll(
        () =>
          read({ object: `music/${object}` }, never).then(
            () => 'read',
            ({ code }) => code,
          ),
        { timeout: 10_000 },
      )
      .toBe('UNAVAILABLE');
    await server.restart();
    await expect
      .poll(() => read({ object: `music/${object}` }, never).catch(() => undefined), { timeout: 10_000 })
      .toMatchObject({ sha256: object });
  });

  it('reads for a service that serves, whose cache keeps what it read', async () => {
    const server = await startNats();
    const stores = await storesOf(server);
    await deployMusic(stores, 'v1');
    const cache = temporaryFolder();
    const thread = readingThread({ kind: 'nats', nats: { servers: [server.address] } });
    const places: object[] = [];
    const read: BundleThread['read'] = (place, signal) => {
      places.push(place);
      return thread.read(place, signal);
    };
    const music = await natsMusic(server, { cache }, { read });
    await music.domain.ready;
    expect(places).toEqual([]);
    await deployMusic(stores, 'v2', { weight: 2 });
    const served = async () => (await music.interpret({ utterance: 'play' })).bundleVersion;
    await expect.poll(served, { timeout: 10_000 }).toBe('v2');
    const object = hashOf(await smallBundle('v2', { weight: 2 }));
    expect(places).toEqual([{ object: `music/${object}` }]);
    await expect.poll(() => readActive(cache), { timeout: 10_000 }).toMatchObject({ version: 'v2', sha256: object });
    expect(hashOf(await readFile(bundleFile(cache, 'v2')))).toBe(object);
  });
});
