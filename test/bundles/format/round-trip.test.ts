import { createPrivateKey } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openBundle } from '../../../bundles/format/open.js';
import { datedVersion, packBundle } from '../../../bundles/format/pack.js';
import { generateKeys } from '../../../bundles/format/signature.js';
import { trustOf } from '../../../bundles/format/trust.js';
import { plainContents } from '../../support/models/bundles.js';

const anyone = trustOf([], true);
const keys = generateKeys();
const signWith = createPrivateKey(keys.privateKey);

it('gives back what was packed', async () => {
  const contents = plainContents();
  const bundle = await openBundle(packBundle(contents, { version: 'v1', signWith }), trustOf([keys.publicKey], false));
  expect(bundle.manifest).toMatchObject({ ...contents.manifest, format: 1, proto: 'nlu.v1', version: 'v1' });
  expect([...bundle.parts.keys()]).toEqual(['golden.json', 'weights.bin']);
  for (const [name, bytes] of contents.parts) expect(Buffer.from(bundle.parts.get(name)!).equals(bytes)).toBe(true);
  expect(bundle.signer).toBe(keys.publicKey);
});

it('gives any parts back, byte for byte', async () => {
  const parts = fc.dictionary(fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,20}$/), fc.uint8Array({ maxLength: 2000 }), {
    maxKeys: 6,
  });
  await fc.assert(
    fc.asyncProperty(parts, async (given) => {
      const bytes = packBundle({ ...plainContents(), parts: new Map(Object.entries(given)) }, { version: 'v1' });
      const opened = await openBundle(bytes, anyone);
      const found = [...opened.parts].map(([name, part]) => [name, [...part]]);
      expect(found).toEqual(
        Object.keys(given)
          .sort()
          .map((name) => [name, [...given[name]!]]),
      );
    }),
    { numRuns: 40 },
  );
});

it('names the same contents by the same digest, whatever the version, the signature and the order of keys', async () => {
  const { manifest, parts } = plainContents();
  const reversed = Object.fromEntries(Object.entries(manifest).reverse()) as typeof manifest;
  const first = await openBundle(packBundle({ manifest, parts }, { version: 'v1' }), anyone);
  const other = { manifest: reversed, parts: new Map([...parts].reverse()) };
  const bytes = packBundle(other, { version: datedVersion(new Date('2026-03-04T23:59:59Z')), signWith });
  const second = await openBundle(bytes, trustOf([keys.publicKey], false));
  expect(second.digest).toBe(first.digest);
  expect(second.manifest.version).toBe(`20260304-${first.digest.slice(0, 8)}`);
  expect(packBundle({ manifest, parts }, { version: 'v1' })).toEqual(packBundle(other, { version: 'v1' }));
});

it('names other contents by another digest', async () => {
  const digestOf = async (contents: ReturnType<typeof plainContents>) =>
    (await openBundle(packBundle(contents, { version: 'v1' }), anyone)).digest;
  const base = plainContents();
  const otherSeed = plainContents({ training: { ...base.manifest.training, seed: 8 } });
  const otherPart = { ...base, parts: new Map([...base.parts, ['weights.bin', Buffer.from('x')] as const]) };
  const digests = await Promise.all([base, otherSeed, otherPart, plainContents({ domain: 'books' })].map(digestOf));
  expect(new Set(digests).size).toBe(4);
});

it('refuses to pack what the manifest cannot say, naming the field', () => {
  const pack = (contents: ReturnType<typeof plainContents>, version = 'v1') => packBundle(contents, { version });
  expect(() => pack(plainContents({ domain: 'Music!' }))).toThrow(/^manifest\.domain: /);
  expect(() => pack(plainContents(), '../escape')).toThrow(/^manifest\.version: /);
  const weights = { domain: Number.NaN };
  expect(() => pack(plainContents({ reranker: { form: 'r3', weights } }))).toThrow(/NaN/);
});
