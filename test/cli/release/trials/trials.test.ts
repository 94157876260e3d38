import { createPrivateKey, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generateKeys } from '../../../../bundles/format/signature.js';
import { candidateKey } from '../../../../bundles/sources/stored-value.js';
import { currentDeployment } from '../../../../cli/release/publication/publication.js';
import { promote } from '../../../../cli/release/trials/promote.js';
import { withdraw } from '../../../../cli/release/trials/withdraw.js';
import { deployMusic } from '../../../support/servers/nats-domain.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../../../support/servers/nats-server.js';
import { by, rollout, shadow, share, stack, tried, versionsOf } from '../../../support/trials/tried-music.js';

describe.skipIf(!hasNats)(`a trial${NEEDS_NATS}`, { timeout: 60_000 }, () => {
  it('stands again where another version that was to take its place is not held', async () => {
    const { stores } = await stack();
    await tried(stores, share(50));
    const standing = async () => (await stores.getKey('nlu-deployments', candidateKey('music')))?.text;
    const before = await standing();
    const failed = tried(stores, shadow, { version: 'v3', quorum: 5, timeoutMs: 1_000 });
    await expect(failed).rejects.toThrow('music/v3 was not deployed');
    expect(await standing()).toBe(before);
  });

  it('is under way at every replica when it is begun, and promoted by the quorum', async () => {
    const { stores, replicas } = await stack(['one', 'two']);
    expect(await tried(stores, share(50))).toMatchObject({
      ...{ isServed: true, replicas: { one: 'warm', two: 'warm' }, trial: { percent: 50 } },
      deployed: { version: 'v2', counter: 2 },
    });
    expect((await currentDeployment(stores, 'music')).deployment).toMatchObject({ version: 'v1', counter: 1 });
    const [one, two] = await Promise.all(replicas.map((replica) => versionsOf(replica)));
    expect(one).toEqual(two);
    expect(new Set(one)).toEqual(new Set(['v1', 'v2']));
    const done = await promote(stores, { ...by, rollout }, new Date());
    expect(done).toMatchObject({ isServed: true, before: 'v1', deployed: { version: 'v2', counter: 2 } });
    expect((await currentDeployment(stores, 'music')).deployment).toMatchObject({
      ...{ version: 'v2', stage: 'active', who: 'bob' },
      why: expect.stringMatching(/^after a trial as 50 % of the customers since 20/),
    });
    for (const replica of replicas) {
      expect(new Set(await versionsOf(replica))).toEqual(new Set(['v2']));
      expect(replica.events.filter((event) => event === 'v2 fetching')).toHaveLength(1);
    }
    await expect(promote(stores, { ...by, rollout }, new Date())).rejects.toThrow(
      /^music: no trial is under way; active is number 2 \(v2, by bob at/,
    );
  });

  it('is withdrawn: nothing served changes, and whoever asks is told by whom and why', async () => {
    const { stores, music } = await stack();
    await tried(stores, shadow);
    const done = await withdraw(stores, { ...by, why: 'confuses artists' }, new Date());
    expect(done).toMatchObject({ version: 'v2', active: 'v1', withdrawn: { who: 'bob', why: 'confuses artists' } });
    await expect
      .poll(() => music.reports.at(-1), { timeout: 10_000 })
      .toMatchObject({
        ...{ version: 'v2', state: { name: 'retired' } },
      });
    expect(music.problems).toEqual([]);
    const late = [() => promote(stores, { ...by, rollout }, new Date()), () => withdraw(stores, by, new Date())];
    for (const again of late) {
      await expect(again()).rejects.toThrow(
        /^music: no trial is under way: that of v2 was withdrawn by bob at 20.*: confuses artists$/,
      );
    }
    // The next deployment goes on from there.
    expect(await tried(stores, shadow, { version: 'v3' })).toMatchObject({ deployed: { counter: 2 } });
  });

  it('of a broken candidate is refused, and nothing changes', async () => {
    const { stores, music } = await stack();
    await expect(tried(stores, share(20), { golden: Buffer.from('[]') })).rejects.toThrow(
      /^music\/v2 was not deployed: of 1 live replicas 0 hold it warm.*\n {2}music\.one {2}refused {2}golden check/,
    );
    expect(await stores.getKey('nlu-deployments', candidateKey('music'))).toMatchObject({ text: undefined });
    expect(new Set(await versionsOf(music))).toEqual(new Set(['v1']));
  });

  it('needs something to be tried beside', async () => {
    const stores = await storesOf(await startNats());
    await expect(tried(stores, shadow)).rejects.toThrow(
      'music: nothing is deployed yet: there is nothing to try v2 beside; deploy it without --shadow and --share',
    );
    await deployMusic(stores, 'v1');
    await expect(tried(stores, shadow, { version: 'v1' })).rejects.toThrow('v1 is the active version');
    await expect(tried(stores, shadow)).rejects.toThrow('no live replica of music');
  });

  it('ends with what anybody deploys, and promote says who was faster', async () => {
    const { stores, music } = await stack();
    await tried(stores, share(50));
    await deployMusic(stores, 'v3');
    await expect.poll(() => versionsOf(music, 10), { timeout: 10_000 }).toEqual(new Array(10).fill('v3'));
    await expect(promote(stores, { ...by, rollout }, new Date())).rejects.toThrow(
      /^music: no trial is under way: that of v2 was ended by number 2 \(v3, by test at/,
    );
  });

  it('goes on where a promotion finds too few replicas', async () => {
    const { stores, music } = await stack();
    await tried(stores, share(50));
    await expect(promote(stores, { ...by, rollout: { ...rollout, quorum: 0 } }, new Date())).rejects.toThrow(
      '--quorum 0: what is promoted is what replicas have tried',
    );
    await stores.putKey('nlu-status', 'music.mute', JSON.stringify({ address: '', counter: 1, versions: [] }));
    await expect(promote(stores, { ...by, rollout: { timeoutMs: 1_000 } }, new Date())).rejects.toThrow(
      /music\/v2 was not deployed: of 2 live replicas 1 hold it warm/,
    );
    expect(new Set(await versionsOf(music))).toEqual(new Set(['v1', 'v2']));
    expect(await promote(stores, { ...by, rollout: { ...rollout, quorum: 1 } }, new Date())).toMatchObject({
      isServed: true,
    });
  });

  it('where keys are trusted is begun, promoted and withdrawn by those who have them', async () => {
    const [ours, theirs] = [generateKeys(), generateKeys()];
    const [key, other] = [ours, theirs].map(({ privateKey }) => createPrivateKey(privateKey)) as [KeyObject, KeyObject];
    const settings = { trust: { publicKeys: [ours.publicKey], allowUnsigned: false } };
    const { stores, music } = await stack(['one'], {}, settings, key);
    await expect(tried(stores, share(50))).rejects.toThrow(/refused {2}the deployment record of music is unsigned/);
    await tried(stores, share(50), { signWith: key });
    expect(new Set(await versionsOf(music))).toEqual(new Set(['v1', 'v2']));
    await expect(promote(stores, { ...by, signWith: other, rollout }, new Date())).rejects.toThrow(
      'music: the key of --sign-with did not sign the trial of v2; promote it with the key that began it, or deploy the bundle',
    );
    expect(await promote(stores, { ...by, signWith: key, rollout }, new Date())).toMatchObject({ isServed: true });
  });

  it('that was withdrawn with a trusted key is not begun again by playing its record back', async () => {
    const ours = generateKeys();
    const key = createPrivateKey(ours.privateKey);
    const settings = { trust: { publicKeys: [ours.publicKey], allowUnsigned: false } };
    const { stores, music } = await stack(['one'], {}, settings, key);
    const { text } = await tried(stores, share(50), { signWith: key });
    await withdraw(stores, { ...by, signWith: key }, new Date());
    const isOver = async () => new Set(await versionsOf(music)).size === 1;
    await expect.poll(isOver, { timeout: 10_000 }).toBe(true);
    await stores.putKey('nlu-deployments', candidateKey('music'), text);
    await expect
      .poll(() => music.problems.join(), { timeout: 10_000 })
      .toContain('the trial of music, number 2 (v2, by ann at');
    expect(await isOver()).toBe(true);
    // One of a stranger ends a trial as the removal of its key would, and what it names may begin again.
    const again = await tried(stores, share(50), { signWith: key, version: 'v3' });
    await withdraw(stores, by, new Date());
    await expect.poll(isOver, { timeout: 10_000 }).toBe(true);
    await stores.putKey('nlu-deployments', candidateKey('music'), again.text);
    await expect.poll(isOver, { timeout: 10_000 }).toBe(false);
  });
});
