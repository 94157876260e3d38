import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../bundles/format/digest.js';
import type { DeploymentNote } from '../../../../bundles/lifecycle/deployment.js';
import {
  currentDeployment,
  deployAfter,
  deploymentHistory,
  storeBundle,
} from '../../../../cli/release/publication/publication.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../../../support/servers/nats-server.js';

const deployment = (version: string, who = 'ann'): DeploymentNote => ({
  version,
  digest: 'a'.repeat(64),
  who,
  when: '2026-01-02T03:04:05.000Z',
  why: '',
});

describe.skipIf(!hasNats)(`publishing${NEEDS_NATS}`, () => {
  it('stores a bundle under its contents, once, and takes nothing else that stands there for it', async () => {
    const stores = await storesOf(await startNats());
    const object = await storeBundle(stores, 'music', Buffer.from('one'));
    expect(await storeBundle(stores, 'music', Buffer.from('one'))).toBe(object);
    expect(Buffer.from((await stores.getBundle(`music/${object}`, 10))!).toString()).toBe('one');
    await stores.putBundle(`music/${sha256('two')}`, Buffer.from('false'));
    await expect(storeBundle(stores, 'music', Buffer.from('two'))).rejects.toThrow(/other contents than its name says/);
  });

  it('lets one of two racing deployers win, and tells the other who did', async () => {
    const server = await startNats();
    const [ann, bob] = [await storesOf(server), await storesOf(server)];
    const before = await currentDeployment(ann, 'music');
    const outcomes = await Promise.allSettled([
      deployAfter(ann, 'music', before, deployment('v1', 'ann')),
      deployAfter(bob, 'music', before, deployment('v2', 'bob')),
    ]);
    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
    const loser = outcomes[1 - winner] as PromiseRejectedResult;
    expect(loser.reason.message).toBe(
      `music: ${['ann deployed v1', 'bob deployed v2'][winner]} meanwhile; nothing was changed`,
    );
    expect((await currentDeployment(ann, 'music')).deployment?.version).toBe(['v1', 'v2'][winner]);
    expect(await deploymentHistory(ann, 'music')).toHaveLength(1);
  });

  it('outlasts a restart of the server, and deploys once', async () => {
    const server = await startNats();
    const stores = await storesOf(server);
    await server.kill();
    const stored = storeBundle(stores, 'music', Buffer.from('one'));
    const deployed = currentDeployment(stores, 'music').then((before) =>
      deployAfter(stores, 'music', before, deployment('v1')),
    );
    await setTimeout(200);
    await server.restart();
    await stored;
    expect(await deployed).toBe(1);
    expect(await deploymentHistory(stores, 'music')).toMatchObject([
      { revision: 1, deployment: { ...deployment('v1'), domain: 'music', counter: 1 } },
    ]);
  });

  it.each([
    ['{"version": 1}', /the value of music is not one of ours: version/],
    ['not json', /the value of music is not one of ours: not JSON/],
  ])('says that it cannot read %s, and replaces it', async (garbage, problem) => {
    const stores = await storesOf(await startNats());
    await deployAfter(stores, 'music', await currentDeployment(stores, 'music'), deployment('v1'));
    await stores.putKey('nlu-deployments', 'music', garbage);
    const before = await currentDeployment(stores, 'music');
    expect(before).toMatchObject({ deployment: undefined, problem: expect.stringMatching(problem) });
    await deployAfter(stores, 'music', before, deployment('v2'));
    expect((await deploymentHistory(stores, 'music')).map(({ deployment }) => deployment?.version)).toEqual([
      'v1',
      undefined,
      'v2',
    ]);
  });

  it('reads deployments with fields of another release', async () => {
    const stores = await storesOf(await startNats());
    await stores.putKey('nlu-deployments', 'music', JSON.stringify({ ...deployment('v1'), canary: 0.1 }));
    expect((await currentDeployment(stores, 'music')).deployment).toMatchObject(deployment('v1'));
  });
});
