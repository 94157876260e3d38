import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generateKeys } from '../../../bundles/format/signature.js';
import { trustOf } from '../../../bundles/format/trust.js';
import { openCatalogue } from '../../../domains/core/resolution/bundle/catalogue-bundle.js';
import { temporaryFile, temporaryFolder } from '../../support/files.js';
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
  const { writeFileSync } = await import('node:fs');
  writeFileSync(key, privateKey, { mode: 0o600 });
  const args = ['catalogue', 'music', file, '--out', out, '--version', 'v1', '--sign-with', key];
  const { code, stdout, stderr } = await startProgram(cli, args).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
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
  ]);
  const args = ['catalogue', 'music', songs, '--judged', judged, '--out', temporaryFolder()];
  const { code, stdout } = await startProgram(cli, args).ended;
  expect(code).toBe(0);
  expect(stdout).toContain('judged queries: 1; left out: 1 whose accepted entities are not in the catalogue');
});

test('what is wrong is said, with exit code 1, and nothing is written', async () => {
  const out = temporaryFolder();
  const songs = temporaryFile('songs.jsonl', SONGS);
  const twice = temporaryFile('twice.jsonl', [SONGS[0]!, SONGS[1]!, SONGS[0]!]);
  const wrong = temporaryFile('wrong.jsonl', [{ id: 's1', kind: 'song', creators: [] }, SONGS[1]!]);
  const empty = temporaryFile('empty.jsonl', []);
  const judged = temporaryFile('judged.jsonl', [{ text: 'hello' }]);
  for (const [args, message] of [
    [[twice], 'twice.jsonl:3: id "s1" stands a second time; an id names one entity'],
    [[wrong], 'wrong.jsonl:1: field "title" is missing'],
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
