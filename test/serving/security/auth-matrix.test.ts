import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type ChannelCredentials, credentials, Metadata } from '@grpc/grpc-js';
import { service as health } from 'grpc-health-check';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { VersionReport } from '../../../bundles/lifecycle/version-record.js';
import { bundleFile, writeActiveBundle } from '../../../bundles/sources/bundle-directory.js';
import { gatewayConfigSchema } from '../../../gateway/service/config.js';
import { startGateway } from '../../../gateway/service/start.js';
import type { Method } from '../../../proto/client/unary-call.js';
import { callUnary } from '../../../serving/rpc/client.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { recordedLog } from '../../support/log.js';
import { type Authority, type Identity, makeAuthority } from '../../support/servers/certificates.js';
import { musicDomain } from '../../support/servers/music-domain.js';
import { dial } from '../../support/servers/serve.js';

const token = 'correct-horse-battery-staple';
const tokenSha256 = createHash('sha256').update(token).digest('hex');
const { Interpret } = definitions().gateway;
/** A busy machine takes its time. */
const until = (check: () => unknown) => vi.waitFor(check, { timeout: 15_000 });
const utterance = 'play the secret song';

let authority: Authority;
let stranger: Authority;

/** The whole way with TLS on every hop: orchestrator, gateway, music. */
async function secureStack(gatewayIdentity: (authority: Authority) => Identity = (own) => own.issue('gateway.test')) {
  authority = makeAuthority();
  stranger = makeAuthority();
  const { caFile } = authority;
  const reports: VersionReport[] = [];
  const domainLog = recordedLog();
  const gatewayLog = recordedLog();
  const { domain, directory } = await musicDomain(
    { listen: { tls: { ...authority.issue('music.test'), clientCaFile: caFile, clientNames: ['gateway.test'] } } },
    { log: domainLog.log, versionLog: { onChange: (report) => void reports.push(report), onProblem: () => {} } },
  );
  const gatewayFiles = gatewayIdentity(authority);
  const config = gatewayConfigSchema.parse({
    listen: {
      port: 0,
      tls: { ...authority.issue('front.test'), clientCaFile: caFile, clientNames: ['orchestrator.test'] },
    },
    callers: [{ name: 'phone', tokenSha256 }],
    domains: [{ name: 'music', addresses: [domain.address], serverName: 'music.test' }],
    domainTls: { caFile, ...gatewayFiles },
    drainMs: 100,
  });
  const gateway = await startGateway(config, { log: gatewayLog.log });
  onTestFinished(() => gateway.stop());
  return { gateway: gateway.address, domain: domain.address, directory, reports, gatewayLog, domainLog };
}

function identity(of: Authority, name: string, days?: number): ChannelCredentials {
  const { certificateFile, keyFile } = of.issue(name, days);
  return credentials.createSsl(readFileSync(authority.caFile), readFileSync(keyFile), readFileSync(certificateFile));
}

