import { service as health } from 'grpc-health-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Method } from '../../../proto/client/unary-call.js';
import { callUnary } from '../../../serving/rpc/client.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { startServer } from '../../../serving/rpc/server.js';
import { deferred } from '../../support/deferred.js';
import { type DomainScript, domainPeer } from '../../support/servers/domain-peer.js';
import { reflectionStream } from '../../support/servers/reflection.js';
import { dial, serve } from '../../support/servers/serve.js';

const { Interpret } = definitions().domain;
type HealthMethod = Method<object, { status: string }>;
const check = health.Check as unknown as HealthMethod;
const watch = health.Watch as unknown as HealthMethod;

test('health tells when the server serves, by service and as a whole', async () => {
  const server = await serve(domainPeer({}));
  const channel = dial(server.address);
  const statusOf = async (service: string) =>
    (await callUnary(channel, check, { service }, { timeoutMs: 2000 })).status;
  expect([await statusOf(''), await statusOf('nlu.v1.Domain')]).toEqual(['SERVING', 'SERVING']);
  await expect(statusOf('nlu.v1.Gateway')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  server.setServing(false);
  expect([await statusOf(''), await statusOf('nlu.v1.Domain')]).toEqual(['NOT_SERVING', 'NOT_SERVING']);
});

test.each(['v1', 'v1alpha'] as const)('reflection %s lists and describes the services', async (version) => {
  const server = await serve(domainPeer({}));
  const ask = reflectionStream(dial(server.address), version);
  expect(await ask({ listServices: '*' })).toMatchObject({
    listServicesResponse: { service: [{ name: 'nlu.v1.Domain' }, { name: 'grpc.health.v1.Health' }] },
  });
  const described = await ask({ fileContainingSymbol: 'nlu.v1.Domain' });
  expect(described).toHaveProperty('fileDescriptorResponse.fileDescriptorProto.0');
});

test('drain: NOT_SERVING is announced, watches end, the call in flight is answered', async () => {
  const started = deferred();
  const finish = deferred();
  const server = await serve(
    domainPeer({
      interpret: async () => {
        started.resolve();
        await finish.promise;
        return { requestId: 'last' };
      },
    }),
  );
  const channel = dial(server.address);
  const announced: string[] = [];
  const ended = deferred();
  const watching = channel.makeServerStreamRequest(
    watch.path,
    watch.requestSerialize,
    watch.responseDeserialize,
    { service: '' },
    { deadline: Date.now() + 10_000 },
  );
  watching.on('data', (reply: { status: string }) => announced.push(reply.status));
  watching.on('end', () => ended.resolve());
  watching.on('error', ended.reject);
  const inFlight = callUnary(channel, Interpret, {}, { timeoutMs: 10_000 });
  await started.promise;
  await vi.waitFor(() => expect(announced).toEqual(['SERVING']));
  const drained = server.drain(10_000);
  await ended.promise;
  expect(announced).toEqual(['SERVING', 'NOT_SERVING']);
  finish.resolve();
  expect(await inFlight).toMatchObject({ requestId: 'last' });
  await drained;
});

test('drain cuts off what is still under way after the grace time', async () => {
  const started = deferred();
  const server = await serve(
    domainPeer({
      interpret: () => {
        started.resolve();
        return new Promise(() => {});
      },
    }),
  );
  const call = callUnary(dial(server.address), Interpret, {}, { timeoutMs: 10_000 }).catch((error) => error);
  await started.promise;
  await server.drain(20);
  expect(await call).toMatchObject({ code: expect.stringMatching(/UNAVAILABLE|CANCELLED/) });
});

test('an address that is taken is refused by name', async () => {
  const server = await serve(domainPeer({}));
  const second = startServer({ host: '127.0.0.1', port: server.port, services: [] });
  await expect(second).rejects.toThrow(`cannot listen on 127.0.0.1:${server.port}`);
});

test('a wildcard host is told as an address that can be dialled', async () => {
  const server = await startServer({ host: '0.0.0.0', port: 0, services: [] });
  expect(server.address).toBe(`127.0.0.1:${server.port}`);
  await server.drain(100);
});

test('connections are ended and made anew, and no call is lost by it', async () => {
  const peers = new Set<string>();
  const interpret: DomainScript['interpret'] = async (_request, { peer }) => {
    peers.add(peer);
    return {};
  };
  const services = [domainPeer({ interpret })];
  const server = await startServer({ host: '127.0.0.1', port: 0, services, maxConnectionAgeMs: 100 });
  onTestFinished(() => server.drain(100));
  const channel = dial(server.address);
  await vi.waitFor(
    async () => {
      await callUnary(channel, Interpret, {}, { timeoutMs: 5_000 });
      expect(peers.size).toBeGreaterThan(2);
    },
    { timeout: 15_000, interval: 1 },
  );
});
