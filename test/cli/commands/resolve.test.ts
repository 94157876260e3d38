import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../support/files.js';
import { gatewayBefore } from '../../support/servers/gateway.js';
import { withCatalogue } from '../../support/servers/music-catalogue.js';
import { startProgram } from '../../support/servers/program.js';

const run = (...args: string[]) => startProgram('cli/main.js', args).ended;
const ROWS = [
  { id: 's-1', kind: 'song', title: 'Hello', creators: ['Lionel Richie'], year: 1984, popularity: 900 },
  { id: 's-2', kind: 'song', title: 'Hello', creators: ['Adele'], year: 2015, popularity: 100 },
  { id: 's-3', kind: 'song', title: 'Someone Like You', creators: ['Adele'], year: 2011, popularity: 500 },
];

it('leads from a file of works to the work that is meant', { timeout: 300_000 }, async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'songs.jsonl');
  writeFileSync(file, ROWS.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const out = join(folder, 'trained');
  expect(await run('catalogue', 'music', file, '--out', out)).toMatchObject({ code: 0 });

  const resolved = await run(
    'resolve',
    'music',
    '--slot',
    'track=hello',
    '--slot',
    'artist=adele',
    '--catalogues',
    out,
  );
  expect(resolved).toMatchObject({ code: 0, stderr: '' });
  expect(resolved.stdout.split('\n')[3]).toMatch(/s-2.*song.*Hello.*Adele.*2015.*%.*exact/);
  expect(resolved.stdout).toMatch(/none of the catalogue: [\d.]+%; catalogue \d{8}/);

  const args = ['interpret', 'play hello by adele', '--domains', 'music', '--catalogues', out];
  const shown = await run(...args, '--resolve');
  expect(shown.code).toBe(0);
  const text = shown.stdout.replaceAll(/[│\s]+/g, ' ');
  expect(text).toMatch(/music means: "Hello" by Adele, song, 2015 [\d.]+%/);
  expect((await run(...args)).stdout).not.toContain('means');
});

it('says what is wrong, with exit code 1', { timeout: 120_000 }, async () => {
  const { address } = await gatewayBefore({ music: (await withCatalogue()).domain.address });
  const wrong = async (...args: string[]) => {
    const { code, stderr } = await run('resolve', ...args, '--gateway', address);
    return { code, stderr: stderr.split('\n')[0] };
  };
  expect(await wrong('music')).toEqual({
    code: 1,
    stderr: 'slots: is empty, and so are text and entity; send one of them',
  });
  expect(await wrong('music', '--slot', 'trak=hello')).toEqual({
    code: 1,
    stderr: 'slots: the catalogue resolves none of "trak"; it resolves artist, track',
  });
  expect(await wrong('tv', '--text', 'x')).toEqual({ code: 1, stderr: 'domain: "tv" is unknown; one of music' });
  expect((await wrong('music', '--slot', 'hello')).stderr).toContain('It must be <name>=<words>.');
  const found = await run('resolve', 'music', '--text', 'adele hello', '--json', '--gateway', address);
  expect(JSON.parse(found.stdout)).toMatchObject({ catalogueVersion: 'c1', entities: [{ id: 'c1-adele' }, {}, {}] });
});

it.each(['resolve', 'start'])('%s tells of a folder without catalogues before it starts anything', async (command) => {
  const folder = temporaryFolder();
  const args = command === 'resolve' ? ['music', '--slot', 'track=hello'] : [];
  const { code, stderr } = await run(command, ...args, '--catalogues', folder);
  expect(code).toBe(1);
  expect(stderr).toContain(
    `--catalogues: ${folder} has none of books-catalogue, music-catalogue, video-catalogue; to make one: `,
  );
});

it('asks for the folder with the catalogue before it starts anything', async () => {
  expect(await run('resolve', 'music', '--slot', 'track=hello')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('--catalogues: name the folder with the catalogue, or a --gateway; '),
  });
});