const bearer = (value: string) => {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${value}`);
  return metadata;
};

function ask(address: string, own: ChannelCredentials, metadata = new Metadata()) {
  const channel = dial(address, { credentials: own });
  return callUnary(channel, Interpret, { utterance }, { timeoutMs: 3_000, metadata });
}

describe('the gateway', () => {
  test('answers an orchestrator that has both the certificate and the token', async () => {
    const { gateway, gatewayLog } = await secureStack();
    const reply = await ask(gateway, identity(authority, 'orchestrator.test'), bearer(token));
    expect(reply.domains).toMatchObject([{ domain: 'music', status: 'DOMAIN_STATUS_CODE_OK' }]);
    expect(gatewayLog.text()).not.toContain(token);
  });

  test.each<[string, () => [ChannelCredentials, Metadata?], string, RegExp]>([
    ['no token', () => [identity(authority, 'orchestrator.test')], 'UNAUTHENTICATED', /is missing/],
    [
      'a wrong token',
      () => [identity(authority, 'orchestrator.test'), bearer(`${token}!`)],
      'UNAUTHENTICATED',
      /not the token/,
    ],
    [
      'the hash as the token',
      () => [identity(authority, 'orchestrator.test'), bearer(tokenSha256)],
      'UNAUTHENTICATED',
      /not the token/,
    ],
    [
      "a domain's certificate",
      () => [identity(authority, 'music.test'), bearer(token)],
      'PERMISSION_DENIED',
      /for music\.test, which may not/,
    ],
    [
      'an expired certificate',
      () => [identity(authority, 'orchestrator.test', -1), bearer(token)],
      'UNAVAILABLE',
      /EXPIRED/,
    ],
    [
      'a certificate of another authority',
      () => [identity(stranger, 'orchestrator.test'), bearer(token)],
      'UNAVAILABLE',
      /UNABLE_TO|SELF_SIGNED/,
    ],
    [
      'no certificate',
      () => [credentials.createSsl(readFileSync(authority.caFile)), bearer(token)],
      'UNAVAILABLE',
      /PEER_DID_NOT_RETURN/,
    ],
    ['plain text', () => [credentials.createInsecure(), bearer(token)], 'UNAVAILABLE', /ERR_SSL/],
  ])('refuses %s, and logs it without secrets', async (_name, caller, code, reason) => {
    const { gateway, gatewayLog, domainLog } = await secureStack();
    await expect(ask(gateway, ...caller())).rejects.toMatchObject({ code });
    await until(() => expect(gatewayLog.text()).toContain('turned away'));
    expect(gatewayLog.lines[0]).toMatchObject({ peer: expect.any(String), reason: expect.stringMatching(reason) });
    for (const secret of [token, tokenSha256, utterance, 'PRIVATE KEY']) {
      expect(gatewayLog.text() + domainLog.text()).not.toContain(secret);
    }
  });

  test('tells its health without a token', async () => {
    const { gateway } = await secureStack();
    const channel = dial(gateway, { credentials: identity(authority, 'orchestrator.test') });
    const check = health.Check as unknown as Method<object, { status: string }>;
    expect(await callUnary(channel, check, { service: '' }, { timeoutMs: 3_000 })).toEqual({ status: 'SERVING' });
  });
});

describe('a domain', () => {
  const askDomain = (address: string, own: ChannelCredentials) =>
    callUnary(dial(address, { credentials: own }), definitions().domain.Interpret, { utterance }, { timeoutMs: 3_000 });

  test.each<[string, () => ChannelCredentials, string]>([
    ["an orchestrator's certificate", () => identity(authority, 'orchestrator.test'), 'PERMISSION_DENIED'],
    ["another domain's certificate", () => identity(authority, 'books.test'), 'PERMISSION_DENIED'],
    ['an expired certificate', () => identity(authority, 'gateway.test', -1), 'UNAVAILABLE'],
    ['a certificate of another authority', () => identity(stranger, 'gateway.test'), 'UNAVAILABLE'],
    ['plain text', () => credentials.createInsecure(), 'UNAVAILABLE'],
  ])('refuses %s', async (_name, caller, code) => {
    const { domain, domainLog } = await secureStack();
    await expect(askDomain(domain, caller())).rejects.toMatchObject({ code });
    await until(() => expect(domainLog.text()).toContain('turned away'));
    expect(domainLog.text()).not.toContain(utterance);
  });

  test('a gateway without the right identity gets no answer of it, and says so', async () => {
    const { gateway } = await secureStack((own) => own.issue('orchestrator.test'));
    const asking = ask(gateway, identity(authority, 'orchestrator.test'), bearer(token));
    await expect(asking).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('may not call here'),
    });
  });

  test('refuses an old bundle that is replayed under a new version, and goes on with what it has', async () => {
    const { directory, gateway, reports } = await secureStack();
    await writeActiveBundle(directory, { version: 'v2' }, await readFile(bundleFile(directory, 'v1')));
    await until(() => expect(reports.at(-1)).toMatchObject({ version: 'v2', state: { name: 'refused' } }));
    const reply = await ask(gateway, identity(authority, 'orchestrator.test'), bearer(token));
    expect(reply.domains).toMatchObject([{ bundleVersion: 'v1', status: 'DOMAIN_STATUS_CODE_OK' }]);
  });
});

beforeAll(() => {
  // Key generation on a busy machine is the slow part of every test here.
  vi.setConfig({ testTimeout: 60_000 });
});
