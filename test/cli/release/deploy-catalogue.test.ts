import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CATALOGUE_LIMITS, DEFAULT_LIMITS } from '../../../bundles/format/limits.js';
import type { Target } from '../../../bundles/lifecycle/source.js';
import { readActive } from '../../../bundles/sources/bundle-directory.js';
import { CachedSource } from '../../../bundles/sources/cached-source.js';
import { DirectorySource } from '../../../bundles/sources/directory-source.js';
import { deploy } from '../../../cli/release/deploy.js';
import { currentDeployment } from '../../../cli/release/publication/publication.js';
import { temporaryFolder } from '../../support/files.js';
import {
  decidedCatalogue,
  decisionsBy,
  decisionsFile,
  type SmallDecisions,
} from '../../support/models/decided-catalogue.js';
import { smallCatalogue, smallRows } from '../../support/models/small-catalogue-bundle.js';
import { smallBundle } from '../../support/models/small-model.js';
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
    const { deployment: last } = await currentDeployment(stores, 'music-catalogue');
    expect(last?.gates?.filter((gate) => /hit@1|p99/.test(gate))).toEqual([
      'hit@1, recall@10, p99: not measured, since no entity that a slot takes the title of is in both',
    ]);
  });

  it('whose policy is worth less by logged decisions is refused with the figures, and exit code 1', async () => {
    const server = await startNats();
    const folder = temporaryFolder();
    const written = async (version: string, decisions: SmallDecisions) => {
      const [file, bytes] = [join(folder, `${version}.bundle`), await decidedCatalogue(version, decisions)];
      writeFileSync(file, bytes);
      return { file, bytes };
    };
    const run = (bundle: string, ...args: string[]) =>
      startProgram('cli/main.js', [
        ...['deploy', 'music-catalogue', '--bundle', bundle, '--nats', server.address, '--quorum', '0'],
        ...['--resamples', '300', ...args],
      ]).ended;
    const [active, worse, better] = [
      await written('v1', { always: 0 }),
      await written('v2', { always: -9 }),
      await written('v3', { always: -9, whereNothing: 14 }),
    ];
    const decisions = decisionsFile(await decisionsBy(active.bytes, 1_500));
    expect(await run(active.file, '--decisions', decisions)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--decisions: no catalogue is deployed whose decisions they could be'),
    });
    await deploy(await storesOf(server), request(active.bytes), new Date());

    const refused = await run(worse.file, '--decisions', decisions);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('music-catalogue/v2 fails its gates');
    expect(refused.stderr).toMatch(/policy: learned-\w+ differs from learned-\w+ by -0\.\d+ \(-0\.\d+ to -0\.\d+\)/);
    expect(refused.stderr).toMatch(/policy, SNIPS: 0\.\d+ \(.+\) -> -?0\.\d+/);
    const wrong = decisionsFile([
      { requestId: 'r', catalogueVersion: 'v1', slots: { track: 'a' }, accepted: [] },
      '[]',
    ]);
    expect(await run(worse.file, '--decisions', wrong)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`${wrong}:2: not a JSON object`),
    });

    const taken = await run(better.file, '--decisions', decisions, '--json');
    expect(taken).toMatchObject({ code: 0 });
    expect(JSON.parse(taken.stdout).compared).toMatchObject({ policy: { passed: true }, failures: [] });
    const { deployment } = await currentDeployment(await storesOf(server), 'music-catalogue');
    expect(deployment).toMatchObject({
      version: 'v3',
      gates: expect.arrayContaining([expect.stringMatching(/^policy, DR: /)]),
    });
    expect(await run(better.file.replace('v3', 'v1'), '--decisions', decisions)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no row is of music-catalogue/v3: 1500 of other versions'),
    });
    const ofDomain = ['deploy', 'music', '--bundle', better.file, '--decisions', decisions, '--nats', server.address];
    expect(await startProgram('cli/main.js', ofDomain).ended).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--decisions: only catalogues have a policy; name music-catalogue'),
    });
  }, 60_000);

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

  it('is rolled back, and told of by status and history, by its name', async () => {
    const server = await startNats();
    const stores = await storesOf(server);
    await deployMusic(stores, 'm1');
    const { domain, resolve } = await natsMusic(server, {}, {}, { catalogue: { kind: 'nats' } });
    await domain.ready;
    const rollout = { quorum: 1, timeoutMs: 20_000 };
    for (const version of ['v1', 'v2']) {
      await deploy(
        stores,
        { ...request(await smallCatalogue(version, { rows: smallRows('c') })), rollout },
        new Date(),
      );
    }
    const run = (...args: string[]) => startProgram('cli/main.js', [...args, '--nats', server.address]).ended;
    const back = await run('rollback', 'music-catalogue', '--who', 'ben', '--quorum', '1');
    expect(back).toMatchObject({ code: 0, stdout: expect.stringContaining('music-catalogue: v2 -> v1, number 3') });
    expect(await resolve({ text: 'adele hello' })).toMatchObject({ catalogueVersion: 'v1' });

    const status = await run('status', 'music-catalogue', '--json');
    const [{ domain: name, status: told }] = JSON.parse(status.stdout);
    expect(name).toBe('music-catalogue');
    expect(told.versions).toContainEqual(expect.objectContaining({ version: 'v1', state: 'active' }));
    const history = JSON.parse((await run('history', 'music-catalogue', '--json')).stdout);
    expect(history.map(({ deployment }: { deployment: object }) => deployment)).toMatchObject([
      { version: 'v1', who: 'ben', why: 'rollback from v2' },
      { version: 'v2', who: 'ann' },
      { version: 'v1', who: 'ann' },
    ]);
    expect(await run('status', 'books-catalogue')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('books-catalogue: no replica reports it'),
    });
  }, 60_000);

  it('larger than a domain may be is stored, signed, followed and cached', async () => {
    const server = await startNats();
    const stores = await storesOf(server);
    await deployMusic(stores, 'm1');
    const cache = temporaryFolder();
    const { domain, resolve } = await natsMusic(server, { cache }, {}, { catalogue: { kind: 'nats' } });
    await domain.ready;
    const padding = { 'padding.bin': randomBytes(DEFAULT_LIMITS.fileBytes + 1) };
    const bytes = await smallCatalogue('v1', { rows: smallRows('c'), parts: padding });
    const rollout = { quorum: 1, timeoutMs: 40_000 };
    const { isServed, forced } = await deploy(stores, { ...request(bytes, true), rollout }, new Date());
    expect({ isServed, forced }).toEqual({ isServed: true, forced: ['size: 33.6 MB; at most 24.0'] });
    expect(await resolve({ text: 'adele hello' })).toMatchObject({ catalogueVersion: 'v1' });
    const folder = join(cache, 'catalogue');
    await expect.poll(() => readActive(folder).catch(() => undefined), { timeout: 20_000 }).toBeDefined();
    const kept = new CachedSource(new DirectorySource(temporaryFolder()), folder, CATALOGUE_LIMITS.fileBytes);
    const aspired: string[] = [];
    const listener = { aspire: ({ version }: Target) => aspired.push(version), prepare() {}, problem() {} };
    await kept.start(listener);
    onTestFinished(() => kept.close());
    expect(aspired).toEqual(['v1']);
    // The deployer reads it again, to stand beside the next one.
    const next = await smallCatalogue('v2', { rows: smallRows('c') });
    expect((await deploy(stores, { ...request(next), rollout }, new Date())).compared).toMatchObject({
      active: { version: 'v1' },
    });
  }, 120_000);

  it('that takes longer than may be is refused, unless --most-p99 allows more, which the history tells', async () => {
    const server = await startNats();
    const file = join(temporaryFolder(), 'v1.bundle');
    writeFileSync(file, await smallCatalogue('v1', { rows: smallRows('c') }));
    const run = (domain: string, mostP99: string) => {
      const options = ['--bundle', file, '--nats', server.address, '--quorum', '0', '--most-p99', mostP99];
      return startProgram('cli/main.js', ['deploy', domain, ...options]).ended;
    };
    expect(await run('music-catalogue', '0')).toMatchObject({ code: 1, stderr: expect.stringContaining('--most-p99') });
    expect(await run('music', '5')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--most-p99: only catalogues have such a gate; name music-catalogue'),
    });
    const refused = await run('music-catalogue', '0.0001');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/p99: 0\.\d\d ms; at most 0\.0001 \(--most-p99 MS allows more/);
    expect(await run('music-catalogue', '1000')).toMatchObject({ code: 0 });
    const { deployment } = await currentDeployment(await storesOf(server), 'music-catalogue');
    expect(deployment).toMatchObject({
      gates: expect.arrayContaining([expect.stringMatching(/^p99: .*, at most 1000$/)]),
    });
  }, 60_000);

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

