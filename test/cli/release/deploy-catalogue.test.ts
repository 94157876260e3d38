import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deploy } from '../../../cli/release/deploy.js';
import { currentDeployment } from '../../../cli/release/publication/publication.js';
import { temporaryFolder } from '../../support/files.js';
import { smallCatalogue, smallRows } from '../../support/models/small-catalogue-bundle.js';
import { deployMusic, natsMusic } from '../../support/servers/nats-domain.js';
import { hasNats, NEEDS_NATS, startNats, storesOf } from '../../support/servers/nats-server.js';
import { startProgram } from '../../support/servers/program.js';

const request = (bytes: Uint8Array, force = false) => ({
  domain: 'music-catalogue',
  bytes,
  who: 'ann',
  why: '',
  force,
  rollout: { quorum: 0, timeoutMs: 10_000 },
  gates: { corpora: [], stealBudget: 0.01, resamples: 200, seed: 1 },
});
const kept = (version: string) => ({ version, rows: smallRows('c') });

describe.skipIf(!hasNats)(`a catalogue${NEEDS_NATS}`, () => {
  it('is deployed beside the active one, with what changed; one whose ids nearly all vanish is not', async () => {
    const stores = await storesOf(await startNats());
    await deploy(stores, request(await smallCatalogue('v1', { rows: kept('v1').rows })), new Date());
    const more = [...smallRows('c').slice(1), ...smallRows('d')];
    const { compared } = await deploy(stores, request(await smallCatalogue('v2', { rows: more })), new Date());
    expect(compared).toMatchObject({ vanished: 1, active: { version: 'v1', entities: 4 }, failures: [] });
    const { deployment } = await currentDeployment(stores, 'music-catalogue');
    expect(deployment).toMatchObject({ version: 'v2', gates: expect.arrayContaining(['ids that vanish: 1 of 4']) });

    const other = await smallCatalogue('v3', { rows: smallRows('x') });
    await expect(deploy(stores, request(other), new Date())).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringContaining('ids: 7 of 7 vanish; it is another catalogue'),
    });
    const forced = await deploy(stores, request(other, true), new Date());
    expect(forced.forced).toEqual(['ids: 7 of 7 vanish; it is another catalogue']);
  });

  it('reaches the domains that follow catalogues, which tell what they serve', async () => {
    const server = await startNats();
    const stores = await storesOf(server);
    await deployMusic(stores, 'm1');
    const { domain, resolve, describe: describeIt } = await natsMusic(server, {}, {}, { catalogue: { kind: 'nats' } });
    await domain.ready;
    await expect(resolve({ text: 'hello' })).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    for (const version of ['v1', 'v2']) {
      const bytes = await smallCatalogue(version, { rows: smallRows('c') });
      const { isServed } = await deploy(
        stores,
        { ...request(bytes), rollout: { quorum: 1, timeoutMs: 20_000 } },
        new Date(),
      );
      expect(isServed).toBe(true);
      expect(await resolve({ text: 'adele hello', maxEntities: 1 })).toMatchObject({
        catalogueVersion: version,
        entities: [{ id: 'c-adele' }],
      });
    }
    expect(await describeIt()).toMatchObject({ bundleVersion: 'm1', catalogueVersions: [{}, { state: 'active' }] });
  });

  it('of another domain is not taken for it', async () => {
    const stores = await storesOf(await startNats());
    const books = await smallCatalogue('v1', { domain: 'books' });
    await expect(deploy(stores, request(books), new Date())).rejects.toThrow(
      'the bundle is of books-catalogue, not of music-catalogue',
    );
  });
});

it('is verified as a service would, and refused with the check that fails', async () => {
  const file = join(temporaryFolder(), 'small.bundle');
  writeFileSync(file, await smallCatalogue('v1'));
  const good = await startProgram('cli/main.js', ['verify', file]).ended;
  expect(good).toMatchObject({ code: 0, stdout: expect.stringMatching(/^music-catalogue\/v1\n[\s\S]*golden ok/) });
  const golden = Buffer.from(JSON.stringify([{ slots: [{ slot: 'track', value: 'dune' }], ids: ['v1-other'] }]));
  writeFileSync(file, await smallCatalogue('v1', { parts: { 'golden.json': golden } }));
  const bad = await startProgram('cli/main.js', ['verify', file, '--json']).ended;
  expect(bad).toMatchObject({ code: 1 });
  expect(JSON.parse(bad.stdout)).toMatchObject({ ok: false, check: 'golden' });
});
