import { describe, expect, it } from 'vitest';
import { openBundleOf } from '../../../bundles/format/open.js';
import { packBundleOf } from '../../../bundles/format/pack.js';
import { ANY_SIGNER } from '../../../bundles/format/trust.js';
import { writeActive, writeActiveBundle } from '../../../bundles/sources/bundle-directory.js';
import { currentDeployment, deployAfter, storeBundle } from '../../../cli/release/publication/publication.js';
import { priorTableSchema } from '../../../gateway/answer/priors/prior-table.js';
import { PRIOR_TABLES } from '../../../gateway/priors/prior-tables.js';
import { openTable, packTable, tableManifestSchema } from '../../../gateway/tables/table-bundle.js';
import { temporaryFolder } from '../../support/files.js';
import { replyOf } from '../../support/servers/domain-reply.js';
import { gatewayBefore } from '../../support/servers/gateway.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../../support/servers/nats-server.js';

const tableFor = (tvBooks: number) =>
  priorTableSchema.parse({
    base: { books: 0.5, video: 0.5 },
    weights: { device_type: { tv: { books: Math.log(tvBooks), video: Math.log(1 - tvBooks) } } },
  });
const bundle = (version: string, tvBooks: number) => packTable(PRIOR_TABLES, tableFor(tvBooks), 'test', { version });
const domains = {
  books: { interpret: async () => replyOf('books', [0.5]) },
  video: { interpret: async () => replyOf('video', [0.5]) },
};
const onTv = { utterance: 'find dune', context: { deviceType: 'tv' } };

describe('a bundle of priors', () => {
  it('gives back its table', async () => {
    const { table, manifest } = await openTable(PRIOR_TABLES, bundle('v1', 0.9), ANY_SIGNER);
    expect(table).toEqual(tableFor(0.9));
    expect(manifest).toMatchObject({ domain: 'priors', version: 'v1', origin: 'test' });
  });

  it('is refused without a table, or with a wrong one', async () => {
    const packed = (parts: [string, Uint8Array][]) =>
      packBundleOf(
        tableManifestSchema,
        { manifest: { domain: 'priors', origin: 'x' }, parts: new Map(parts) },
        { version: 'v1' },
      );
    const refusal = (parts: [string, Uint8Array][]) => openTable(PRIOR_TABLES, packed(parts), ANY_SIGNER);
    await expect(refusal([])).rejects.toThrow(/graph check: the bundle has no part priors\.json/);
    await expect(refusal([['priors.json', Buffer.from('{')]])).rejects.toThrow(/not JSON/);
    const wrong = Buffer.from(JSON.stringify({ base: { books: 0.5, video: 0.6 } }));
    await expect(refusal([['priors.json', wrong]])).rejects.toThrow(/priors\.json, base: .*sum to 1/);
    await expect(openBundleOf(tableManifestSchema, bundle('v1', 0.9), ANY_SIGNER)).resolves.toBeDefined();
  });
});

describe('a gateway with a folder of priors', () => {
  async function gateway() {
    const directory = temporaryFolder();
    await writeActiveBundle(directory, { version: 'v1' }, bundle('v1', 0.9));
    const priorBundles = { source: { directory }, trust: { allowUnsigned: true } };
    const line = await gatewayBefore(domains, { priorBundles });
    await expect.poll(async () => (await line.interpret(onTv)).priorsVersion, { timeout: 10_000 }).toBe('v1');
    return { directory, line };
  }

  it('takes a new table without a restart, and answers by the version that is pinned', async () => {
    const { directory, line } = await gateway();
    const before = await line.interpret(onTv);
    expect(before.hypotheses.map(({ domain }) => domain)).toEqual(['books', 'video']);
    await writeActiveBundle(directory, { version: 'v2' }, bundle('v2', 0.1));
    await expect.poll(async () => (await line.interpret(onTv)).priorsVersion, { timeout: 10_000 }).toBe('v2');
    expect((await line.interpret(onTv)).hypotheses.map(({ domain }) => domain)).toEqual(['video', 'books']);
    const pinned = await line.interpret({ ...onTv, versions: { priors: 'v1' } });
    expect(pinned.hypotheses).toEqual(before.hypotheses);
    expect(pinned.priorsVersion).toBe('v1');
    await expect(line.interpret({ ...onTv, versions: { priors: 'v9' } })).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringContaining('versions["priors"]: v9 cannot be had'),
    });
  });

  it('keeps the old table when the new one is refused, and names none where none is applied', async () => {
    const { directory, line } = await gateway();
    const seen = new Set<string>();
    const version = async () => {
      const { priorsVersion } = await line.interpret(onTv);
      seen.add(priorsVersion);
      return priorsVersion;
    };
    await writeActive(directory, { version: 'absent' });
    await version();
    await writeActiveBundle(directory, { version: 'misnamed' }, bundle('v2', 0.1));
    await version();
    await writeActiveBundle(directory, { version: 'v3' }, bundle('v3', 0.1));
    await expect.poll(version, { timeout: 10_000 }).toBe('v3');
    expect([...seen]).toEqual(['v1', 'v3']);
    expect((await line.interpret({ ...onTv, applyPriors: false })).priorsVersion).toBe('');
  });
});

it('a gateway without deployed priors goes by the table that ships, and has no version to pin', async () => {
  const line = await gatewayBefore(domains);
  const reply = await line.interpret(onTv);
  expect(reply.priorsVersion).toBe('');
  expect(reply.hypotheses[0]!.domain).toBe('video');
  await expect(line.interpret({ ...onTv, versions: { priors: 'v1' } })).rejects.toMatchObject({
    code: 'FAILED_PRECONDITION',
    message: expect.stringContaining('takes no bundles of priors'),
  });
});

describe.skipIf(!hasNats)(`priors over NATS${NEEDS_NATS}`, () => {
  it('are in force once they are deployed, and in status', async () => {
    const server = await startNats();
    const stores = await storesOf(server);
    const nats = { servers: [server.address], instance: 'gate' };
    const priorBundles = { source: { kind: 'nats', nats }, trust: { allowUnsigned: true } };
    const line = await gatewayBefore(domains, { priorBundles });
    expect((await line.interpret(onTv)).hypotheses[0]!.domain).toBe('video');
    const bytes = bundle('v1', 0.9);
    const { digest } = await openTable(PRIOR_TABLES, bytes, ANY_SIGNER);
    const object = await storeBundle(stores, 'priors', bytes);
    const note = { who: 'ann', when: new Date().toISOString(), why: '' };
    const deployment = { version: 'v1', digest, object, ...note };
    await deployAfter(stores, 'priors', await currentDeployment(stores, 'priors'), deployment);
    await expect.poll(async () => (await line.interpret(onTv)).priorsVersion, { timeout: 10_000 }).toBe('v1');
    expect((await line.interpret(onTv)).hypotheses[0]!.domain).toBe('books');
    await expect
      .poll(async () => (await stores.getKey('nlu-status', 'priors.gate'))?.text, { timeout: 10_000 })
      .toMatch(/"state":"active"/);
  });
});
