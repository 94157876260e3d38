import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { signBundle } from '../../../../bundles/format/pack.js';
import { generateKeys } from '../../../../bundles/format/signature.js';
import type { Deployment } from '../../../../bundles/lifecycle/deployment.js';
import type { NatsStores } from '../../../../bundles/sources/nats/nats-stores.js';
import { currentDeployment } from '../../../../cli/release/publication/publication.js';
import { latestRecord, standingOf, trustOfDeployer } from '../../../../cli/release/publication/standing.js';
import { temporaryFolder } from '../../../support/files.js';
import { smallBundle } from '../../../support/models/small-model.js';
import { deployBytes, natsMusic, statusOf } from '../../../support/servers/nats-domain.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../../../support/servers/nats-server.js';

const keys = generateKeys();
const key = createPrivateKey(keys.privateKey);

const seen = (counter: number, isSigned: boolean) => ({
  where: `${counter}`,
  isSigned,
  deployment: { counter } as Deployment,
});

describe('latestRecord', () => {
  it.each([
    ['nothing', [], undefined],
    ['the highest', [seen(3, true), seen(9, true), seen(4, true)], 9],
    ['unsigned ones count too', [seen(3, true), seen(9, false)], 9],
    ['but not far ahead', [seen(3, true), seen(9, false), seen(1_000_004, false)], 9],
    ['a signed one does', [seen(3, true), seen(5_000_000, true)], 5_000_000],
  ])('%s', (_what, records, expected) => {
    expect(latestRecord(records)?.deployment.counter).toBe(expected);
  });
});

describe.skipIf(!hasNats)(`a store that is behind its replicas${NEEDS_NATS}`, () => {
  const settings = { trust: { publicKeys: [keys.publicKey], allowUnsigned: false } };
  const deploySigned = async (stores: NatsStores, version: string, counter?: number) => {
    const place = counter === undefined ? { signWith: key } : { signWith: key, counter };
    return deployBytes(stores, version, signBundle(await smallBundle(version), key), place);
  };
  const served = async ({ interpret }: Pick<Awaited<ReturnType<typeof natsMusic>>, 'interpret'>) =>
    (await interpret({ utterance: 'play' })).bundleVersion;

  async function following() {
    const server = await startNats();
    const stores = await storesOf(server);
    const cache = temporaryFolder();
    await deploySigned(stores, 'v1');
    const music = await natsMusic(server, { cache }, {}, settings);
    await music.domain.ready;
    await deploySigned(stores, 'v2');
    await expect.poll(() => served(music), { timeout: 10_000 }).toBe('v2');
    return { server, stores, cache, music };
  }

  it('emptied, is gone on from: the next deployment counts from what a replica follows', async () => {
    const { server, stores, music } = await following();
    await server.empty();
    const again = await storesOf(server);
    await expect
      .poll(() => standingOf(again, 'music', trustOfDeployer(key)), { timeout: 10_000 })
      .toMatchObject({
        counter: 2,
        before: { deployment: undefined },
        notes: [
          expect.stringMatching(
            /^the store of music has no deployment, and replica one has number 2 \(v2, by test at .*\): the store was lost/,
          ),
        ],
      });
    expect(music.problems.join('\n')).toMatch(/the store was lost, with deployment number 2 \(v2\); the next/);
    await stores.close();
    await deploySigned(again, 'v3', 3);
    await expect.poll(() => served(music), { timeout: 10_000 }).toBe('v3');
  });

  it('set back, takes no replica back, also after its restart, and is gone on from', async () => {
    const { server, stores, cache, music } = await following();
    const [first] = await stores.history('nlu-deployments', 'music');
    await stores.putKey('nlu-deployments', 'music', first!.text!);
    await expect.poll(() => music.problems.join('\n'), { timeout: 10_000 }).toMatch(/number 1 \(v1.*it is ignored/);
    expect(await served(music)).toBe('v2');
    await music.stop();
    const restarted = await natsMusic(server, { cache }, {}, settings);
    expect(await restarted.domain.ready).toMatchObject({ version: 'v2' });
    await expect.poll(() => restarted.problems.join('\n'), { timeout: 10_000 }).toMatch(/number 1 \(v1.*it is ignored/);
    await expect.poll(() => statusOf(stores, 'v2'), { timeout: 10_000 }).toMatchObject({ state: 'active' });
    expect(await served(restarted)).toBe('v2');
    expect(await standingOf(stores, 'music', trustOfDeployer(key))).toMatchObject({ counter: 2 });
    await deploySigned(stores, 'v1', 3);
    await expect.poll(() => served(restarted), { timeout: 10_000 }).toBe('v1');
  });

  it('tells a replica nothing by a record that is unsigned, or signed by a stranger', async () => {
    const { stores, music, cache } = await following();
    const forged = await signBundle(await smallBundle('v3'), key);
    await deployBytes(stores, 'v3', forged, { counter: 3 });
    await expect.poll(() => music.problems.join('\n'), { timeout: 10_000 }).toMatch(/record of music is unsigned/);
    await deployBytes(stores, 'v3', forged, {
      counter: 4,
      signWith: createPrivateKey(generateKeys().privateKey),
    });
    await expect.poll(() => music.problems.join('\n'), { timeout: 10_000 }).toMatch(/signed by none of the 1 trusted/);
    expect(await served(music)).toBe('v2');
    expect(JSON.parse(await readFile(join(cache, 'deployment.json'), 'utf8'))).toMatchObject({ counter: 2 });
    expect((await currentDeployment(stores, 'music')).deployment?.counter).toBe(4);
  });
});
