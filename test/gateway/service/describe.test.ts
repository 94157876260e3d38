import { createHash } from 'node:crypto';
import { Metadata } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import type { DomainDescribeResponse } from '../../../proto/gen/nlu/v1/DomainDescribeResponse.js';
import { NluError } from '../../../serving/errors.js';
import { callUnary } from '../../../serving/rpc/client.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { deferred } from '../../support/deferred.js';
import { serverlessAddress } from '../../support/servers/addresses.js';
import { replyOf } from '../../support/servers/domain-reply.js';
import { gatewayBefore } from '../../support/servers/gateway.js';
import { musicDomain } from '../../support/servers/music-domain.js';
import { dial } from '../../support/servers/serve.js';

const describing = (domain: string, more: Partial<DomainDescribeResponse> = {}) => ({
  describe: async () => ({
    domain,
    intents: [{ name: `${domain}.play`, slots: ['title', 'artist'] }],
    bundleVersion: `${domain}-2`,
    bundleDigest: 'ab'.repeat(32),
    rerankerForm: 'list-wise',
    versions: [
      { version: `${domain}-1`, digest: 'cd'.repeat(32), state: 'retiring' },
      { version: `${domain}-2`, digest: 'ab'.repeat(32), state: 'active' },
    ],
    ...more,
  }),
});

test('each domain with its intents, slots and versions, in the configured order', async () => {
  const gateway = await gatewayBefore({ music: describing('music'), books: describing('books') });
  const { domains, priorsVersion } = await gateway.describe({});
  expect(priorsVersion).toBe('');
  expect(domains).toEqual([
    {
      domain: 'music',
      status: 'DOMAIN_STATUS_CODE_OK',
      message: '',
      bundleVersion: 'music-2',
      bundleDigest: 'ab'.repeat(32),
      intents: [{ name: 'music.play', slots: ['title', 'artist'] }],
      versions: [
        { version: 'music-1', digest: 'cd'.repeat(32), state: 'retiring' },
        { version: 'music-2', digest: 'ab'.repeat(32), state: 'active' },
      ],
      rerankerForm: 'list-wise',
      ownScores: [],
      catalogueVersions: [],
    },
    expect.objectContaining({ domain: 'books', status: 'DOMAIN_STATUS_CODE_OK', bundleVersion: 'books-2' }),
  ]);
});

test('a real domain service is described as it describes itself', async () => {
  const { domain } = await musicDomain();
  const gateway = await gatewayBefore({ music: domain.address });
  const own = await callUnary(dial(domain.address), definitions().domain.Describe, {}, { timeoutMs: 5_000 });
  const { domain: _, rerankerWeights: __, ...same } = own;
  expect(same.intents.length).toBeGreaterThan(0);
  expect((await gateway.describe({})).domains).toEqual([
    { domain: 'music', status: 'DOMAIN_STATUS_CODE_OK', message: '', ...same },
  ]);
});

test('a domain that does not answer is listed with its status', async () => {
  const never = deferred<never>();
  const scripts = {
    music: describing('music'),
    books: await serverlessAddress(),
    video: { describe: () => never.promise },
    radio: { describe: () => Promise.reject(new NluError('RESOURCE_EXHAUSTED', 'full')) },
    maps: { describe: () => Promise.reject(new Error('a defect')) },
    films: describing('video'),
  };
  // A busy machine needs longer for a reply than the 20 ms that are kept back for it by default.
  const gateway = await gatewayBefore(scripts, { deadline: { replyReserveMs: 400 } });
  const startMs = performance.now();
  const { domains } = await gateway.describe({}, { timeoutMs: 2_000 });
  expect(performance.now() - startMs).toBeLessThan(2_500);
  expect(domains.map(({ domain, status }) => [domain, status])).toEqual([
    ['music', 'DOMAIN_STATUS_CODE_OK'],
    ['books', 'DOMAIN_STATUS_CODE_UNAVAILABLE'],
    ['video', 'DOMAIN_STATUS_CODE_DEADLINE'],
    ['radio', 'DOMAIN_STATUS_CODE_OVERLOADED'],
    ['maps', 'DOMAIN_STATUS_CODE_ERROR'],
    ['films', 'DOMAIN_STATUS_CODE_ERROR'],
  ]);
  expect(domains.map(({ message }) => message)).toEqual([
    '',
    expect.stringContaining('ECONNREFUSED'),
    expect.stringMatching(/deadline/iu),
    'full',
    'internal error',
    'it says that it is "video"',
  ]);
});

test('only the domains that are named, and an unknown one is refused', async () => {
  const gateway = await gatewayBefore({ music: describing('music'), books: describing('books') });
  expect((await gateway.describe({ domains: ['books', 'books'] })).domains.map(({ domain }) => domain)).toEqual([
    'books',
  ]);
  await expect(gateway.describe({ domains: ['books', 'cars'] })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    message: 'domains[1]: "cars" is unknown; one of music, books',
  });
});

test.each(['', 'r1', 'x'.repeat(128), 'x'.repeat(129), 'a\u0007b'])(
  'the request id %j is refused or taken as by Interpret',
  async (requestId) => {
    const gateway = await gatewayBefore({
      music: { ...describing('music'), interpret: async () => replyOf('music', [0.9]) },
    });
    const outcome = (call: Promise<unknown>) =>
      call.then(
        () => 'taken',
        (error: NluError) => `${error.code} ${error.message}`,
      );
    const described = await outcome(gateway.describe({ requestId }));
    expect(described).toBe(await outcome(gateway.interpret({ utterance: 'play', requestId })));
    const tooLong = 'INVALID_ARGUMENT request_id: is longer than 128 characters';
    expect(described).toBe(requestId.length > 128 ? tooLong : 'taken');
  },
);

test('a caller that cancels cancels the calls to the domains', async () => {
  const cancelled = deferred<void>();
  const books = {
    describe: (_: unknown, { signal }: { signal: { addEventListener(type: 'abort', listener: () => void): void } }) =>
      new Promise<never>(() => signal.addEventListener('abort', () => cancelled.resolve())),
  };
  const gateway = await gatewayBefore({ books });
  const caller = new AbortController();
  const call = gateway.describe({}, { signal: caller.signal });
  setTimeout(() => caller.abort(), 50);
  await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
  await cancelled.promise;
});

test('callers without a token are turned away, as from the other calls', async () => {
  const tokenSha256 = createHash('sha256').update('secret').digest('hex');
  const gateway = await gatewayBefore({ music: describing('music') }, { callers: [{ name: 'phone', tokenSha256 }] });
  await expect(gateway.describe({})).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  const metadata = new Metadata();
  metadata.set('authorization', 'Bearer secret');
  const { Describe } = definitions().gateway;
  const reply = await callUnary(dial(gateway.address), Describe, {}, { timeoutMs: 5_000, metadata });
  expect(reply.domains).toHaveLength(1);
});
