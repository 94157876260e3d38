import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { signBundle } from '../../../../bundles/format/pack.js';
import { generateKeys } from '../../../../bundles/format/signature.js';
import { loadInterpreter } from '../../../../domains/core/interpreter/load-interpreter.js';
import { BundleThread } from '../../../../domains/core/loading/bundle-thread.js';
import { parseDomainSchema } from '../../../../domains/core/schema/schema.js';
import { projectRoot } from '../../../../serving/project.js';
import { shippedBundles } from '../../../support/models/shipped.js';
import { smallBundle } from '../../../support/models/small-model.js';

const shipped = (await shippedBundles()).find(({ domain }) => domain === 'books')!;
const file = join(projectRoot(), 'domains', 'books', 'schema.json');
const schema = parseDomainSchema(JSON.parse(readFileSync(file, 'utf8')), file);

function threadTrusting(publicKeys: string[] = [], idleMs?: number): BundleThread {
  const trust = { publicKeys, allowUnsigned: true };
  const thread = new BundleThread({ schema, trust, ...(idleMs === undefined ? {} : { idleMs }) });
  onTestFinished(() => thread.close());
  return thread;
}

it('gives the servable that this thread would have made, to the last bit', async () => {
  const { open } = threadTrusting();
  const { version, bytes, bundle } = shipped;
  const opened = await open(bytes, { version });
  expect(opened.manifest).toEqual(bundle.manifest);
  const [theirs, ours] = [await opened.make(), await loadInterpreter(bundle)];
  onTestFinished(async () => {
    await theirs.release();
    await ours.release();
  });
  for (const text of ['rate this novel five stars', 'find dune', 'play some jazz', '']) {
    expect(await theirs.interpret(text, { explain: true })).toEqual(await ours.interpret(text, { explain: true }));
  }
});

it('refuses as this thread would, by the check that fails, and goes on', async () => {
  const keys = generateKeys();
  const { open } = threadTrusting([keys.publicKey]);
  const { version, bytes } = shipped;
  const target = { version };
  const signWith = createPrivateKey(keys.privateKey);
  await expect(open(bytes.subarray(0, 1000), target)).rejects.toMatchObject({ check: 'size' });
  const stranger = signBundle(bytes, createPrivateKey(generateKeys().privateKey));
  await expect(open(stranger, target)).rejects.toMatchObject({ name: 'BundleRefused', check: 'signature' });
  await expect(open(await smallBundle(version), target)).rejects.toMatchObject({ check: 'manifest' });
  const modelless = await smallBundle(version, {
    manifest: { domain: 'books', schema: { RateBook: ['object_name'] } },
  });
  await expect(open(modelless, target)).rejects.toMatchObject({
    check: 'graph',
    problem: expect.stringMatching(/no part/),
  });
  expect(await open(signBundle(bytes, signWith), target)).toMatchObject({ signer: keys.publicKey });
});

it('names a key that is none before anything is opened', () => {
  expect(() => threadTrusting(['rsa:1'])).toThrow(/"rsa:1" is not a public key/);
});

it('keeps the tables of versions apart, and writes those of the next where a released one had its own', async () => {
  const thread = threadTrusting();
  const { version, bytes, bundle } = shipped;
  const text = 'rate this novel five stars';
  const ours = await loadInterpreter(bundle);
  const expected = await ours.interpret(text);
  await ours.release();
  const load = async () => (await thread.open(bytes, { version })).make();
  const loaded = [await load(), await load()];
  const held = thread.tableBytes;
  for (let reload = 0; reload < 6; reload += 1) {
    await loaded.shift()!.release();
    loaded.push(await load());
    for (const servable of loaded) expect(await servable.interpret(text)).toEqual(expected);
  }
  expect(held).toBeGreaterThan(2 ** 20);
  expect(thread.tableBytes).toBe(held);
  for (const servable of loaded) await servable.release();
});

it('ends its thread when there is nothing to open for a while, and starts another', async () => {
  const thread = threadTrusting([], 20);
  expect(thread.running).toBe(false);
  for (let round = 0; round < 2; round++) {
    const opened = await thread.open(shipped.bytes, { version: shipped.version });
    expect(opened.manifest).toEqual(shipped.bundle.manifest);
    const servable = await opened.make();
    await expect.poll(() => thread.running).toBe(false);
    expect((await servable.interpret('find dune')).hypotheses.length).toBeGreaterThan(0);
    await servable.release();
  }
});
