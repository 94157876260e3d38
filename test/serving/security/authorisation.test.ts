import { createHash } from 'node:crypto';
import { Metadata } from '@grpc/grpc-js';
import { expect, onTestFinished, test } from 'vitest';
import { callUnary } from '../../../serving/rpc/client.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { startServer } from '../../../serving/rpc/server.js';
import { authorise } from '../../../serving/security/authorisation.js';
import { domainPeer } from '../../support/servers/domain-peer.js';
import { dial } from '../../support/servers/serve.js';

const token = 'correct-horse';
const callers = [{ name: 'phone', tokenSha256: createHash('sha256').update(token).digest('hex') }];

test('an authorised caller is its name, whatever it says of itself, and its token is gone', async () => {
  let seen: Record<string, unknown> = {};
  const interpret = async (_request: unknown, { metadata }: { metadata: Metadata }) => {
    seen = metadata.getMap();
    return {};
  };
  const gate = authorise({ callers: { current: callers }, clientNames: [] }, () => {});
  const services = [domainPeer({ interpret })];
  const server = await startServer({ host: '127.0.0.1', port: 0, services, gate });
  onTestFinished(() => server.drain(100));
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${token}`);
  metadata.set('nlu-caller', 'somebody else');
  await callUnary(dial(server.address), definitions().domain.Interpret, {}, { timeoutMs: 5_000, metadata });
  expect(seen).toMatchObject({ 'nlu-caller': 'phone' });
  expect(JSON.stringify(seen)).not.toContain(token);
});

test('where everybody may call nothing is checked', () => {
  expect(authorise({ callers: undefined, clientNames: [] }, () => {})).toBeUndefined();
});
