import { describe, expect, test, vi } from 'vitest';
import { replicaAddresses, replicaName, replicaTarget } from '../../../gateway/domains/lines/replicas.js';
import { NluError } from '../../../serving/errors.js';
import { serverlessAddress } from '../../support/servers/addresses.js';
import { type DomainScript, domainPeer } from '../../support/servers/domain-peer.js';
import { replyOf } from '../../support/servers/domain-reply.js';
import { gatewayBefore, type TestGateway } from '../../support/servers/gateway.js';
import { serve } from '../../support/servers/serve.js';

describe('targets', () => {
  test.each([
    [['music:50051'], 'dns:///music:50051'],
    [['127.0.0.1:1'], 'dns:///127.0.0.1:1'],
    [['[::1]:1'], 'dns:///[::1]:1'],
    [['dns:///music.svc:1'], 'dns:///music.svc:1'],
    [['10.0.0.1:1', '10.0.0.2:1'], 'ipv4:10.0.0.1:1,10.0.0.2:1'],
    [['[::1]:1', '[::2]:1'], 'ipv6:[::1]:1,[::2]:1'],
    [['10.0.0.1:1', '[::2]:1'], undefined],
    [['one:1', 'two:1'], undefined],
  ])('%j is %s', (addresses, target) => expect(replicaTarget(addresses)).toBe(target));
});

describe('names', () => {
  test.each([
    [['music:50051'], { host: 'music', port: '50051' }],
    [['dns:///music.svc:1'], { host: 'music.svc', port: '1' }],
    [['127.0.0.1:1'], undefined],
    [['dns:///127.0.0.1:1'], undefined],
    [['[::1]:1'], undefined],
    [['10.0.0.1:1', '10.0.0.2:1'], undefined],
  ])('%j is %j', (addresses, name) => expect(replicaName(addresses)).toEqual(name));

  test('addresses are used as given, and never looked up', () => {
    const resolve = () => Promise.reject(new Error('looked up'));
    expect(replicaAddresses(['dns:///127.0.0.1:1'], 1_000, resolve).at(0)).toEqual(['127.0.0.1:1']);
    expect(replicaAddresses(['[::1]:1', '[::2]:1'], 1_000, resolve).at(0)).toEqual(['[::1]:1', '[::2]:1']);
  });
});

/** A replica that counts what it is asked. */
async function replica(interpret: DomainScript['interpret'] = async () => replyOf('music', [0.9])) {
  let asked = 0;
  const peer = domainPeer({
    interpret: (request, context) => {
      asked++;
      return interpret!(request, context);
    },
  });
  const server = await serve(peer);
  return { address: server.address, asked: () => asked, drain: () => server.drain(5_000) };
}

const failing = (code: 'UNAVAILABLE' | 'INTERNAL') => () => Promise.reject(new NluError(code, 'replica is ill'));
/** Statuses of `times` requests, one after the other. */
async function ask(gateway: TestGateway, times: number): Promise<string[]> {
  const statuses: string[] = [];
  for (let i = 0; i < times; i++) {
    const answered = gateway.interpret({ utterance: 'play' }, { timeoutMs: 2_000 });
    statuses.push(
      await answered.then(
        () => 'OK',
        (error: NluError) => error.code,
      ),
    );
  }
  return statuses;
}

