import { expect, it } from 'vitest';
import { gatewayBefore } from '../../support/servers/gateway.js';
import { deployTo, musicDomain } from '../../support/servers/music-domain.js';

const request = { utterance: 'play dune', context: { deviceType: 'speaker' }, explain: true };

it('a request that is replayed with the versions of its reply is answered to the last bit', async () => {
  const { domain, directory } = await musicDomain();
  const gateway = await gatewayBefore({ music: domain.address });
  const before = await gateway.interpret(request);
  const versions = Object.fromEntries(before.domains.map(({ domain, bundleVersion }) => [domain, bundleVersion]));
  expect(versions).toEqual({ music: 'v1' });

  await deployTo(directory, 'v2', { weight: 2 });
  await expect
    .poll(async () => (await gateway.interpret(request)).domains[0]!.bundleVersion, { timeout: 10_000 })
    .toBe('v2');
  const now = await gateway.interpret(request);
  expect(now.hypotheses).not.toEqual(before.hypotheses);
  expect((await gateway.interpret({ ...request, versions })).hypotheses).toEqual(before.hypotheses);
  await expect(gateway.interpret({ ...request, versions: { music: 'v0' } })).rejects.toMatchObject({
    code: 'FAILED_PRECONDITION',
    message: expect.stringContaining('versions["music"]'),
  });
});
