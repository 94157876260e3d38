import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { packBundle, signBundle } from '../../../../bundles/format/pack.js';
import { generateKeys } from '../../../../bundles/format/signature.js';
import { sourceConfigSchema } from '../../../../bundles/sources/source-config.js';
import { loadInterpreter } from '../../../../domains/core/interpreter/load-interpreter.js';
import { BundleThread, type BundleThreadOptions } from '../../../../domains/core/loading/bundle-thread.js';
import type { GoldenUtterance } from '../../../../domains/core/loading/golden.js';
import { parseDomainSchema } from '../../../../domains/core/schema/schema.js';
import { projectRoot } from '../../../../serving/project.js';
import { shippedBundles } from '../../../support/models/shipped.js';
import { slowGraph } from '../../../support/models/slow-graph.js';
import { smallBundle } from '../../../support/models/small-model.js';

const shipped = (await shippedBundles()).find(({ domain }) => domain === 'books')!;
const file = join(projectRoot(), 'domains', 'books', 'schema.json');
const source = sourceConfigSchema.parse({});
const schema = parseDomainSchema(JSON.parse(readFileSync(file, 'utf8')), file);

function threadTrusting(publicKeys: string[] = [], options: Partial<BundleThreadOptions> = {}): BundleThread {
  const trust = { publicKeys, allowUnsigned: true };
  const thread = new BundleThread({ schema, source, trust, goldenTolerance: 1e-4, answerWithinMs: 1_000, ...options });
  onTestFinished(() => thread.close());
  return thread;
}

/** The bundle with other parts; it is signed by nobody. */
function changed(parts: Readonly<Record<string, Uint8Array>>, version = shipped.version): Uint8Array {
  const { format: _f, proto: _p, version: _v, digest: _d, parts: _l, ...manifest } = shipped.bundle.manifest;
  return packBundle({ manifest, parts: new Map([...shipped.bundle.parts, ...Object.entries(parts)]) }, { version });
}

// The first test, so that the thread that it leaves to itself ends during the others.
it('refuses a bundle that hangs, and the next one is opened beside the hanging thread', async () => {
  const { open } = threadTrusting([], { stallMs: 6_000 });
  const { version, bytes, bundle } = shipped;
  const [first] = JSON.parse(Buffer.from(bundle.parts.get('golden.json')!).toString());
  const hanging = changed({
    // Some 12 s, which nothing can interrupt.
    'reranker.onnx': slowGraph(bundle.parts.get('reranker.onnx')!, 'list', 15_000_000),
    'golden.json': Buffer.from(JSON.stringify([first])),
  });
  await expect(open(hanging, { version })).rejects.toMatchObject({
    check: 'warm-up',
    problem: 'it could not be proven: no answer within 6000 ms',
  });
  await (await (await open(bytes, { version })).make()).release();
});

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
  for (let reload = 0; reload < 3; reload += 1) {
    await loaded.shift()!.release();
    loaded.push(await load());
    for (const servable of loaded) expect(await servable.interpret(text)).toEqual(expected);
  }
  expect(held).toBeGreaterThan(2 ** 20);
  expect(thread.tableBytes).toBe(held);
  for (const servable of loaded) await servable.release();
});

it('proves every golden answer before it hands a bundle over, and leaves one to the serving thread', async () => {
  const { open } = threadTrusting();
  const { version, bytes, bundle } = shipped;
  const recorded = JSON.parse(Buffer.from(bundle.parts.get('golden.json')!).toString());
  const counts: number[] = recorded.map(({ interpretation }: GoldenUtterance) => interpretation.hypotheses.length);
  const steps: string[] = [];
  const opened = await open(bytes, { version }, () => void steps.push('warming'));
  expect(steps).toEqual(['warming']);
  expect(recorded.length).toBeGreaterThan(1);
  expect(opened.golden).toEqual([recorded[counts.indexOf(Math.max(...counts))]]);
  await (await opened.make()).release();
  // Not the one that the serving thread would see.
  recorded[counts.indexOf(Math.min(...counts))].interpretation.inDomain /= 2;
  const wrong = changed({ 'golden.json': Buffer.from(JSON.stringify(recorded)) });
  await expect(open(wrong, { version })).rejects.toMatchObject({
    check: 'golden',
    problem: expect.stringMatching(/P\(in domain\)/),
  });
});

it('refuses a bundle whose thread runs out of memory, and the process goes on', async () => {
  const thread = threadTrusting([], { heapMb: 8 });
  const { version, bytes } = shipped;
  const lost = { check: 'graph', problem: expect.stringMatching(/its thread ended: .*memory/) };
  await expect(thread.open(bytes, { version })).rejects.toMatchObject(lost);
  expect(thread.running).toBe(false);
  expect(thread.tableBytes).toBe(0);
  await expect(thread.open(bytes, { version })).rejects.toMatchObject(lost);
});

it('ends its thread when there is nothing to open for a while, and starts another', async () => {
  const thread = threadTrusting([], { idleMs: 20 });
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
