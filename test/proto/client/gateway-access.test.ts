import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { GatewayClientOptions } from '../../../proto/client/index.js';
import { startServer } from '../../../serving/rpc/server.js';
import type { CallContext } from '../../../serving/rpc/unary.js';
import { serverCredentials } from '../../../serving/security/credentials.js';
import { temporaryFile } from '../../support/files.js';
import { makeAuthority } from '../../support/servers/certificates.js';
import { clientOf, failureOf, scripted } from '../../support/servers/gateway-clients.js';
import { gatewayPeer } from '../../support/servers/gateway-peer.js';

const utterance = 'play';

describe('access', () => {
  const tokenOf = (context: CallContext | undefined) => context?.metadata.get('authorization');

  test('a token goes with every call', async () => {
    const { address, asked } = await scripted('open');
    await clientOf({ gateways: [address], token: 'secret' }).interpret({ utterance });
    expect(tokenOf(asked[0])).toEqual(['Bearer secret']);
  });

  test('a token file is read again after a while, and its token kept while it is unreadable', async () => {
    const { address, asked } = await scripted('open');
    const file = temporaryFile('token', 'first\n');
    const client = clientOf({ gateways: [address], tokenFile: file, deadlineMs: 10_000 });
    const clock = vi.spyOn(performance, 'now');
    onTestFinished(() => clock.mockRestore());
    const clockAt = (ms: number) => clock.mockReturnValue(ms);
    await client.interpret({ utterance });
    writeFileSync(file, 'second');
    await client.interpret({ utterance });
    clockAt(10 ** 9);
    await client.interpret({ utterance });
    writeFileSync(file, 'no token');
    clockAt(2 * 10 ** 9);
    await client.interpret({ utterance });
    expect(asked.map(tokenOf)).toEqual(['first', 'first', 'second', 'second'].map((token) => [`Bearer ${token}`]));
  });

  test('TLS, with a certificate of the client, a server name and a token', async () => {
    const authority = makeAuthority();
    const [front, phone] = [authority.issue('front.test'), authority.issue('phone.test')];
    const credentials = serverCredentials(
      { ...front, clientCaFile: authority.caFile, clientNames: ['phone.test'] },
      { reloaded: () => {}, unusable: () => {} },
    );
    const services = [gatewayPeer({ interpret: async () => ({ requestId: 'secure' }) })];
    const server = await startServer({ host: '127.0.0.1', port: 0, services, credentials });
    onTestFinished(() => server.drain(1));
    const own = { cert: readFileSync(phone.certificateFile), key: readFileSync(phone.keyFile, 'utf8') };
    const ca = readFileSync(authority.caFile);
    const ask = (tls: GatewayClientOptions['tls']) =>
      clientOf({ gateways: [server.address], tls, token: 'secret', deadlineMs: 10_000 }).interpret({ utterance });

    expect((await ask({ ca, ...own, serverName: 'front.test' })).requestId).toBe('secure');
    const refusal = async (tls: GatewayClientOptions['tls']) => {
      const { code, message } = await failureOf(ask(tls));
      expect({ code, lines: message.split('\n').length }).toEqual({ code: 'UNAVAILABLE', lines: 1 });
      expect(message).toContain(`gateway ${server.address}: no connection could be made; `);
      return message;
    };
    expect(await refusal({ ca, ...own, serverName: 'other.test' })).toMatch(
      /give the right one as tls.serverName.*other\.test/u,
    );
    expect(await refusal({ ca: readFileSync(makeAuthority().caFile), ...own })).toContain('unknown authority: give');
    expect(await refusal({ ca })).toMatch(/give tls\.cert and tls\.key \(tlsv13 alert certificate required\)$/u);
    const stranger = makeAuthority().issue('phone.test');
    const shown = { cert: readFileSync(stranger.certificateFile), key: readFileSync(stranger.keyFile) };
    expect(await refusal({ ca, ...shown })).toContain('tls.cert');
  });
});
