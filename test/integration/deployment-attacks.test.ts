import { createPrivateKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../bundles/format/digest.js';
import { openBundle } from '../../bundles/format/open.js';
import { signBundle } from '../../bundles/format/pack.js';
import { generateKeys } from '../../bundles/format/signature.js';
import { ANY_SIGNER } from '../../bundles/format/trust.js';
import { writeDeployment } from '../../bundles/lifecycle/deployment.js';
import { candidateKey } from '../../bundles/sources/stored-value.js';
import { standingOf, trustOfDeployer } from '../../cli/release/publication/standing.js';
import { type SmallOptions, smallBundle } from '../support/models/small-model.js';
import { deployBytes, natsMusic, statusOf } from '../support/servers/nats-domain.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../support/servers/nats-server.js';

const keys = generateKeys();
const key = createPrivateKey(keys.privateKey);
const booksKeys = generateKeys();
const booksKey = createPrivateKey(booksKeys.privateKey);
const publicKeys = [keys.publicKey, `${booksKeys.publicKey}@books`];
const signed = async (version: string, options: SmallOptions = {}) =>
  signBundle(await smallBundle(version, options), key);

/** A music service that serves the signed v1, and an attacker who may write anything in NATS and holds no key. */
async function serving() {
  const server = await startNats();
  const attacker = await storesOf(server);
  await deployBytes(attacker, 'v1', await signed('v1'), { signWith: key });
  const music = await natsMusic(server, {}, {}, { trust: { publicKeys, allowUnsigned: false } });
  await music.domain.ready;
  const served = async () => (await music.interpret({ utterance: 'play' })).bundleVersion;
  const refusal = (problem: RegExp) =>
    expect.poll(() => music.problems.join('\n'), { timeout: 10_000 }).toMatch(problem);
  return { server, attacker, music, served, refusal };
}

/** The text of a record that the deployer signs, with the bundle stored. */
async function recordOf(
  bytes: Uint8Array,
  change: { domain?: string; stage?: 'active' | 'candidate'; expires?: string } = {},
  by = key,
) {
  const { digest, manifest } = await openBundle(bytes, ANY_SIGNER);
  const object = sha256(bytes);
  const note = { version: manifest.version, digest, object, who: 'ann', when: new Date().toISOString(), why: '' };
  return writeDeployment({ domain: 'music', counter: 2, stage: 'active', ...note, ...change }, by);
}

describe.skipIf(!hasNats)(`whoever writes to NATS and holds no key${NEEDS_NATS}`, { timeout: 30_000 }, () => {
  it('cannot make a candidate active that no quorum has warmed', async () => {
    const { attacker, served, refusal } = await serving();
    const bytes = await signed('v2');
    await attacker.putBundle(`music/${sha256(bytes)}`, bytes);
    const candidate = await recordOf(bytes, { stage: 'candidate' });
    await attacker.putKey('nlu-deployments', candidateKey('music'), candidate);
    await expect.poll(() => statusOf(attacker, 'v2'), { timeout: 10_000 }).toMatchObject({ warm: true });
    await attacker.putKey('nlu-deployments', 'music', candidate);
    await refusal(/record of music is one of stage candidate, not active/);
    await attacker.putKey('nlu-deployments', 'music', candidate.replace('"candidate"', '"active"'));
    await refusal(/signed by none of the 1 trusted key, or was changed/);
    expect(await served()).toBe('v1');
  });

  it('cannot have a candidate warmed again that has expired', async () => {
    const { attacker, served, refusal } = await serving();
    const bytes = await signed('v2');
    await attacker.putBundle(`music/${sha256(bytes)}`, bytes);
    const candidate = (expiresInMs: number) =>
      recordOf(bytes, { stage: 'candidate', expires: new Date(Date.now() + expiresInMs).toISOString() });
    await attacker.putKey('nlu-deployments', candidateKey('music'), await candidate(-1_000));
    await refusal(/the candidate of music, number 2 .*, expired at /);
    expect(await statusOf(attacker, 'v2')).toBeUndefined();
    await attacker.putKey('nlu-deployments', candidateKey('music'), await candidate(3_000));
    await expect.poll(() => statusOf(attacker, 'v2'), { timeout: 10_000 }).toMatchObject({ warm: true });
    const isWarm = async () => (await statusOf(attacker, 'v2'))?.warm ?? false;
    await expect.poll(isWarm, { timeout: 20_000 }).toBe(false);
    expect(await served()).toBe('v1');
  });

  it('cannot make another domain’s deployment this one’s, nor use a key that is for another domain', async () => {
    const { attacker, served, refusal } = await serving();
    const bytes = await signed('v2');
    await attacker.putBundle(`music/${sha256(bytes)}`, bytes);
    await attacker.putKey('nlu-deployments', 'music', await recordOf(bytes, { domain: 'books' }));
    await refusal(/the deployment record of music is one of books/);
    await attacker.putKey('nlu-deployments', 'music', await recordOf(bytes, {}, booksKey));
    await refusal(/signed by none of the 1 trusted key/);
    expect(await served()).toBe('v1');
    // The record is the deployer's, and the bundle is signed by the key for books.
    const theirs = signBundle(await smallBundle('v2'), booksKey);
    await deployBytes(attacker, 'v2', theirs, { signWith: key });
    await expect
      .poll(() => statusOf(attacker, 'v2'), { timeout: 10_000 })
      .toMatchObject({ state: 'refused', check: 'signature' });
    expect(await served()).toBe('v1');
  });

  it('cannot put another file under the name of the one that was deployed', async () => {
    const { attacker, served } = await serving();
    const [deployed, other] = [await signed('v2'), await signed('v2', { weight: 9 })];
    await attacker.putBundle(`music/${sha256(deployed)}`, other);
    await attacker.putKey('nlu-deployments', 'music', await recordOf(deployed));
    await expect
      .poll(() => statusOf(attacker, 'v2'), { timeout: 10_000 })
      .toMatchObject({ state: 'refused', check: 'digest', reason: expect.stringContaining('not the one that was') });
    expect(await served()).toBe('v1');
  });

  it('cannot take a replica back, nor away: removed, purged and old records change nothing', async () => {
    const { attacker, music, served, refusal } = await serving();
    const [first] = await attacker.history('nlu-deployments', 'music');
    await deployBytes(attacker, 'v2', await signed('v2'), { signWith: key });
    await expect.poll(served, { timeout: 10_000 }).toBe('v2');
    await attacker.putKey('nlu-deployments', 'music', first!.text!);
    await refusal(/number 1 \(v1, by test .* it is ignored/);
    await attacker.removeKey('nlu-deployments', 'music');
    await attacker.putKey('nlu-deployments', 'music', '');
    await refusal(/the value of music is not one of ours/);
    expect(await served()).toBe('v2');
    expect(music.events.filter((event) => event === 'v1 active')).toHaveLength(1);
  });

  it('cannot use up the counter by a status or a record that nobody signed', async () => {
    const { attacker, served } = await serving();
    const last = JSON.parse(await recordOf(await signed('v9')));
    const deployment = { ...last, counter: Number.MAX_SAFE_INTEGER };
    await attacker.putKey('nlu-status', 'music.liar', JSON.stringify({ address: '', deployment, versions: [] }));
    await attacker.putKey('nlu-deployments', 'music', JSON.stringify(deployment));
    const { counter } = await standingOf(attacker, 'music', trustOfDeployer(key));
    expect(counter).toBe(1);
    await deployBytes(attacker, 'v2', await signed('v2'), { signWith: key, counter: counter + 1 });
    await expect.poll(served, { timeout: 10_000 }).toBe('v2');
  });
});
