import { describe, expect, it } from 'vitest';
import { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import type { StoredValue } from '../../../bundles/sources/stored-value.js';
import { serverlessAddress } from '../../support/servers/addresses.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../../support/servers/nats-server.js';

describe.skipIf(!hasNats)(`the stores on NATS${NEEDS_NATS}`, () => {
  it('keep a bundle under a name that is given once', async () => {
    const stores = await storesOf(await startNats());
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251);
    expect(await stores.getBundle('music/v1', 1e6)).toBeUndefined();
    await stores.putBundle('music/v1', bytes);
    expect(Buffer.compare((await stores.getBundle('music/v1', 1e6))!, bytes)).toBe(0);
    await expect(stores.putBundle('music/v1', bytes)).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    await expect(stores.getBundle('music/v1', 299_999)).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
  });

  it('set a key only on the revision that was read', async () => {
    const stores = await storesOf(await startNats());
    const swap = (text: string, revision: number) => stores.swapKey('nlu-deployments', 'music', text, revision);
    const first = await swap('a', 0);
    await expect(swap('b', 0)).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    const second = await swap('b', first);
    await expect(swap('c', first)).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    await stores.removeKey('nlu-deployments', 'music');
    const removed = await stores.getKey('nlu-deployments', 'music');
    expect(removed).toMatchObject({ text: undefined });
    await swap('d', removed!.revision);
    const history = await stores.history('nlu-deployments', 'music');
    expect(history.map(({ text }) => text)).toEqual(['a', 'b', undefined, 'd']);
    expect(history[1]!.revision).toBe(second);
  });

  it('tell a watcher what is there and what follows, until it stops', async () => {
    const stores = await storesOf(await startNats());
    await stores.putKey('nlu-status', 'music.a', '1');
    const seen: StoredValue[] = [];
    const stop = await stores.watch('nlu-status', 'music.*', (value) => seen.push(value));
    await stores.putKey('nlu-status', 'books.a', '2');
    await stores.putKey('nlu-status', 'music.b', '3');
    await expect.poll(() => seen.map(({ key, text }) => `${key} ${text}`)).toEqual(['music.a 1', 'music.b 3']);
    stop();
    await stores.putKey('nlu-status', 'music.b', '4');
    await stores.getKey('nlu-status', 'music.b');
    expect(seen).toHaveLength(2);
  });

  it('list the latest values while they are being replaced', async () => {
    const stores = await storesOf(await startNats());
    for (const key of ['music.a', 'music.b', 'books.a']) await stores.putKey('nlu-status', key, '0');
    let done = false;
    const renewing = (async () => {
      for (let round = 1; !done; round += 1) await stores.putKey('nlu-status', 'music.a', String(round));
    })();
    for (let times = 0; times < 50; times += 1) {
      const values = await stores.values('nlu-status', 'music.*');
      expect(values.map(({ key }) => key)).toEqual(['music.a', 'music.b']);
    }
    done = true;
    await renewing;
    expect(await stores.values('nlu-status', 'video.*')).toEqual([]);
  });

  it('fail at once while cut off, and come back by themselves', async () => {
    const server = await startNats();
    const stores = await storesOf(server);
    let ups = 0;
    stores.onUp(() => ups++);
    await stores.putKey('nlu-deployments', 'music', 'a');
    await server.kill();
    await expect.poll(() => stores.getKey('nlu-deployments', 'music').catch((error) => error.code)).toBe('UNAVAILABLE');
    const begun = performance.now();
    await expect(stores.putKey('nlu-deployments', 'music', 'b')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(performance.now() - begun).toBeLessThan(500);
    await server.restart();
    await expect.poll(() => ups, { timeout: 5_000 }).toBe(1);
    expect(await stores.getKey('nlu-deployments', 'music')).toMatchObject({ text: 'a' });
  });

  it('wait for a server that comes later, and say so once', async () => {
    const address = await serverlessAddress();
    const stores = new NatsStores({ servers: [address], name: 'test' });
    const told: string[] = [];
    stores.start({ up: () => told.push('up'), down: ({ message }) => told.push(message) });
    await expect.poll(() => told).toHaveLength(1);
    expect(told[0]).toContain(`NATS at ${address}`);
    await stores.close();
    expect(told).toHaveLength(1);
  });
});