describe.each(['stream', 'unary'] as const)('replicas called by %s', (transport) => {
  const gatewayTo = (addresses: readonly string[], calls: object = {}) =>
    gatewayBefore(
      { music: addresses.join(',') },
      { breaker: { minimumPerSecond: 10_000 }, calls: { transport, ...calls } },
    );

  /** Until every replica's connection is there, the others are asked alone. */
  async function allReached(gateway: TestGateway, ...replicas: readonly { asked(): number }[]): Promise<void> {
    if (transport === 'stream') await gateway.streams(replicas.length);
    await vi.waitFor(async () => {
      await ask(gateway, 2);
      for (const one of replicas) expect(one.asked()).toBeGreaterThan(0);
    }, 10_000);
  }

  test('replicas are asked in turn', async () => {
    const [one, two] = [await replica(), await replica()];
    const gateway = await gatewayTo([one.address, two.address]);
    await allReached(gateway, one, two);
    const [first, second] = [one.asked(), two.asked()];
    await ask(gateway, 10);
    expect([one.asked() - first, two.asked() - second]).toEqual([5, 5]);
  });

  test('a replica that is gone costs nothing', async () => {
    const gateway = await gatewayTo([await serverlessAddress(), (await replica()).address]);
    expect(new Set(await ask(gateway, 10))).toEqual(new Set(['OK']));
  });

  test('a call that a replica answers with UNAVAILABLE is made again at the next', async () => {
    const [ill, well] = [await replica(failing('UNAVAILABLE')), await replica()];
    // This test is not about the budget.
    const gateway = await gatewayTo([ill.address, well.address], { retryBudget: { tokens: 1000 } });
    await allReached(gateway, ill, well);
    const earlier = ill.asked();
    expect(new Set(await ask(gateway, 20))).toEqual(new Set(['OK']));
    expect(ill.asked()).toBeGreaterThan(earlier);
  });

  test('a replica that drains says so to its callers: no call is lost, and the other has them all', async () => {
    const slow = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return replyOf('music', [0.9]);
    };
    const [leaving, staying] = [await replica(slow), await replica(slow)];
    const gateway = await gatewayTo([leaving.address, staying.address]);
    await allReached(gateway, leaving, staying);
    const calls = Promise.all(Array.from({ length: 8 }, () => ask(gateway, 10)));
    await new Promise((resolve) => setTimeout(resolve, 30));
    await leaving.drain();
    expect(new Set((await calls).flat())).toEqual(new Set(['OK']));
    const asked = leaving.asked();
    expect(new Set(await ask(gateway, 10))).toEqual(new Set(['OK']));
    expect(leaving.asked()).toBe(asked);
  });

  test('with one attempt nothing is made again', async () => {
    const ill = await replica(failing('UNAVAILABLE'));
    const gateway = await gatewayTo([ill.address], { attempts: 1 });
    expect(await ask(gateway, 3)).toEqual(['UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE']);
    expect(ill.asked()).toBe(3);
  });

  test('attempts beyond the first stop when half of the tokens are gone', async () => {
    const ill = await replica(failing('UNAVAILABLE'));
    const gateway = await gatewayTo([ill.address], { retryBudget: { tokens: 8, ratio: 0.1 } });
    await ask(gateway, 20);
    // Failures take the 8 tokens one by one, and only above 4 is there another attempt: 4 failures, of which 2 repeats.
    expect(ill.asked()).toBeGreaterThan(20);
    expect(ill.asked()).toBeLessThanOrEqual(24);
  });

  test('a replica that fails most of its calls is left out for a while', async () => {
    const [ill, well] = [await replica(failing('INTERNAL')), await replica()];
    const gateway = await gatewayTo([ill.address, well.address]);
    const statuses = await ask(gateway, 40);
    expect(statuses).toContain('UNAVAILABLE');
    await vi.waitFor(async () => expect(new Set(await ask(gateway, 20))).toEqual(new Set(['OK'])), { timeout: 4_000 });
  });

  test('calls that their caller cancels have no replica left out', { timeout: 30_000 }, async () => {
    // Healthy, and slower than the callers are patient.
    const slow = async () => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      return replyOf('music', [0.9]);
    };
    const [one, two] = [await replica(slow), await replica(slow)];
    const gateway = await gatewayTo([one.address, two.address]);
    await allReached(gateway, one, two);
    for (const end = performance.now() + 2_500; performance.now() < end; ) {
      const cancel = new AbortController();
      const settings = { timeoutMs: 2_000, signal: cancel.signal };
      const call = gateway.interpret({ utterance: 'play' }, settings).catch(() => {});
      setTimeout(() => cancel.abort(), 5);
      await call;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const [first, second] = [one.asked(), two.asked()];
    await ask(gateway, 20);
    expect(Math.min(one.asked() - first, two.asked() - second)).toBeGreaterThanOrEqual(8);
  });

  test('a pinned version is told to every replica; one that has another is not believed', async () => {
    const pins: string[] = [];
    const serving = (bundleVersion: string) =>
      replica(async ({ version }) => {
        pins.push(version);
        return replyOf('music', [0.9], { bundleVersion });
      });
    const [old, updated] = [await serving('v1'), await serving('v2')];
    const gateway = await gatewayTo([old.address, updated.address]);
    await allReached(gateway, old, updated);
    pins.length = 0;
    const answers: string[] = [];
    for (let i = 0; i < 4; i++) {
      const pinned = gateway.interpret({ utterance: 'play', versions: { music: 'v1' } });
      answers.push(
        await pinned.then(
          ({ domains }) => domains[0]!.bundleVersion,
          ({ message }) => message,
        ),
      );
    }
    expect(pins).toEqual(['v1', 'v1', 'v1', 'v1']);
    expect(answers.filter((answer) => answer === 'v1').length).toBe(2);
    expect(answers.filter((answer) => answer.includes('bundle_version')).length).toBe(2);
  });
});

test('a hedged call is answered by the faster replica', async () => {
  const [stuck, well] = [await replica(() => new Promise(() => {})), await replica()];
  const gateway = await gatewayBefore({ music: [stuck.address, well.address].join() }, { calls: { hedgeAfterMs: 20 } });
  // Until the stuck one's connection is there, the other is asked alone.
  await vi.waitFor(async () => {
    await ask(gateway, 2);
    expect(stuck.asked()).toBeGreaterThan(0);
  }, 10_000);
  const earlier = stuck.asked();
  expect(new Set(await ask(gateway, 6))).toEqual(new Set(['OK']));
  expect(stuck.asked()).toBeGreaterThan(earlier);
});
