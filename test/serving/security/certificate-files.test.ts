import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { callUnary } from '../../../serving/rpc/client.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { startServer } from '../../../serving/rpc/server.js';
import { CertificateFiles } from '../../../serving/security/certificate-files.js';
import { channelCredentials, serverCredentials } from '../../../serving/security/credentials.js';
import { temporaryFolder } from '../../support/files.js';
import { makeAuthority } from '../../support/servers/certificates.js';
import { domainPeer } from '../../support/servers/domain-peer.js';
import { dial } from '../../support/servers/serve.js';

const nobody = { reloaded: () => {}, unusable: () => {} };

test('files that change are used by new connections, of servers and of channels', { timeout: 60_000 }, async () => {
  const [old, next] = [makeAuthority(), makeAuthority()];
  const folder = temporaryFolder();
  const files = { certificateFile: join(folder, 'tls.pem'), keyFile: join(folder, 'tls.key') };
  const caFile = join(folder, 'ca.pem');
  const install = (authority: typeof old) => {
    const { certificateFile, keyFile } = authority.issue('peer.test');
    copyFileSync(certificateFile, files.certificateFile);
    copyFileSync(keyFile, files.keyFile);
    copyFileSync(authority.caFile, caFile);
  };
  install(old);
  const events: string[] = [];
  const listener = { reloaded: () => void events.push('reloaded'), unusable: () => {} };
  const settings = {
    host: '127.0.0.1',
    services: [domainPeer({ interpret: async () => ({ requestId: 'hello' }) })],
    credentials: serverCredentials({ ...files, clientCaFile: caFile, clientNames: ['peer.test'] }, listener),
  };
  const server = await startServer({ ...settings, port: 0 });
  const ask = (trusted: string, identity = files) => {
    const credentials = channelCredentials({ caFile: trusted, ...identity }, nobody);
    const channel = dial(server.address, { credentials, serverName: 'peer.test' });
    return callUnary(channel, definitions().domain.Interpret, {}, { timeoutMs: 3_000 });
  };
  // As long-lived as a gateway's, over the same files.
  const steady = dial(server.address, {
    credentials: channelCredentials({ caFile, ...files }, nobody),
    serverName: 'peer.test',
  });
  const askSteadily = () => callUnary(steady, definitions().domain.Interpret, {}, { timeoutMs: 10_000 });
  expect(await askSteadily()).toMatchObject({ requestId: 'hello' });
  const oldIdentity = old.issue('peer.test');
  expect(await ask(old.caFile)).toMatchObject({ requestId: 'hello' });
  install(next);
  await vi.waitFor(() => expect(events).toContain('reloaded'), { timeout: 10_000 });
  expect(await ask(next.caFile)).toMatchObject({ requestId: 'hello' });
  await expect(ask(old.caFile)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await expect(ask(next.caFile, oldIdentity)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await server.drain(100);
  const restarted = await startServer({ ...settings, port: server.port });
  await vi.waitFor(async () => expect(await askSteadily()).toMatchObject({ requestId: 'hello' }), { timeout: 15_000 });
  await restarted.drain(100);
});

test('a certificate without its key is told of once and not used', () => {
  const authority = makeAuthority();
  const first = authority.issue('peer.test');
  const folder = temporaryFolder();
  const files = { certificateFile: join(folder, 'tls.pem'), keyFile: join(folder, 'tls.key') };
  copyFileSync(first.certificateFile, files.certificateFile);
  copyFileSync(first.keyFile, files.keyFile);
  const events: string[] = [];
  const provider = new CertificateFiles(files, {
    reloaded: () => void events.push('reloaded'),
    unusable: ({ message }) => void events.push(message),
  });
  const second = authority.issue('peer.test');
  copyFileSync(second.certificateFile, files.certificateFile);
  provider.check();
  provider.check();
  expect(events).toEqual([expect.stringMatching(/tls\.pem, .*tls\.key: do not make a TLS identity: .*mismatch/)]);
  copyFileSync(second.keyFile, files.keyFile);
  provider.check();
  expect(events[1]).toBe('reloaded');
});

test('what cannot be used at start is refused by the name of its file', () => {
  const folder = temporaryFolder();
  const missing = join(folder, 'missing.pem');
  expect(() => new CertificateFiles({ caFile: missing }, nobody)).toThrow(/missing\.pem: cannot be read/);
  const garbage = join(folder, 'garbage.pem');
  writeFileSync(garbage, 'no PEM');
  const { keyFile } = makeAuthority().issue('peer.test');
  expect(() => new CertificateFiles({ certificateFile: garbage, keyFile }, nobody)).toThrow(/garbage\.pem/);
});
