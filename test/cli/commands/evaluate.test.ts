import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packBundle } from '../../../bundles/format/pack.js';
import { writeActiveBundle } from '../../../bundles/sources/bundle-directory.js';
import { evaluationReportSchema } from '../../../console/model/reports.js';
import type { DomainInterpretRequest__Output } from '../../../proto/gen/nlu/v1/DomainInterpretRequest.js';
import { identifyCorpus } from '../../../training/corpus/corpus-identity.js';
import { packTrainingTexts, TRAINING_TEXTS_PART } from '../../../training/overlap/training-texts.js';
import { temporaryFile, temporaryFolder } from '../../support/files.js';
import { shippedBundles } from '../../support/models/shipped.js';
import { gatewayBefore } from '../../support/servers/gateway.js';
import { startProgram } from '../../support/servers/program.js';

const cli = 'cli/main.js';

/** Four requests that music gets right, right with a low raw score, wrong, and that nobody should answer. */
const rows = [
  { text: 'play jazz', tokens: ['play', 'jazz'], tags: ['O', 'B-genre'], intent: 'PlayMusic' },
  { text: 'play rock', tokens: ['play', 'rock'], tags: ['O', 'B-genre'], intent: 'PlayMusic' },
  { text: 'play miles', tokens: ['play', 'miles'], tags: ['O', 'B-artist'], intent: 'PlayMusic' },
  { text: 'set a timer', intent: 'set_timer', domain: 'other' },
];

const DIGEST = 'ab'.repeat(32);

/** A domain's own description: version 1 is active. */
const describing = (domain: string) => async () => ({
  domain,
  bundleVersion: `${domain}-1`,
  bundleDigest: DIGEST,
  versions: [{ version: `${domain}-1`, digest: DIGEST, state: 'active' }],
});

function musicAndBooks() {
  const music = async ({ utterance }: DomainInterpretRequest__Output) => {
    const [verb, genre] = utterance.split(' ') as [string, string];
    const ours = verb === 'play';
    const slots = ours ? [{ name: 'genre', value: genre, start: 5, end: 5 + genre.length }] : [];
    const scores = { domain: genre === 'rock' ? 0.1 : 0.9, intent: 1, slot: 1 };
    const confidence = ours ? 0.9 : 0.1;
    return {
      hypotheses: [{ domain: 'music', intent: 'PlayMusic', slots, scores, confidence }],
      inDomain: confidence,
      bundleVersion: 'music-1',
    };
  };
  const books = async () => ({
    hypotheses: [{ domain: 'books', intent: 'RateBook', scores: { domain: 0.5, intent: 1, slot: 1 }, confidence: 0.2 }],
    inDomain: 0.05,
    bundleVersion: 'books-1',
  });
  return gatewayBefore({
    music: { interpret: music, describe: describing('music') },
    books: { interpret: books, describe: describing('books') },
  });
}

async function evaluate(...args: string[]) {
  const { address } = await musicAndBooks();
  const corpus = temporaryFile('rows.jsonl', rows);
  return startProgram(cli, ['evaluate', '--corpus', corpus, '--gateway', address, '--resamples', '200', ...args]).ended;
}

