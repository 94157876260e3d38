import { readFileSync } from 'node:fs';
import { constants } from 'node:http2';
import { connect } from 'node:net';
import { ServerCredentials } from '@grpc/grpc-js';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { servingConfig } from '../../../../serving/config/serving-config.js';
import { callUnary } from '../../../../serving/rpc/client.js';
import type { EndedConnection } from '../../../../serving/rpc/connections/connection-guard.js';
import type { ConnectionRules } from '../../../../serving/rpc/connections/connection-limit.js';
import { definitions } from '../../../../serving/rpc/definitions.js';
import { startServer } from '../../../../serving/rpc/server.js';
import { makeAuthority } from '../../../support/servers/certificates.js';
import { domainPeer } from '../../../support/servers/domain-peer.js';
import { frame, rawConnection, rawStream } from '../../../support/servers/raw-call.js';
import { dial } from '../../../support/servers/serve.js';

const schema = z.strictObject(servingConfig({ port: 0, admission: { queue: 1, queueMs: 1, slowMs: 1 } }));
const { Interpret } = definitions().domain;

/** Another address of this machine than its clients have by themselves. */
const ELSEWHERE = '127.0.0.2';

async function serve(connections: ConnectionRules, server = ServerCredentials.createInsecure()) {
  const ended: EndedConnection[] = [];
  const running = await startServer({
    host: '127.0.0.1',
    port: 0,
    credentials: server,
    services: [domainPeer({ interpret: async () => ({}) })],
    connections,
    onEndedConnection: (one) => ended.push(one),
  });
  onTestFinished(() => running.drain(100));
  return { address: running.address, ended, causes: () => new Set(ended.map(({ cause }) => cause)) };
}

/** Whether a connection from an address is kept: a server that limits it says nothing and closes. */
function isKept(address: string, from: string): Promise<boolean> {
  const [host, port] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port), localAddress: from });
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => {});
    socket.on('close', () => resolve(false));
    // The server's SETTINGS.
    socket.once('data', () => resolve(true));
  });
}

const kept = async (address: string, from: string, tries: number) =>
  (await Promise.all(Array.from({ length: tries }, () => isKept(address, from)))).filter(Boolean).length;

const answers = (address: string) =>
  expect(callUnary(dial(address), Interpret, {}, { timeoutMs: 5_000 })).resolves.toBeDefined();

test('a peer that opens connections faster than it may is refused them, and others are not', async () => {
  const { address, ended, causes } = await serve({ perSecond: 0.1, burst: 5, exempt: [] });
  expect(await kept(address, ELSEWHERE, 20)).toBe(5);
  expect(causes()).toEqual(new Set(['connections']));
  expect(ended[0]).toMatchObject({ peer: expect.stringMatching(/^127\.0\.0\.2:\d+$/), reason: expect.any(String) });
  await answers(address);
});

test('a proxy may open as many as it likes', async () => {
  const { address, ended } = await serve({ perSecond: 0.1, burst: 5, exempt: ['127.0.0.2/31'] });
  expect(await kept(address, ELSEWHERE, 20)).toBe(20);
  expect(ended).toEqual([]);
});

test('what is exempt is addresses and networks, or a configuration is refused', () => {
  const parse = (exempt: string[]) => schema.safeParse({ listen: { connections: { exempt } } });
  expect(parse(['10.0.0.0/8', '::1']).success).toBe(true);
  expect(parse(['proxy.example']).error?.issues).toMatchObject([
    {
      path: ['listen', 'connections', 'exempt', 0],
      message: 'expected an IP address, or a network such as 10.0.0.0/8',
    },
  ]);
});

test('a peer is refused before TLS begins', async () => {
  const { certificateFile, keyFile } = makeAuthority().issue('front.test');
  const pair = { cert_chain: readFileSync(certificateFile), private_key: readFileSync(keyFile) };
  const { address, ended } = await serve(
    { perSecond: 0.1, burst: 2, exempt: [] },
    ServerCredentials.createSsl(null, [pair]),
  );
  // Those that are kept wait for a handshake, which never comes.
  const closed = Array.from({ length: 6 }, () => isKept(address, ELSEWHERE));
  await vi.waitFor(() => expect(ended).toHaveLength(4), { timeout: 5_000 });
  expect(await Promise.race(closed)).toBe(false);
  expect(ended.map(({ cause }) => cause)).toEqual(Array(4).fill('connections'));
});

test.each([
  ['is ended', 400],
  ['goes before it is ended', 90],
])('resets cost a peer the connections that follow, where the first one %s', async (_, resets) => {
  const { address, causes } = await serve({ perSecond: 0.1, burst: 60, exempt: [] });
  for (let connection = 0; connection < 3; connection++) {
    const session = await rawConnection(address, ELSEWHERE).catch(() => undefined);
    if (!session) break;
    for (let call = 0; call < resets && !session.destroyed; call++) {
      const stream = rawStream(session, Interpret.path);
      stream.write(frame(Buffer.alloc(0)));
      stream.close(constants.NGHTTP2_CANCEL);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    session.destroy();
  }
  await vi.waitFor(async () => expect(await kept(address, ELSEWHERE, 1)).toBe(0), { timeout: 5_000 });
  expect(causes()).toContain('connections');
  await answers(address);
});
