import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { createGatewayClient, type GatewayClientOptions, GatewayError } from '../../../proto/client/index.js';
import { temporaryFile } from '../../support/files.js';
import { makeAuthority } from '../../support/servers/certificates.js';
import { gatewayPeer } from '../../support/servers/gateway-peer.js';
import { serve } from '../../support/servers/serve.js';

/** What opening a client throws; what callers in JavaScript may give is of any type. */
function refusalOf(options: unknown): string {
  try {
    createGatewayClient(options as GatewayClientOptions).close();
  } catch (error) {
    expect(error).toBeInstanceOf(GatewayError);
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', gateway: undefined });
    return (error as GatewayError).message;
  }
  return 'taken';
}

const here = { gateways: ['127.0.0.1:1'] };

test.each<[unknown, RegExp]>([
  [undefined, /^options: no object/u],
  [{}, /^gateways: name at least one/u],
  [{ gateways: [] }, /^gateways: name at least one/u],
  [{ gateways: 'h:1' }, /^gateways: name at least one, in a list/u],
  [{ gateways: [50_050] }, /^gateways: 50050 is not host:port/u],
  [{ ...here, deadlineMs: 0 }, /^deadlineMs: 0 is not/u],
  [{ ...here, deadlineMs: '300' }, /^deadlineMs: 300 is not/u],
  [{ ...here, hedgeAfterMs: Number.NaN }, /^hedgeAfterMs: NaN is not/u],
  [{ ...here, token: 'two words' }, /^token: holds no token/u],
  [{ ...here, token: null }, /^token: holds no token/u],
  [{ ...here, tokenFile: 'no/such/file' }, /^tokenFile: cannot be read/u],
  [{ ...here, token: 'a', tokenFile: 'b' }, /^token, tokenFile: give one/u],
  [{ gateways: ['gateway.example:1'], token: 'a' }, /^token: would travel to gateway\.example:1 in plain text/u],
  [{ ...here, tls: true }, /^tls: is not an object/u],
  [{ ...here, tls: null }, /^tls: is not an object/u],
  [{ ...here, tls: { cert: 'a' } }, /^tls: cert and key go together/u],
  [{ ...here, tls: { key: 'a' } }, /^tls: cert and key go together/u],
  [{ ...here, tls: { cert: 'garbage', key: 'garbage' } }, /^tls\.cert: holds no certificate in PEM/u],
  [{ ...here, tls: { ca: 'garbage' } }, /^tls\.ca: holds no certificate in PEM/u],
  [{ ...here, tls: { ca: 5 } }, /^tls\.ca: is neither text nor a Buffer/u],
  [{ ...here, tls: { serverName: '' } }, /^tls\.serverName: is no name/u],
])('%j is refused', (options, message) => {
  expect(refusalOf(options)).toMatch(message);
});

test.each([
  'somewhere',
  'http://h:1',
  'unix:///x',
  'dns:///h:1',
  ':50050',
  'h:',
  'h:0',
  'h:65536',
  'h:99999',
  ' h:1',
  'h:1 ',
  'h:1\n',
  'h\0:1',
  'a:b:1',
  '::1:1',
  '[h]:1',
  '[::1:1',
  'user@h:1',
])('the address %j is refused', (address) => {
  const message = `gateways: ${JSON.stringify(address)} is not host:port`;
  expect(refusalOf({ gateways: ['127.0.0.1:1', address] })).toBe(message);
});

test.each(['h:1', 'gateway-a.nlu_1.svc.:65535', '10.0.0.1:080', '[::1]:1', '[fe80::1%eth0]:1', 'bücher.example:1'])(
  'the address %j is taken',
  (address) => {
    expect(refusalOf({ gateways: [address] })).toBe('taken');
  },
);

test('a host that has the name of a gRPC scheme is a host', async () => {
  const client = createGatewayClient({ gateways: ['unix:1'], deadlineMs: 10_000 });
  onTestFinished(() => client.close());
  await expect(client.describe()).rejects.toThrow(/resol/u);
});

test('an address in brackets is called', async () => {
  const { address } = await serve(gatewayPeer({ interpret: async () => ({ requestId: 'r' }) }));
  const client = createGatewayClient({ gateways: [address.replace('127.0.0.1', '[::ffff:127.0.0.1]')] });
  onTestFinished(() => client.close());
  expect(await client.interpret({}, { deadlineMs: 10_000 })).toMatchObject({ requestId: 'r' });
});

test('files for TLS are read before the first call', () => {
  const authority = makeAuthority();
  const [one, two] = [authority.issue('one.test'), authority.issue('two.test')];
  const read = (file: string) => readFileSync(file, 'utf8');
  const [ca, cert, key] = [authority.caFile, one.certificateFile, one.keyFile].map(read);
  const broken = ca.replace(/[A-Za-z0-9+/]{20}/u, 'x'.repeat(20));
  const locked = createPrivateKey(key).export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: 'secret',
  });
  const weak = { key: temporaryFile('weak.key', ''), cert: temporaryFile('weak.pem', '') };
  const rsa = ['-newkey', 'rsa:512', '-nodes', '-keyout', weak.key];
  execFileSync('openssl', ['req', '-x509', ...rsa, '-out', weak.cert, '-subj', '/CN=weak'], { stdio: 'pipe' });
  const refusal = (tls: GatewayClientOptions['tls']) => refusalOf({ ...here, tls });

  expect(refusal({ ca: broken })).toBe('tls.ca: certificate 1 cannot be read');
  expect(refusal({ ca: `${ca}${broken}` })).toBe('tls.ca: certificate 2 cannot be read');
  expect(refusal({ ca: authority.caFile })).toMatch(/^tls\.ca: holds no .*; give a file's contents, not its path$/u);
  expect(refusal({ cert, key: 'garbage' })).toMatch(/^tls\.key: is no private key in PEM/u);
  expect(refusal({ cert, key: locked })).toMatch(/^tls\.key: is no private key in PEM without a passphrase/u);
  expect(refusal({ cert, key: read(two.keyFile) })).toMatch(/^tls\.key: is not the key of the first certificate/u);
  expect(refusal({ cert: read(weak.cert), key: read(weak.key) })).toMatch(/^tls: .*key too small$/u);

  expect(refusal({})).toBe('taken');
  expect(refusal({ ca: Buffer.from(`# ours\n${ca}# again\r\n${ca.replaceAll('\n', '\r\n')}`) })).toBe('taken');
  expect(refusal({ ca, cert: `${cert}${ca}`, key: Buffer.from(key) })).toBe('taken');
});
