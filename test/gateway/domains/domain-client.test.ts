import type { ChannelCredentials } from '@grpc/grpc-js';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openDomain } from '../../../gateway/domains/domain-client.js';
import { InterpretRequest } from '../../../gateway/domains/interpret-request.js';
import type { Query } from '../../../gateway/domains/query.js';
import { gatewayConfigSchema } from '../../../gateway/service/config.js';
import { type ServerOptions, startServer } from '../../../serving/rpc/server.js';
import { channelCredentials, serverCredentials } from '../../../serving/security/credentials.js';
import { type Authority, makeAuthority } from '../../support/servers/certificates.js';
import { domainPeer } from '../../support/servers/domain-peer.js';
import { replyOf } from '../../support/servers/domain-reply.js';

const listener = { reloaded: () => {}, unusable: () => {} };
const query: Query = {
  requestId: 'r1',
  utterance: 'play',
  textLength: 4,
  context: {} as Query['context'],
  maxHypotheses: 10,
  minConfidence: 0,
  domains: ['music'],
  versions: new Map(),
  applyPriors: true,
  rewrite: true,
  trialBucket: 0,
  resolve: false,
  explain: false,
  skipScreened: false,
};
const settings = { timeoutMs: 5_000, signal: new AbortController().signal };

/** A replica on an address of the loopback, whose version is that address. */
async function replica(host: string, port: number, more: Partial<ServerOptions> = {}) {
  const peer = domainPeer({ interpret: async () => replyOf('music', [0.9], { bundleVersion: host }) });
  const server = await startServer({ host, port, services: [peer], ...more });
  onTestFinished(() => server.drain(1));
  return server;
}

/** A client of `music.test`. The system finds nothing under .test (RFC 6761): what is answered came by a stream. */
function clientOf(port: number, resolve: () => Promise<string[]>, own?: ChannelCredentials, serverName?: string) {
  const music = { name: 'music', addresses: [`dns:///music.test:${port}`], serverName };
  const config = gatewayConfigSchema.parse({ domains: [music], calls: { resolveEveryMs: 20 } });
  const client = openDomain(config.domains[0]!, config, { credentials: own, resolve });
  onTestFinished(() => client.close());
  const streams = (count: number) =>
    vi.waitFor(() => expect(client.streams).toBe(count), { timeout: 10_000, interval: 5 });
  const versions = async (times: number) => {
    const found = new Set<string>();
    for (let i = 0; i < times; i++)
      found.add((await client.interpret(new InterpretRequest(query), settings)).bundleVersion);
    return [...found].sort();
  };
  return { client, streams, versions };
}

// Other systems have one loopback address.
test.runIf(process.platform === 'linux')(
  'a name is called at every address that it stands for, and followed where it goes',
  async () => {
    const { port } = await replica('127.0.0.1', 0);
    await replica('127.0.0.2', port);
    await replica('127.0.0.3', port);
    let found = ['127.0.0.1', '127.0.0.2'];
    const { streams, versions } = clientOf(port, async () => found);
    await streams(2);
    expect(await versions(6)).toEqual(['127.0.0.1', '127.0.0.2']);
    found = ['127.0.0.2', '127.0.0.3'];
    await vi.waitFor(async () => expect(await versions(6)).toEqual(['127.0.0.2', '127.0.0.3']), 10_000);
  },
);

test('a name that is not found any more keeps the replicas that it had', async () => {
  const { port } = await replica('127.0.0.1', 0);
  let asked = 0;
  const { streams, versions } = clientOf(port, async () => {
    if (asked++ > 0) throw new Error('ENOTFOUND');
    return ['127.0.0.1'];
  });
  await streams(1);
  await vi.waitFor(() => streams(1).then(() => expect(asked).toBeGreaterThan(1)), 10_000);
  expect(await versions(2)).toEqual(['127.0.0.1']);
});

test('the replicas of a name must prove that name, or the one that is configured, not their address', async () => {
  const authority = makeAuthority();
  let asked = 0;
  const served = async (name: string, serverName?: string) => {
    const credentials = serverCredentials({ ...authority.issue(name), clientNames: [] }, listener);
    const { port } = await replica('127.0.0.1', 0, { credentials });
    const resolve = async () => {
      asked++;
      return ['127.0.0.1'];
    };
    return clientOf(port, resolve, trusting(authority), serverName);
  };
  const proven = await served('music.test');
  await proven.streams(1);
  expect(await proven.versions(2)).toEqual(['127.0.0.1']);
  await (await served('other.test', 'other.test')).streams(1);
  // Its certificate is good for 127.0.0.1, which is what was dialled.
  const impostor = await served('other.test');
  asked = 0;
  // As long as others took to be proven, and several times over.
  while (asked < 20) {
    expect(impostor.client.streams).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await expect(impostor.versions(1)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

function trusting({ caFile }: Authority): ChannelCredentials {
  return channelCredentials({ caFile }, listener);
}