it('stands beside another in diff: ids, sizes and figures; beside a domain it does not', async () => {
  const folder = temporaryFolder();
  const [one, two] = [join(folder, 'one.bundle'), join(folder, 'two.bundle')];
  const [first, ...rest] = smallRows('c');
  writeFileSync(one, await smallCatalogue('v1', { rows: [first!, ...rest] }));
  const renamed = rest.map((row) => (row.id === 'c-dune' ? { ...row, year: 2022 } : row));
  writeFileSync(two, await smallCatalogue('v2', { rows: [...renamed, { ...first!, id: 'c-new' }] }));
  const run = (...args: string[]) => startProgram('cli/main.js', args).ended;
  const { code, stdout } = await run('diff', one, two, '--json');
  expect({ code, ...JSON.parse(stdout) }).toMatchObject({
    code: 0,
    same: false,
    added: { count: 1, first: ['c-new'] },
    gone: { count: 1, first: ['c-richie'] },
    changed: { count: 1, first: ['c-dune'] },
    sizes: expect.arrayContaining([{ name: 'entities', first: 4, second: 4 }]),
    figures: [],
  });
  expect((await run('diff', one, two)).stdout).toMatch(/^ids added: 1 \(c-new\)\nids gone: 1 \(c-richie\)\n/);
  const same = await run('diff', one, one);
  expect(same.stdout).toMatch(/^the same contents, by digest\nids added: 0\nids gone: 0\nids changed: 0\n/);
  const music = join(folder, 'music.bundle');
  writeFileSync(music, await smallBundle('m1'));
  expect(await run('diff', music, one)).toMatchObject({
    code: 1,
    stderr: 'file2 is a catalogue and file1 is none; name two of one kind\n',
  });
  expect(await run('gates', '--bundle', one)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('--bundle is of music-catalogue, a catalogue, which no corpus measures; `deploy'),
  });
});
