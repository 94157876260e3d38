import { createPrivateKey } from 'node:crypto';
import { brotliCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../bundles/format/canonical-json.js';
import { manifestDigest, sha256 } from '../../../bundles/format/digest.js';
import type { Envelope } from '../../../bundles/format/envelope.js';
import { joinFrame, splitFrame } from '../../../bundles/format/frame.js';
import { DEFAULT_LIMITS } from '../../../bundles/format/limits.js';
import { openBundle } from '../../../bundles/format/open.js';
import { packBundle } from '../../../bundles/format/pack.js';
import type { BundleRefused } from '../../../bundles/format/refusal.js';
import { generateKeys, parsePrivateKey, SIGNATURE_BYTES, signBytes } from '../../../bundles/format/signature.js';
import { trustOf } from '../../../bundles/format/trust.js';
import { plainContents } from '../../support/models/bundles.js';

const keys = generateKeys();
const signWith = createPrivateKey(keys.privateKey);
const trust = trustOf([keys.publicKey], false);
const anyone = trustOf([], true);
const signed = packBundle(plainContents(), { version: 'v1', signWith });
const unsigned = packBundle(plainContents(), { version: 'v1' });

async function refusalOf(bytes: Uint8Array, by = trust, limits = DEFAULT_LIMITS): Promise<BundleRefused> {
  const error = await openBundle(bytes, by, limits).then(
    () => undefined,
    (thrown) => thrown as BundleRefused,
  );
  if (!error) throw new Error('the bundle was opened');
  expect(error.name, String(error.stack)).toBe('BundleRefused');
  expect(error.message.startsWith(`${error.check} check: `)).toBe(true);
  return error;
}

/** A manifest on its way to being a wrong one. */
interface Draft {
  [field: string]: unknown;
  parts: { [field: string]: unknown; size: number }[];
  reranker: { form: string; weights: Record<string, unknown> };
}

/** A bundle whose manifest was edited by hand and signed again, with a digest that fits. */
function forged(edit: (manifest: Draft) => unknown, body?: Uint8Array): Uint8Array {
  const frame = splitFrame(signed, DEFAULT_LIMITS);
  const manifest = JSON.parse(Buffer.from(frame.manifest).toString());
  edit(manifest);
  manifest.digest = manifestDigest(manifest as unknown as Envelope);
  const bytes = Buffer.from(canonicalJson(manifest));
  return joinFrame({ manifest: bytes, signature: signBytes(bytes, signWith), body: body ?? frame.body });
}

describe('size', () => {
  it('refuses every truncation and any padding', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: signed.length - 1 }), async (length) => {
        expect((await refusalOf(signed.subarray(0, length))).check).toBe('size');
      }),
      { numRuns: 60 },
    );
    expect((await refusalOf(Buffer.concat([signed, Buffer.of(0)]))).problem).toMatch(/padded/);
  });

  it('refuses what is not a bundle, and another layout', async () => {
    expect((await refusalOf(Buffer.alloc(4096))).problem).toMatch(/not a bundle/);
    const otherLayout = Buffer.from(signed);
    otherLayout[7] = 2;
    expect((await refusalOf(otherLayout)).check).toBe('size');
  });

  it('refuses more than the limits allow, before decompressing', async () => {
    const check = async (limits: Partial<typeof DEFAULT_LIMITS>) =>
      (await refusalOf(signed, trust, { ...DEFAULT_LIMITS, ...limits })).check;
    expect(await check({ fileBytes: signed.length - 1 })).toBe('size');
    expect(await check({ manifestBytes: 10 })).toBe('size');
    expect(await check({ expandedBytes: 3001 })).toBe('size');
    expect(await check({ parts: 1 })).toBe('size');
  });

  it('stops a bomb at the size it declares', async () => {
    const bomb = brotliCompressSync(Buffer.alloc(50 * 1024 * 1024));
    const part = { storedSize: bomb.length, storedSha256: sha256(bomb), size: 1000, sha256: 'b'.repeat(64) };
    const before = process.memoryUsage().arrayBuffers;
    const refusal = await refusalOf(
      forged((manifest) => {
        manifest.parts = [{ name: 'bomb', ...part }];
      }, bomb),
    );
    expect(refusal.problem).toBe('part bomb expands past the 1000 bytes it declares');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(5 * 1024 * 1024);
  });

  it('refuses a part that expands to less than it declares', async () => {
    const refusal = await refusalOf(
      forged((manifest) => {
        manifest.parts[1]!.size += 1;
      }),
    );
    expect(refusal).toMatchObject({ check: 'size', problem: expect.stringContaining('3000 bytes') });
  });
});

