import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { generateKeys } from '../../../bundles/format/signature.js';
import { trustOf } from '../../../bundles/format/trust.js';
import { writeActiveBundle } from '../../../bundles/sources/bundle-directory.js';
import { openCatalogue } from '../../../domains/core/resolution/bundle/catalogue-bundle.js';
import { propensitiesOf } from '../../../domains/core/resolution/policy/learned-policy.js';
import { POLICY_FEATURES } from '../../../domains/core/resolution/policy/policy-features.js';
import type { PolicyModel } from '../../../domains/core/resolution/policy/policy-model.js';
import { decodePolicy } from '../../../domains/core/resolution/policy/policy-parts.js';
import { isHeldOut } from '../../../training/entities/decisions/held-out-requests.js';
import { featuresOf } from '../../domains/core/resolution/policy/small-policy.js';
import { temporaryFile, temporaryFolder } from '../../support/files.js';
import { decidedCatalogue, decisionsBy, decisionsFile } from '../../support/models/decided-catalogue.js';
import { smallCatalogue, smallRows } from '../../support/models/small-catalogue-bundle.js';
import { startProgram } from '../../support/servers/program.js';

const cli = 'cli/main.js';

const song = (id: number, title: string, creator: string) => ({
  id: `s${id}`,
  kind: 'song',
  title,
  creators: [creator],
  popularity: id,
});

const SONGS = [song(1, 'Hello', 'Adele'), song(2, 'Hello', 'Lionel Richie'), song(3, 'Skyfall', 'Adele')];

test('makes a signed bundle that opens and resolves, and says what is in it', async () => {
  const file = temporaryFile('songs.jsonl', [...SONGS, { id: 'm1', kind: 'movie', title: 'Up', creators: [] }]);
  const out = temporaryFolder();
  const { privateKey, publicKey } = generateKeys();
  const key = join(temporaryFolder(), 'deploy.key');
  writeFileSync(key, privateKey, { mode: 0o600 });
  const args = ['catalogue', 'music', file, '--out', out, '--version', 'v1', '--sign-with', key];
  const { code, stdout, stderr } = await startProgram(cli, args).ended;
  // On a busy machine it says how far it is.
  const complaints = stderr.split('\n').filter((line) => line !== '' && !/^\d+ % {2}.*, about .* left$/u.test(line));
  expect({ code, complaints }).toEqual({ code: 0, complaints: [] });
  expect(stdout).toContain('5 entities of 4 rows');
  expect(stdout).toMatch(/song +3\n +artist +2\n/);
  expect(stdout).toContain('left out, since no slot of music takes them: 1 of movie');
  const folder = join(out, 'music-catalogue');
  expect(readdirSync(folder).sort()).toEqual(['active.json', 'v1.bundle']);
  const bytes = readFileSync(join(folder, 'v1.bundle'));
  const { catalogue } = await openCatalogue(bytes, trustOf([publicKey], false));
  const slots = [
    { slot: 'track', value: 'hello' },
    { slot: 'artist', value: 'adele' },
  ];
  expect(catalogue.resolver.resolve(slots, {}, 'r1', 1)!.entities[0]).toMatchObject({ id: 's1', title: 'Hello' });
  expect(catalogue.resolver.resolve([slots[1]!], {}, 'r1', 1)!.entities[0]).toMatchObject({ id: 'artist:adele' });
});

test('the same rows give the same digest', async () => {
  const file = temporaryFile('songs.jsonl', SONGS);
  const digests = await Promise.all(
    [temporaryFolder(), temporaryFolder()].map(async (out) => {
      const { stdout } = await startProgram(cli, ['catalogue', 'music', file, '--out', out, '--json']).ended;
      return JSON.parse(stdout).digest;
    }),
  );
  expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(digests[1]).toBe(digests[0]);
});

test('reads queries whose answers are known, and says what of them is of no use', async () => {
  const songs = temporaryFile('songs.jsonl', SONGS);
  const judged = temporaryFile('judged.jsonl', [
    { slots: { track: 'hello', artist: 'adele' }, accepted: ['s1'], rejected: ['s2'] },
    { text: 'the song of last year', accepted: ['s99'] },
    { slots: { track: 'that bond one' }, accepted: ['s3'] },
  ]);
  const out = temporaryFolder();
  const args = ['catalogue', 'music', songs, '--judged', judged, '--out', out, '--version', 'v1'];
  const { code, stdout } = await startProgram(cli, args).ended;
  expect(code).toBe(0);
  expect(stdout).toContain('judged queries: 2; left out: 1 whose accepted entities are not in the catalogue');
  // No word of it is in the catalogue, whose memory expects no such query: what was accepted is remembered.
  const bytes = readFileSync(join(out, 'music-catalogue', 'v1.bundle'));
  const { catalogue } = await openCatalogue(bytes, trustOf([], true));
  const again = catalogue.resolver.resolve([{ slot: 'track', value: 'That Bond one' }], {}, 'r1', 1)!;
  expect(again.entities[0]!.id).toBe('s3');
  expect(again.entities[0]!.strategies).toContain('memory');
});

