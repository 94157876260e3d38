import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { domainConfigSchema } from '../../../domains/core/service/config.js';
import { peerNames } from '../../../serving/security/peer-names.js';
import { callerOf } from '../../../serving/security/tokens.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const callers = [
  { name: 'phone', tokenSha256: sha256('aaa') },
  { name: 'car', tokenSha256: sha256('bbb') },
  // Nobody's token: what is hashed where no token was sent.
  { name: 'nobody', tokenSha256: sha256('') },
];

describe('tokens', () => {
  test.each([
    ['Bearer aaa', 'phone'],
    ['bearer bbb', 'car'],
  ])('%s belongs to %s', (authorization, name) => expect(callerOf(authorization, callers)).toBe(name));

  test.each([
    '',
    'Bearer',
    'Bearer ',
    'aaa',
    'Basic aaa',
    'Bearer aaa bbb',
    'Bearer ccc',
    'Bearer aaa\n',
    `Bearer ${'a'.repeat(5000)}`,
  ])('%j belongs to nobody', (authorization) => expect(callerOf(authorization, callers)).toBeUndefined());
});

describe('names of a certificate', () => {
  test('are its DNS names and URIs', () => {
    const subjectaltname = 'DNS:gateway.nlu, IP Address:127.0.0.1, URI:spiffe://nlu/gateway';
    expect(peerNames({ subjectaltname })).toEqual(['gateway.nlu', 'spiffe://nlu/gateway']);
  });

  test('are none where there is no certificate, and none that Node had to quote', () => {
    expect(peerNames(undefined)).toEqual([]);
    expect(peerNames({ subjectaltname: 'URI:"http://a/, DNS:gateway.nlu, x"' })).toEqual([]);
  });
});

describe('the configuration', () => {
  const tls = { certificateFile: 'a', keyFile: 'b' };

  test('asks who may call where it says who signs', () => {
    expect(() => domainConfigSchema.parse({ listen: { tls: { ...tls, clientCaFile: 'c' } } })).toThrow(
      /stand together/,
    );
    expect(() => domainConfigSchema.parse({ listen: { tls: { ...tls, clientNames: ['x'] } } })).toThrow(
      /stand together/,
    );
  });

  test('takes no token that is not hashed', () => {
    expect(() => domainConfigSchema.parse({ callers: [{ name: 'phone', tokenSha256: 'aaa' }] })).toThrow(/64 hexa/);
  });
});
