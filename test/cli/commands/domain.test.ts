import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/files.js';
import { startProgram } from '../../support/servers/program.js';

const run = (...args: string[]) => startProgram('cli/main.js', args).ended;

describe('domain new', () => {
  it('writes a folder anywhere and says what comes next, once', async () => {
    const parent = join(temporaryFolder(), 'our domains');
    const folder = join(parent, 'podcasts');
    const { code, stdout, stderr } = await run('domain', 'new', 'podcasts', '--in', parent);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(readdirSync(folder).sort()).toEqual(['README.md', 'corpus.jsonl', 'recipe.json', 'schema.json']);
    expect(stdout).toContain(`npm run train -- '${folder}'`);
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain(
      `npm run serve -- '${folder}' --port 50054 --allow-unsigned`,
    );

    writeFileSync(join(folder, 'schema.json'), 'mine');
    expect(await run('domain', 'new', 'podcasts', '--in', parent)).toMatchObject({
      code: 1,
      stderr: `${folder}: is there already; nothing was written\n`,
    });
    expect(readFileSync(join(folder, 'schema.json'), 'utf8')).toBe('mine');
  });

  it.each([
    ['Podcasts', 'name "Podcasts": lower-case letters, digits and hyphens, a letter first, 63 at most'],
    ['../podcasts', 'name "../podcasts": lower-case letters'],
    ['pods-catalogue', 'name "pods-catalogue": a name that ends in -catalogue is that of a domain\'s catalogue'],
    ['p'.repeat(54), 'has 54 letters, and a catalogue is deployed as <name>-catalogue: 53 at most'],
    ['music', 'name "music": is taken, as are books, video, priors, rewrites, forecast, other, ambiguous'],
    ['other', 'name "other": is taken, as are books, music, video, priors, rewrites, forecast, ambiguous'],
  ])('refuses the name %s', async (name, message) => {
    const parent = temporaryFolder();
    const { code, stderr } = await run('domain', 'new', name, '--in', parent);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(readdirSync(parent)).toEqual([]);
  });

  it('says what it can do', async () => {
    const { code, stderr } = await run('domain', 'old', 'podcasts');
    expect(code).toBe(1);
    expect(stderr).toContain('Allowed choices are new.');
  });
});

describe('a domain of a folder that cannot be used yet', () => {
  it.each(['start', 'interpret'])('ends %s at once, with the command that mends it', async (command) => {
    const parent = temporaryFolder();
    await run('domain', 'new', 'podcasts', '--in', parent);
    const folder = join(parent, 'podcasts');
    expect(await run(command, ...(command === 'start' ? [] : ['open podcasts']), '--with', folder)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: `podcasts has no bundle in ${folder}/bundle yet; \`npm run train -- ${folder}\` makes one\n`,
    });
    expect(await run('serve', folder)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        `podcasts has no bundle in ${folder}/bundle yet; \`nlu-reranker train ${folder}\``,
      ),
    });
  });

  it('names the row at fault, before anything is trained', async () => {
    const parent = temporaryFolder();
    await run('domain', 'new', 'podcasts', '--in', parent);
    const corpus = join(parent, 'podcasts', 'corpus.jsonl');
    const text = readFileSync(corpus, 'utf8');
    const train = () => run('train', join(parent, 'podcasts'), '--data', 'none');
    writeFileSync(corpus, text.replaceAll('-item"', '-itm"'));
    const line = text.split('\n').findIndex((row) => row.includes('"B-item"')) + 1;
    expect(await train()).toMatchObject({
      code: 1,
      stderr: `${corpus}:${line}: Find of podcasts has no slot itm; it has item, time\n`,
    });
    writeFileSync(corpus, text.replace('"Open"', '"Opne"'));
    expect(await train()).toMatchObject({
      code: 1,
      stderr: `${corpus}:1: podcasts has no intent Opne; it has Open, Find\n`,
    });
    writeFileSync(corpus, text.replaceAll('"domain":"podcasts"', '"domain":"podcats"'));
    expect(await train()).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^no row is podcasts's own \(there are .*60 of podcats/),
    });
  });

  it.each([
    [['start', '--with', 'nowhere'], 'nowhere: no domain; a domain is a folder with a schema.json\n'],
    [
      ['train', 'podcats'],
      'domain podcats: neither one that ships (books, music, video) nor a folder with a schema.json\n',
    ],
    [
      ['serve', 'podcats'],
      'to serve a bundle with the schema that it brings, name its domain, and --bundles or --nats\n',
    ],
    [
      ['interpret', 'play', '--with', 'x', '--gateway', '127.0.0.1:1'],
      "option '--with <folder>' cannot be used with option '--gateway",
    ],
  ])('%j is refused', async (args, message) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
  });
});