describe('signature', () => {
  it('refuses unsigned unless that is allowed', async () => {
    expect((await refusalOf(unsigned)).problem).toMatch(/unsigned/);
    await expect(openBundle(unsigned, anyone)).resolves.toMatchObject({ manifest: { version: 'v1' } });
  });

  it('refuses a stranger, also where unsigned is allowed', async () => {
    const stranger = trustOf([generateKeys().publicKey], true);
    expect((await refusalOf(signed, stranger)).check).toBe('signature');
    expect((await refusalOf(signed, anyone)).check).toBe('signature');
  });

  it('takes any of several trusted keys', async () => {
    const several = trustOf([generateKeys().publicKey, keys.publicKey], false);
    await expect(openBundle(signed, several)).resolves.toMatchObject({ signer: keys.publicKey });
  });

  it('names what is wrong with a key', () => {
    expect(() => trustOf(['rsa:abc'], false)).toThrow(/"rsa:abc" is not a public key/);
    expect(() => parsePrivateKey('not a key')).toThrow(/npm run keys/);
  });
});

describe('a flipped bit', () => {
  const { manifest, body } = splitFrame(signed, DEFAULT_LIMITS);
  const manifestAt = 16;
  const signatureAt = manifestAt + manifest.length;
  const bodyAt = signatureAt + SIGNATURE_BYTES;
  const regions = [
    { region: 'magic', from: 0, length: 8, check: 'size' },
    { region: 'lengths', from: 8, length: 8, check: 'size' },
    { region: 'manifest', from: manifestAt, length: manifest.length, check: 'signature' },
    { region: 'signature', from: signatureAt, length: SIGNATURE_BYTES, check: 'signature' },
    { region: 'body', from: bodyAt, length: body.length, check: 'digest' },
  ];

  it.each(regions)('in the $region is refused by the $check check', async ({ from, length, check }) => {
    await fc.assert(
      fc.asyncProperty(fc.nat(length - 1), fc.nat(7), async (offset, bit) => {
        const flipped = Buffer.from(signed);
        flipped[from + offset]! ^= 1 << bit;
        expect((await refusalOf(flipped)).check).toBe(check);
      }),
      { numRuns: 40 },
    );
  });

  it('in an unsigned manifest is refused, except in the version that the digest leaves out', async () => {
    const versionAt = Buffer.from(unsigned).indexOf('"version":"v1"');
    await fc.assert(
      fc.asyncProperty(fc.nat(manifest.length - 1), fc.nat(7), async (offset, bit) => {
        const at = manifestAt + offset;
        fc.pre(at < versionAt || at >= versionAt + '"version":"v1"'.length);
        const flipped = Buffer.from(unsigned);
        flipped[at]! ^= 1 << bit;
        expect(['digest', 'size', 'manifest']).toContain((await refusalOf(flipped, anyone)).check);
      }),
      { numRuns: 150 },
    );
  });
});

describe('manifest', () => {
  const edited = async (edit: (manifest: Draft) => unknown) => refusalOf(forged(edit));

  it('refuses another format or contract before it looks at any other field', async () => {
    const format = await edited((manifest) => {
      manifest.format = 2;
      manifest.unheardOf = true;
    });
    expect(format).toMatchObject({ check: 'manifest', problem: 'format: the bundle says 2 and this build reads 1' });
    const proto = await edited((manifest) => {
      manifest.proto = 'nlu.v0';
    });
    expect(proto.problem).toBe('proto: the bundle says "nlu.v0" and this build reads nlu.v1');
  });

  it('names the field that is missing, wrong or unknown', async () => {
    const problem = async (edit: (manifest: Draft) => unknown) => (await edited(edit)).problem;
    expect(await problem((manifest) => delete manifest.figures)).toMatch(/^figures: /);
    expect(await problem((manifest) => (manifest.reranker.form = 'r9'))).toMatch(/^reranker\.form: /);
    expect(await problem((manifest) => (manifest.reranker.weights.domain = null))).toMatch(
      /^reranker\.weights\.domain: /,
    );
    expect(await problem((manifest) => (manifest.extra = 1))).toMatch(/extra/);
  });

  it('refuses parts that are unsorted, twice there or badly named', async () => {
    const check = async (edit: (manifest: Draft) => unknown) => (await edited(edit)).problem;
    expect(await check((manifest) => manifest.parts.reverse())).toMatch(/sorted/);
    expect(await check((manifest) => (manifest.parts[0]!.name = '../../etc/passwd'))).toMatch(/^parts\.0\.name/);
  });
});

it('refuses a manifest that is not canonical, not UTF-8 or nested past all measure', async () => {
  const { signature, body } = splitFrame(unsigned, DEFAULT_LIMITS);
  const withManifest = (manifest: Uint8Array) => refusalOf(joinFrame({ manifest, signature, body }), anyone);
  const text = Buffer.from(splitFrame(unsigned, DEFAULT_LIMITS).manifest).toString();
  expect((await withManifest(Buffer.from(` ${text}`))).check).toBe('digest');
  expect((await withManifest(Buffer.from(text.replace('{', '{"domain":"x",')))).check).toBe('digest');
  expect((await withManifest(Buffer.from([0xff, 0xfe]))).check).toBe('digest');
  expect((await withManifest(Buffer.from('[]'))).check).toBe('digest');
  expect((await withManifest(Buffer.from('['.repeat(400_000)))).check).toBe('digest');
});