describe('what use teaches', () => {
  const songs = () =>
    temporaryFile(
      'songs.jsonl',
      [...smallRows('c')].map(({ partOf: _, ...row }) => row),
    );
  const place = async (bytes: Uint8Array) => {
    const out = temporaryFolder();
    await writeActiveBundle(join(out, 'music-catalogue'), { version: 'v1' }, bytes);
    return out;
  };
  const run = (out: string, ...args: string[]) =>
    startProgram(cli, ['catalogue', 'music', ...args, '--out', out, '--version', 'v2']).ended;
  const policyOfVersion = async (out: string, version: string) => {
    const bytes = readFileSync(join(out, 'music-catalogue', `${version}.bundle`));
    return openCatalogue(bytes, trustOf([], true));
  };

  test('makes a version whose policy and memory learned from logged decisions', async () => {
    const bytes = await decidedCatalogue('v1', { always: -3 });
    const out = await place(bytes);
    const asked = (await decisionsBy(bytes, 1_200)).map((row, at) => ({ ...row, customer: `c-${at % 40}` }));
    // Old rows teach memory alone: six customers mean Dune by a nickname, four somebody by another.
    const old = (name: string, customers: number) =>
      Array.from({ length: customers }, (_, at) => ({
        ...{ requestId: `${name}-${at}`, catalogueVersion: 'v0', slots: { track: name }, accepted: ['c-dune'] },
        ...{ customer: `c-${at}`, time: '2026-11-01T08:00:00Z' },
      }));
    const decisions = decisionsFile([...asked, ...old('sandworms', 6), ...old('spice', 4)]);
    const { code, stdout } = await run(out, songs(), '--decisions', decisions);
    expect(code).toBe(0);
    expect(stdout).toContain('decisions: 1200 requests; left out: 10 rows of other versions');
    expect(stdout).toMatch(/policy: learned-\w+ -> learned-\w+, by \d+ requests that none learned from/);
    expect(stdout).toMatch(/policy, difference \(DR\): 0\.\d+ \(-?0\.\d+ to 0\.\d+\)/);
    const { bundle, catalogue } = await policyOfVersion(out, 'v2');
    const [before, after] = [
      decodePolicy((await openCatalogue(bytes, trustOf([], true))).bundle.parts),
      decodePolicy(bundle.parts),
    ];
    expect(bundle.manifest.policy).toBe(after.version);
    // It looks more where lexical has nothing.
    const looks = (model: PolicyModel, nothing: number) => {
      const features = featuresOf();
      features[POLICY_FEATURES.indexOf('nothing')] = nothing;
      return 1 - propensitiesOf(model, features, 'phonetic')![0]!;
    };
    expect(looks(after, 1)).toBeGreaterThan(looks(before, 1) + 0.3);
    const memory = catalogue.strategies.find(({ name }) => name === 'memory')!;
    const remembered = (word: string) =>
      memory
        .retrieve({ words: [word], fields: ['title', 'aliases'], kinds: [], constraints: [], context: {} }, 5)
        .map(({ row }) => catalogue.table.idOf(row));
    expect(remembered('sandworms')).toEqual(['c-dune']);
    expect(remembered('spice')).toEqual([]);
  });

  test('is refused with the figures where it is worth less, unless the policy is kept', async () => {
    const bytes = await decidedCatalogue('v1', { always: -3 });
    const out = await place(bytes);
    // Nothing of what is held out was accepted, and everything of the rest: what is learned is wrong.
    const rows = (await decisionsBy(bytes, 900)).map((row) => {
      const accepted = isHeldOut(row.requestId) ? [] : ['c-dune', 'c-adele', 'c-richie'];
      return { ...row, slots: row.slots, accepted };
    });
    const decisions = decisionsFile(rows);
    const refused = await run(out, songs(), '--decisions', decisions);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('the policy learned from --decisions is worth less (--keep-policy builds with');
    expect(refused.stderr).toMatch(/policy, IPS: .+\n +policy, SNIPS: .+\n +policy, DR: /);
    expect(existsSync(join(out, 'music-catalogue', 'v2.bundle'))).toBe(false);
    const kept = await run(out, songs(), '--decisions', decisions, '--keep-policy', '--json');
    expect(JSON.parse(kept.stdout).decisions).toMatchObject({
      requests: 900,
      kept: true,
      comparison: { passed: false },
    });
    const { bundle } = await policyOfVersion(out, 'v2');
    expect(decodePolicy(bundle.parts).version).toBe(
      decodePolicy((await openCatalogue(bytes, trustOf([], true))).bundle.parts).version,
    );
  });

  test('needs the catalogue that decided, and its rows', async () => {
    const decisions = decisionsFile([
      { requestId: 'r', catalogueVersion: 'v1', slots: { track: 'hello' }, accepted: ['c-adele'] },
    ]);
    const none = temporaryFolder();
    for (const [out, args, message] of [
      [none, ['--decisions', decisions], 'has no catalogue that could have decided; name its bundle with --from'],
      [none, ['--from', 'v1.bundle'], '--from goes with --decisions, and there are none'],
      [none, ['--decisions', decisions, '--from', 'no-such.bundle'], '--from no-such.bundle: no such file'],
      [none, ['--decisions', decisionsFile(['{}'])], ':1: field "requestId" is missing'],
      [
        await place(await decidedCatalogue('v9', { always: 0 })),
        ['--decisions', decisions],
        'no row is of music-catalogue/',
      ],
    ] as const) {
      expect(await run(out, songs(), ...args)).toMatchObject({ code: 1, stderr: expect.stringContaining(message) });
    }
    // Too few entities for a policy: memory learns alone.
    const { code, stdout } = await run(await place(await smallCatalogue('v1')), songs(), '--decisions', decisions);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining('asks every strategy, so that there is none'),
    });
  });
});

