import { describe, expect, it, onTestFinished } from 'vitest';
import { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import { temporaryFile } from '../../support/files.js';
import { makeAuthority } from '../../support/servers/certificates.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../../support/servers/nats-server.js';

/** A nats-server that speaks TLS only, and asks for a certificate and a token. */
async function secureNats() {
  const authority = makeAuthority();
  const { certificateFile, keyFile } = authority.issue('localhost');
  const tls = [
    '--tls',
    '--tlscert',
    certificateFile,
    '--tlskey',
    keyFile,
    '--tlscacert',
    authority.caFile,
    '--tlsverify',
  ];
  const server = await startNats([...tls, '--auth', 'nats-token']);
  // By name: the client checks a certificate against names, not addresses.
  return { authority, server, servers: [server.address.replace('127.0.0.1', 'localhost')] };
}

/** Why a client cannot use the stores. */
function refusal(options: ConstructorParameters<typeof NatsStores>[0]): Promise<string> {
  const stores = new NatsStores(options);
  onTestFinished(() => stores.close());
  return new Promise((resolve, reject) => {
    stores.start({ up: () => reject(new Error('it was let in')), down: ({ message }) => resolve(message) });
  });
}

describe.runIf(hasNats)(`NATS over TLS${NEEDS_NATS}`, { timeout: 60_000 }, () => {
  it('takes a client with a certificate of the authority and the token', async () => {
    const { authority, server, servers } = await secureNats();
    const tls = { caFile: authority.caFile, ...authority.issue('music.test') };
    const stores = await storesOf(server, { servers, tls, token: 'nats-token' });
    await stores.putKey('nlu-deployments', 'music', 'v1');
    expect(await stores.getKey('nlu-deployments', 'music')).toMatchObject({ text: 'v1' });
    const tokenFile = temporaryFile('token', 'nats-token\n');
    const byFile = await storesOf(server, { servers, tls, tokenFile });
    expect(await byFile.getKey('nlu-deployments', 'music')).toMatchObject({ text: 'v1' });
  });

  it('refuses a client without a certificate, one of another authority, and a wrong token', async () => {
    const { authority, servers } = await secureNats();
    const { caFile } = authority;
    const own = authority.issue('music.test');
    const options = { servers, name: 'test', token: 'nats-token' };
    expect(await refusal({ ...options, tls: { caFile } })).not.toContain('altnames');
    const stranger = makeAuthority().issue('music.test');
    expect(await refusal({ ...options, tls: { caFile, ...stranger } })).not.toContain('altnames');
    expect(await refusal({ ...options, token: 'wrong', tls: { caFile, ...own } })).toMatch(/authorization/i);
  });

  it('a password in an address is told to nobody', async () => {
    for (const host of ['127.0.0.1:1', 'nats.invalid:4222']) {
      const stores = new NatsStores({ servers: [`nats://me:s3cr3t@${host}`, `me:s3cr3t@${host}`], name: 'test' });
      expect(stores.place).toBe(`NATS at nats://(hidden)@${host}, (hidden)@${host}`);
      expect(await refusal({ servers: [`nats://me:s3cr3t@${host}`], name: 'test' })).not.toContain('s3cr3t');
    }
  });

  it('a client does not trust a server of another authority', async () => {
    const { servers } = await secureNats();
    const { caFile } = makeAuthority();
    const reason = await refusal({ servers, name: 'test', token: 'nats-token', tls: { caFile } });
    expect(reason).toMatch(/self.signed certificate|unable to verify|unable to get/i);
  });
});
