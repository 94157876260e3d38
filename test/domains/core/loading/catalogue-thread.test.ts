import { createPrivateKey } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { expect, it, onTestFinished } from 'vitest';
import { generateKeys } from '../../../../bundles/format/signature.js';
import { ANY_SIGNER } from '../../../../bundles/format/trust.js';
import { sourceConfigSchema } from '../../../../bundles/sources/source-config.js';
import { CatalogueThread, type ReadyCatalogue } from '../../../../domains/core/loading/catalogue/catalogue-thread.js';
import { openCatalogue } from '../../../../domains/core/resolution/bundle/catalogue-bundle.js';
import type { Catalogue } from '../../../../domains/core/resolution/bundle/catalogue-tables.js';
import { temporaryFolder } from '../../../support/files.js';
import { deployCatalogueTo, smallCatalogue, smallRows } from '../../../support/models/small-catalogue-bundle.js';

const source = sourceConfigSchema.parse({ directory: 'nowhere' });

function threadTrusting(publicKeys: string[] = [], from = source): CatalogueThread {
  const trust = { publicKeys, allowUnsigned: true };
  const thread = new CatalogueThread({ domain: 'music', trust, source: from, answerWithinMs: 1_000 });
  onTestFinished(() => thread.close());
  return thread;
}

const nothing = () => {};
/** Songs enough for arrays that lie in shared memory. */
const rows = Array.from({ length: 600 }, (_, song) => ({
  ...smallRows('c')[0]!,
  id: `song-${song}`,
  title: `${(song * 7919).toString(36)} of the ${(song % 977).toString(36)}`,
  creators: [`artist ${song % 311}`],
}));

function answers({ resolver }: Catalogue) {
  const asked = ['3a of the 2', 'of the', 'tje 3a', 'artist 7', '6b3 of teh 7'];
  return asked.map((value) => resolver.resolve([{ slot: 'track', value }], {}, 'r', 20));
}

it('gives the catalogue that this thread would have made, to the last bit', async () => {
  const bytes = await smallCatalogue('c1', { rows });
  const thread = threadTrusting();
  let warmed = 0;
  const { catalogue, manifest } = await thread.open(bytes, { version: 'c1' }, () => warmed++);
  const here = await openCatalogue(bytes, ANY_SIGNER);
  expect(manifest).toEqual(here.bundle.manifest);
  expect(answers(catalogue)).toEqual(answers(here.catalogue));
  const found = catalogue.resolver.search('song of the artist 7', [], {}, 'r', 20);
  expect(found).toEqual(here.catalogue.resolver.search('song of the artist 7', [], {}, 'r', 20));
  expect(warmed).toBe(1);
  expect(thread.tableBytes).toBeGreaterThan(200_000);
});

it('writes a catalogue where a released one had its tables, and keeps others apart', async () => {
  const thread = threadTrusting();
  const open = async (version: string) => thread.open(await smallCatalogue(version), { version }, nothing);
  const idOf = ({ catalogue }: ReadyCatalogue) =>
    catalogue.resolver.search('hello adele', [], {}, 'r', 1).entities[0]!.id;
  const [first, second] = [await open('c1'), await open('c2')];
  expect([first, second].map(idOf)).toEqual(['c1-adele', 'c2-adele']);
  const taken = thread.tableBytes;
  first.release();
  const third = await open('c3');
  expect(thread.tableBytes).toBe(taken);
  expect([second, third].map(idOf)).toEqual(['c2-adele', 'c3-adele']);
});

it('refuses as this thread would, by the check that fails, and goes on', async () => {
  const keys = generateKeys();
  const thread = threadTrusting([keys.publicKey]);
  const target = { version: 'c1' };
  const bytes = await smallCatalogue('c1', { signWith: createPrivateKey(keys.privateKey) });
  const open = (each: Uint8Array, wanted = target) => thread.open(each, wanted, nothing);
  await expect(open(bytes.subarray(0, 500))).rejects.toMatchObject({ name: 'BundleRefused', check: 'size' });
  const stranger = await smallCatalogue('c1', { signWith: createPrivateKey(generateKeys().privateKey) });
  await expect(open(stranger)).rejects.toMatchObject({ check: 'signature' });
  await expect(open(bytes, { version: 'c2' })).rejects.toMatchObject({ check: 'manifest' });
  const wrong = await smallCatalogue('c1', { parts: { 'exact.bin': Uint8Array.of(1) } });
  await expect(open(wrong)).rejects.toMatchObject({ check: 'graph', message: expect.stringContaining('exact.bin') });
  const golden = Buffer.from(JSON.stringify([{ slots: [{ slot: 'track', value: 'dune' }], ids: ['x'] }]));
  const other = await smallCatalogue('c1', { parts: { 'golden.json': golden } });
  await expect(open(other)).rejects.toMatchObject({ check: 'golden' });
  expect((await open(bytes)).signer).toBe(keys.publicKey);
});

/** The ids of this process's threads that are nicer than the main one. */
const nicer = () =>
  readdirSync('/proc/self/task').filter((task) => {
    const [, stat = ''] = readFileSync(`/proc/self/task/${task}/stat`, 'utf8').split(') ');
    return Number(stat.split(' ')[16]) > getPriority(process.pid);
  });

it.skipIf(process.platform !== 'linux')(
  'yields to threads that answer, but for the first catalogue of a folder, which a start waits for',
  async () => {
    // Threads of other tests may still be there, or end meanwhile.
    const others = new Set(nicer());
    const own = () => nicer().filter((task) => !others.has(task));
    const open = async (thread: CatalogueThread, version: string) =>
      thread.open(await smallCatalogue(version), { version }, nothing);
    const thread = threadTrusting();
    await open(thread, 'c1');
    expect(own()).toEqual([]);
    await open(thread, 'c2');
    expect(own()).toHaveLength(1);
    await thread.close();
    for (const task of own()) others.add(task);
    const nats = sourceConfigSchema.parse({ kind: 'nats', nats: { servers: ['127.0.0.1:1'] } });
    await open(threadTrusting([], nats), 'c1');
    expect(own()).toHaveLength(1);
  },
);

it('reads a file of a folder into shared memory', async () => {
  const folder = temporaryFolder();
  await deployCatalogueTo(folder, 'c1');
  expect(readdirSync(folder)).toContain('c1.bundle');
  const file = await threadTrusting([], { ...source, directory: folder }).read(
    { folder, version: 'c1' },
    AbortSignal.timeout(10_000),
  );
  expect(file!.bytes.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(file!.bytes.length).toBeGreaterThan(1_000);
});