test('reads files that are compressed, as they are', async () => {
  const out = temporaryFolder();
  const plain = temporaryFile('songs.jsonl', SONGS);
  const file = `${plain}.gz`;
  writeFileSync(file, gzipSync(readFileSync(plain)));
  const made = await startProgram(cli, ['catalogue', 'music', file, '--out', out, '--json']).ended;
  expect(made.code).toBe(0);
  expect(JSON.parse(made.stdout)).toMatchObject({ entities: 5, kinds: [{ entities: 3 }, { entities: 2 }] });
  const half = join(temporaryFolder(), 'half.jsonl.gz');
  writeFileSync(half, readFileSync(file).subarray(0, 60));
  const none = join(temporaryFolder(), 'none.jsonl.gz');
  writeFileSync(none, readFileSync(plain));
  for (const [wrong, message] of [
    [half, 'half.jsonl.gz: not a whole gzip file (unexpected end of file)'],
    [none, 'none.jsonl.gz: not a whole gzip file (incorrect header check)'],
  ] as const) {
    const { code, stderr } = await startProgram(cli, ['catalogue', 'music', wrong, '--out', out]).ended;
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(message) });
  }
});

test('what is wrong is said, with exit code 1, and nothing is written', async () => {
  const out = temporaryFolder();
  const songs = temporaryFile('songs.jsonl', SONGS);
  const twice = temporaryFile('twice.jsonl', [SONGS[0]!, SONGS[1]!, SONGS[0]!]);
  const wrong = temporaryFile('wrong.jsonl', [{ id: 's1', kind: 'song', creators: [] }, SONGS[1]!]);
  const numbered = temporaryFile('numbered.jsonl', [{ ...SONGS[0]!, id: 17 }]);
  const empty = temporaryFile('empty.jsonl', []);
  const judged = temporaryFile('judged.jsonl', [{ text: 'hello' }]);
  for (const [args, message] of [
    [[twice], 'twice.jsonl:3: id "s1" stands a second time; an id names one entity'],
    [[wrong], 'wrong.jsonl:1: field "title" is missing'],
    [[numbered], 'numbered.jsonl:1: id: 17 is a number; write it as text: "17"'],
    [[empty], 'catalogue empty.jsonl: no rows'],
    [[songs, '--judged', judged], 'judged.jsonl:1: field "accepted" is missing'],
    [['no-such.jsonl'], 'catalogue no-such.jsonl is not there'],
    [[twice, '--sign-with', 'no-such.key'], '--sign-with no-such.key'],
    [[twice, '--version', 'a/b'], '--version'],
    [[], 'missing required argument'],
  ] as const) {
    const { code, stderr } = await startProgram(cli, ['catalogue', 'music', ...args, '--out', out]).ended;
    expect(code, message).toBe(1);
    expect(stderr).toContain(message);
  }
  expect(existsSync(join(out, 'music-catalogue'))).toBe(false);
});
