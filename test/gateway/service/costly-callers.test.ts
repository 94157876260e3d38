import { createHash } from 'node:crypto';
import { Metadata } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { callUnary } from '../../../serving/rpc/client.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { replyOf } from '../../support/servers/domain-reply.js';
import { gatewayBefore } from '../../support/servers/gateway.js';
import { dial } from '../../support/servers/serve.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

test.each(['stream', 'unary', 'in-process'] as const)(
  'a domain is told by %s for whom the gateway asks',
  async (transport) => {
    const seen: unknown[] = [];
    const interpret = async (_: unknown, { metadata }: { metadata: Metadata }) => {
      seen.push(metadata.getMap()['nlu-caller']);
      return replyOf('music', [0.9]);
    };
    const callers = [{ name: 'Küche 1', tokenSha256: sha256('kitchen') }];
    const gateway = await gatewayBefore({ music: { interpret } }, { callers, calls: { transport } });
    const metadata = new Metadata();
    metadata.set('authorization', 'Bearer kitchen');
    metadata.set('nlu-caller', 'somebody else');
    const { Interpret } = definitions().gateway;
    await callUnary(dial(gateway.address), Interpret, { utterance: 'play' }, { timeoutMs: 5_000, metadata });
    expect(seen).toEqual(['K%C3%BCche%201'].map(encodeURIComponent));
  },
);

test('where callers have no names, their addresses stand for them, and no name that they send', async () => {
  const seen: unknown[] = [];
  const interpret = async (_: unknown, { metadata }: { metadata: Metadata }) => {
    seen.push(metadata.getMap()['nlu-caller']);
    return replyOf('music', [0.9]);
  };
  const gateway = await gatewayBefore({ music: { interpret } });
  const metadata = new Metadata();
  metadata.set('nlu-caller', 'somebody else');
  const { Interpret } = definitions().gateway;
  await callUnary(dial(gateway.address), Interpret, { utterance: 'play' }, { timeoutMs: 5_000, metadata });
  expect(seen).toEqual(['127.0.0.1']);
});
