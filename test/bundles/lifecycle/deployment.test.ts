import { createPrivateKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../bundles/format/canonical-json.js';
import { generateKeys, signBytes } from '../../../bundles/format/signature.js';
import { ANY_SIGNER, trustOf } from '../../../bundles/format/trust.js';
import { type Deployment, readDeployment, writeDeployment } from '../../../bundles/lifecycle/deployment.js';

const keys = generateKeys();
const key = createPrivateKey(keys.privateKey);
const trust = trustOf([keys.publicKey], false);
const anyone = trustOf([], true);

const record: Deployment = {
  domain: 'music',
  counter: 7,
  stage: 'active',
  version: 'v7',
  digest: 'a'.repeat(64),
  object: 'b'.repeat(64),
  who: 'ann',
  when: '2026-01-02T03:04:05.000Z',
  why: 'more soundtracks',
  gates: ['passed ece: 0.0100 -> 0.0090'],
};

describe('a deployment record', () => {
  it('is read as it was written, and names its signer', () => {
    expect(readDeployment('music', writeDeployment(record, key), trust)).toMatchObject({
      deployment: record,
      signer: keys.publicKey,
    });
    expect(readDeployment('music', writeDeployment(record), anyone)).toMatchObject({ deployment: record });
  });

  it('keeps its signature with fields of another release, and when its keys are written in another order', () => {
    const signed = JSON.parse(writeDeployment({ ...record, canary: { share: 0.1 } } as Deployment, key));
    const reversed = JSON.stringify(Object.fromEntries(Object.entries(signed).reverse()));
    expect(readDeployment('music', reversed, trust).deployment).toEqual(record);
  });

  it.each<[string, (signed: Record<string, unknown>) => unknown, RegExp]>([
    ['its counter is raised', (signed) => ({ ...signed, counter: 8 }), /signed by none of the 1 trusted key, or was/],
    ['its version is another', (signed) => ({ ...signed, version: 'v6' }), /signed by none/],
    ['a candidate is made active', (signed) => ({ ...signed, stage: 'candidate' }), /signed by none/],
    ['a field is added', (signed) => ({ ...signed, forced: [] }), /signed by none/],
    ['the signature is cut', (signed) => ({ ...signed, signature: 'AAAA' }), /signed by none/],
    ['the signature is no text', (signed) => ({ ...signed, signature: 7 }), /signed by none/],
    [
      'the signature is taken away',
      ({ signature: _, ...rest }) => rest,
      /is unsigned; deploy it again with --sign-with/,
    ],
  ])('is refused when %s', (_what, change, problem) => {
    const text = JSON.stringify(change(JSON.parse(writeDeployment(record, key))));
    expect(() => readDeployment('music', text, trust)).toThrow(problem);
  });

  it('of another domain is refused under this one’s key', () => {
    const text = writeDeployment({ ...record, domain: 'books' }, key);
    expect(() => readDeployment('music', text, trust)).toThrow('the deployment record of music is one of books');
  });

  it('is refused with the signature that a bundle’s manifest of the same text would have', () => {
    const signature = Buffer.from(signBytes(Buffer.from(canonicalJson(record)), key)).toString('base64url');
    expect(() => readDeployment('music', JSON.stringify({ ...record, signature }), trust)).toThrow(/signed by none/);
  });

  it('of a release that did not count is read where unsigned ones are, as the oldest', () => {
    const { domain: _d, counter: _c, stage: _s, object: _o, gates: _g, ...old } = record;
    expect(readDeployment('music', JSON.stringify(old), ANY_SIGNER).deployment).toEqual({
      ...old,
      domain: 'music',
      counter: 0,
      stage: 'active',
    });
    expect(() => readDeployment('music', JSON.stringify(old), trust)).toThrow(/is unsigned/);
  });
});

describe('a key for some domains', () => {
  const scoped = [`${keys.publicKey}@music,video`];

  it.each([
    ['music', true],
    ['video', true],
    ['books', false],
    ['priors', false],
  ])('for %s counts: %s', (domain, counts) => {
    expect(trustOf(scoped, false, domain).keys).toHaveLength(counts ? 1 : 0);
    const text = writeDeployment({ ...record, domain }, key);
    const read = () => readDeployment(domain, text, trustOf(scoped, false, domain));
    if (counts) expect(read().signer).toBe(keys.publicKey);
    else expect(read).toThrow(/signed by none of the 0 trusted keys/);
  });

  it('is checked like any other', () => {
    expect(() => trustOf(['ed25519:short@music'], false, 'books')).toThrow(/is not a public key/);
  });
});
