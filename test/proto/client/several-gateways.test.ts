import { describe, expect, test } from 'vitest';
import { type ErrorCode, NluError } from '../../../serving/errors.js';
import { startServer } from '../../../serving/rpc/server.js';
import { deferred } from '../../support/deferred.js';
import { serverlessAddress } from '../../support/servers/addresses.js';
import { clientOf, failureOf, scripted } from '../../support/servers/gateway-clients.js';
import { gatewayPeer } from '../../support/servers/gateway-peer.js';

const utterance = 'play';
const never = () => new Promise<never>(() => {});

describe('several gateways', () => {
  const patient = { deadlineMs: 10_000, hedgeAfterMs: 10_000 };

  test('are asked in turn', async () => {
    const [one, two] = [await scripted('one'), await scripted('two')];
    const client = clientOf({ gateways: [one.address, two.address], ...patient });
    const names: string[] = [];
    for (let call = 0; call < 4; call++) names.push((await client.interpret({ utterance })).requestId);
    expect(names).toEqual(['one', 'two', 'one', 'two']);
  });

  const failing = (code: ErrorCode) => async () =>
    (await scripted('ill', () => Promise.reject(new NluError(code, 'ill')))).address;

  test.each([
    ['is gone', serverlessAddress],
    ['is full', failing('RESOURCE_EXHAUSTED')],
    ['drains', failing('UNAVAILABLE')],
    ['has a defect', failing('INTERNAL')],
    ['gives up early', failing('DEADLINE_EXCEEDED')],
  ])('another answers when one %s', async (_, address) => {
    const well = await scripted('well');
    const client = clientOf({ gateways: [await address(), well.address], ...patient });
    for (let call = 0; call < 4; call++) {
      expect((await client.interpret({ utterance })).requestId).toBe('well');
    }
  });

  test('another answers when one dies with the call under way', async () => {
    const doomed = await startServer({ host: '127.0.0.1', port: 0, services: [gatewayPeer({ interpret: never })] });
    const well = await scripted('well');
    const client = clientOf({ gateways: [doomed.address, well.address], ...patient });
    const answer = client.interpret({ utterance });
    setTimeout(() => void doomed.drain(1), 50);
    expect((await answer).requestId).toBe('well');
  });

  test('the next one is asked when one is slow, and the slow call is cancelled', async () => {
    const cancelled = deferred<void>();
    const slow = await scripted('slow', (_, { signal }) => {
      signal.addEventListener('abort', () => cancelled.resolve());
      return never();
    });
    const quick = await scripted('quick');
    const client = clientOf({ gateways: [slow.address, quick.address], deadlineMs: 10_000, hedgeAfterMs: 50 });
    expect((await client.interpret({ utterance })).requestId).toBe('quick');
    await cancelled.promise;
    expect([slow.asked.length, quick.asked.length]).toEqual([1, 1]);
  });

  test('a slow answer counts when it comes first all the same', async () => {
    const slow = await scripted('slow', async () => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { requestId: 'slow' };
    });
    const stuck = await scripted('stuck', never);
    const client = clientOf({ gateways: [slow.address, stuck.address], deadlineMs: 10_000, hedgeAfterMs: 20 });
    expect((await client.interpret({ utterance })).requestId).toBe('slow');
    expect(stuck.asked).toHaveLength(1);
  });

  test('what is the fault of the call is not tried again', async () => {
    const picky = await scripted('picky', () =>
      Promise.reject(new NluError('INVALID_ARGUMENT', 'utterance: is empty')),
    );
    const other = await scripted('other');
    const client = clientOf({ gateways: [picky.address, other.address], deadlineMs: 10_000, hedgeAfterMs: 2_000 });
    const error = await failureOf(client.interpret({ utterance: '' }));
    expect(error).toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: 'utterance: is empty',
      gateway: picky.address,
    });
    expect(other.asked).toHaveLength(0);
  });

  test.each(['UNAUTHENTICATED', 'INVALID_ARGUMENT'] as const)(
    '%s of the second does not end the call of the first',
    async (code) => {
      const refused = deferred<void>();
      const slow = await scripted('slow', async () => {
        await refused.promise;
        return { requestId: 'slow' };
      });
      const picky = await scripted('picky', () => {
        setTimeout(() => refused.resolve(), 50);
        return Promise.reject(new NluError(code, 'no'));
      });
      const client = clientOf({ gateways: [slow.address, picky.address], deadlineMs: 10_000, hedgeAfterMs: 20 });
      expect((await client.interpret({ utterance })).requestId).toBe('slow');
      expect(picky.asked).toHaveLength(1);
    },
  );

  test('the error names the gateway that failed last when all fail', async () => {
    const gateways = [await serverlessAddress(), await serverlessAddress()];
    const error = await failureOf(clientOf({ gateways, ...patient }).interpret({ utterance }));
    expect(error).toMatchObject({ code: 'UNAVAILABLE', gateway: gateways[1] });
    expect(error.message).toMatch(
      new RegExp(
        `^gateway ${gateways[1]}: no connection could be made; nothing listens there.* \\(.*ECONNREFUSED`,
        'u',
      ),
    );
  });

  test('one deadline ends all calls', async () => {
    const [one, two] = [await scripted('one', never), await scripted('two', never)];
    const client = clientOf({ gateways: [one.address, two.address], deadlineMs: 150, hedgeAfterMs: 50 });
    const startMs = performance.now();
    expect((await failureOf(client.interpret({ utterance }))).code).toBe('DEADLINE_EXCEEDED');
    expect(performance.now() - startMs).toBeLessThan(2_000);
    expect(two.asked).toHaveLength(1);
  });
});