it('gives every figure for machines, the served form beside R0', async () => {
  const { code, stdout, stderr } = await evaluate('--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { date, bundles, corpora, choice, baseline, forms, steals } = JSON.parse(stdout);
  expect(Date.now() - Date.parse(date)).toBeLessThan(60_000);
  expect(bundles).toEqual({
    served: { books: { version: 'books-1', digest: DIGEST }, music: { version: 'music-1', digest: DIGEST } },
  });
  expect(corpora).toEqual([
    {
      name: expect.stringMatching(/rows\.jsonl$/),
      rows: 4,
      sha256: 'b368ddbc6224555df6f0ff0e7e122d0a464852d95e892135371c37105bddd136',
    },
  ]);
  expect(choice).toBeUndefined();
  expect(baseline).toBe('R0 product');
  expect(forms.map(({ name }: { name: string }) => name)).toEqual(['served', 'R0 logits', 'R0 product']);
  const [served, , product] = forms;
  expect(served.figures).toMatchObject({
    utterances: { inDomain: 3, outOfDomain: 1, leftOut: 0 },
    irer: 1 / 3,
    dcer: 0,
    decisions: { accepted: 1, falselyAccepted: 0 },
  });
  expect(served.figures.semer).toBeCloseTo(1 / 6, 12);
  // By the product of raw scores books wins "play rock", 0.5 to 0.1.
  expect(product.figures.dcer).toBeCloseTo(1 / 3, 12);
  expect(served.comparison.irer.difference.value).toBeCloseTo(-1 / 3, 12);
  expect(product.comparison).toBeUndefined();
  expect(steals.owners).toEqual(['music', 'other']);
});

it('gives the figures for people, and names the corpus, the baseline and the intervals', async () => {
  const { stdout } = await evaluate();
  for (const text of ['rows.jsonl', '3 in-domain and 1 other', 'SemER', 'R0 product', '95% interval', 'music, best']) {
    expect(stdout).toContain(text);
  }
  expect(stdout).not.toMatch(/NaN|undefined|Infinity/);
});

it('writes a report where it is asked for', async () => {
  const folder = join(temporaryFolder(), 'report');
  const { code, stderr } = await evaluate('--report', folder);
  expect({ code, stderr }).toEqual({ code: 0, stderr: `wrote ${join(folder, 'index.html')}\n` });
  expect(readFileSync(join(folder, 'index.html'), 'utf8')).toContain('rows.jsonl: 3 in-domain and 1 other utterances');
  const report = evaluationReportSchema.parse(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')));
  expect(report.bundles.served).toEqual({ books: 'books-1', music: 'music-1' });
  expect(report.forms.map(({ name }) => name)).toEqual(['served', 'R0 logits', 'R0 product']);
  expect(Object.keys(report.forms[0]!.domains)).toEqual(['books', 'music']);
});

it('says in the terminal and on the page on what, with which bundles and when it was measured', async () => {
  const folder = temporaryFolder();
  const { stdout } = await evaluate('--report', folder);
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  for (const line of [
    /Measured \d{4}-\d\d-\d\dT[\d:.]+Z/,
    /rows\.jsonl: 4 rows, SHA-256 b368ddbc[0-9a-f]{56}/,
    /Bundles, served: books books-1 \(digest abababababab\), music music-1 \(digest abababababab\)/,
  ]) {
    const [said] = line.exec(stdout) ?? [];
    expect(stdout.split('\n').some((one) => one.endsWith(said ?? '-'))).toBe(true);
    expect(html).toMatch(new RegExp(`<li>[^<]*${line.source}</li>`));
  }
});

it('shows the same steals in the terminal, on the page and in JSON; what is rejected is won by none', async () => {
  // Books is sure of "play miles", so that music loses it; nobody takes "set a timer".
  const music = async ({ utterance }: DomainInterpretRequest__Output) =>
    stealing('music', utterance.startsWith('play') ? 0.8 : 0.1);
  const books = async ({ utterance }: DomainInterpretRequest__Output) =>
    stealing('books', utterance === 'play miles' ? 0.9 : 0.05);
  const { address } = await gatewayBefore({
    music: { interpret: music, describe: describing('music') },
    books: { interpret: books, describe: describing('books') },
  });
  const folder = temporaryFolder();
  const corpus = temporaryFile('rows.jsonl', rows);
  const args = ['evaluate', '--corpus', corpus, '--gateway', address, '--resamples', '10'];
  const { stdout } = await startProgram(cli, [...args, '--report', folder]).ended;
  const { steals } = JSON.parse((await startProgram(cli, [...args, '--json']).ended).stdout);
  expect(steals).toEqual({
    owners: ['music', 'other'],
    winners: ['books', 'music', 'none'],
    counts: [3, 1],
    shares: [
      [1 / 3, 2 / 3, 0],
      [0, 0, 1],
    ],
  });
  const [, table = ''] = stdout.split('Who wins whose utterances');
  const cells = [...table.matchAll(/^│ (music|other) (.*)│$/gm)].map(([, owner, rest]) => [
    owner,
    ...rest!.split('│').flatMap((cell) => cell.trim() || []),
  ]);
  expect(cells).toEqual([
    ['music', '3', '33.33', '66.67', '0.00'],
    ['other', '1', '0.00', '0.00', '100.00'],
  ]);
  // A share of nothing is left blank in the picture.
  const shown = [...readFileSync(join(folder, 'steals.svg'), 'utf8').matchAll(/>(\d+\.\d\d)</g)].map(
    ([, text]) => text,
  );
  expect(shown).toEqual(['33.33', '66.67', '100.00']);
});

function stealing(domain: string, confidence: number) {
  const scores = { domain: confidence, intent: 1, slot: 1 };
  return {
    hypotheses: [{ domain, intent: `${domain}.play`, scores, confidence }],
    inDomain: confidence,
    bundleVersion: `${domain}-1`,
  };
}

it('refuses figures of two versions of one domain', async () => {
  let calls = 0;
  const { address } = await gatewayBefore({
    music: { interpret: async () => ({ ...stealing('music', 0.8), bundleVersion: `music-${++calls > 2 ? 2 : 1}` }) },
  });
  const corpus = temporaryFile('rows.jsonl', rows);
  const { code, stderr } = await startProgram(cli, ['evaluate', '--corpus', corpus, '--gateway', address]).ended;
  expect(code).toBe(1);
  expect(stderr).toBe('music: several versions answered (music-1, music-2); evaluate again\n');
});

it.each([
  ['evaluate --form', 'r3=', '--form r3='],
  ['evaluate --bundles', '', '--bundles '],
  ['interpret play --bundles', '', '--bundles '],
])('names option, folder and domain when %s lacks a bundle, in one line', async (typed, prefix, named) => {
  const folder = temporaryFolder();
  for (const domain of ['books', 'music'])
    await writeActiveBundle(join(folder, domain), { version: 'v1' }, Buffer.of(1));
  const { code, stderr, stdout } = await startProgram(cli, [...typed.split(' '), `${prefix}${folder}`]).ended;
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  const file = join(folder, 'video', 'active.json');
  expect(stderr).toMatch(`${named}${folder}: no bundle of video: ${file} cannot be read`);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});

it('says on a bare clone that the sample was used, why, and what makes the corpus', async () => {
  const { address } = await musicAndBooks();
  const bare = ['evaluate', '--data', temporaryFolder(), '--gateway', address, '--resamples', '10'];
  const { stdout } = await startProgram(cli, bare).ended;
  expect(stdout).toMatch(
    /^SNIPS valid is not here; the sample of 533 rows that ships was used; `npm run data -- snips` makes it/,
  );
  expect(stdout).toMatch(/^sample\/music\.jsonl: 140 rows, SHA-256 [0-9a-f]{64}$/m);
  const json = JSON.parse((await startProgram(cli, [...bare, '--json']).ended).stdout);
  expect(json.choice).toMatch(/^SNIPS valid is not here/);
  expect(json.corpora.map(({ name }: { name: string }) => name)).toEqual(
    ['ambiguous', 'books', 'music', 'other', 'video'].map((name) => `sample/${name}.jsonl`),
  );
});

it('says which rows the measured bundles were trained on, by digest and by text', async () => {
  const corpus = temporaryFile('rows.jsonl', rows);
  const bundles = temporaryFolder();
  const record: Record<string, string[]> = { books: [], music: ['Play Jazz!', 'play folk'], video: [] };
  for (const { domain, bundle } of await shippedBundles()) {
    const { format: _f, proto: _p, version: _v, digest: _d, parts: _l, ...manifest } = bundle.manifest;
    const corpora = domain === 'books' ? [identifyCorpus(corpus, rows.length)] : [];
    const parts = new Map([...bundle.parts, [TRAINING_TEXTS_PART, packTrainingTexts(record[domain]!)] as const]);
    const bytes = packBundle(
      { manifest: { ...manifest, training: { ...manifest.training, corpora } }, parts },
      { version: 'new' },
    );
    await writeActiveBundle(join(bundles, domain), { version: 'new' }, bytes);
  }
  const args = ['evaluate', '--corpus', corpus, '--bundles', bundles, '--resamples', '10'];
  const { code, stdout } = await startProgram(cli, args).ended;
  expect(code).toBe(0);
  expect(stdout.split('\n').filter((line) => line.includes('trained on'))).toEqual([
    expect.stringMatching(
      /^books\/new was trained on 4 of 4 rows \(100\.0 %\) of \S+rows\.jsonl, by digest: its figures flatter it$/,
    ),
    expect.stringMatching(
      /^music\/new was trained on 1 of 4 rows \(25\.0 %\) of \S+rows\.jsonl, by text: its figures flatter it$/,
    ),
  ]);
  const { overlaps, digestOnly } = JSON.parse((await startProgram(cli, [...args, '--json']).ended).stdout);
  expect(overlaps.map(({ bundle, seen, by }: Record<string, unknown>) => [bundle, seen, by])).toEqual([
    ['books/new', 4, 'digest'],
    ['music/new', 1, 'text'],
  ]);
  expect(digestOnly).toBeUndefined();
});

it('names file and line of a row that is wrong', async () => {
  const corpus = temporaryFile('rows.jsonl', [...rows, { text: 'play' }]);
  const { code, stderr } = await startProgram(cli, ['evaluate', '--corpus', corpus]).ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(/rows\.jsonl:5: field "intent" is missing/);
});
