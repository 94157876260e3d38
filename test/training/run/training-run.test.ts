import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openBundle } from '../../../bundles/format/open.js';
import { readActive, readBundle } from '../../../bundles/sources/bundle-directory.js';
import { sampleCorpora } from '../../../training/corpus/default-corpora.js';
import { type CorporaRequest, readTrainingCorpora, runTraining } from '../../../training/run/training-run.js';
import { schemaOf, shippedSchemas } from '../../support/corpora/sample-domain.js';
import { ownThread, sampleTraining } from '../../support/corpora/sample-training.js';
import { temporaryFile, temporaryFolder } from '../../support/files.js';

/** All domains' schemas, with nothing generated. */
const request = (corpora: readonly string[]): CorporaRequest => ({
  corpora: corpora.map((path) => ({ path })),
  catalogues: [],
  domains: shippedSchemas().map((schema) => ({ schema, recipe: { catalogue: {}, carriers: [], negatives: [] } })),
  perCarrier: 0,
  folds: 2,
  seed: 1,
});

describe('runTraining', () => {
  it('writes each domain’s bundle, names it active and clears away the one before', { timeout: 60_000 }, async () => {
    const directory = temporaryFolder();
    await writeFile(join(directory, 'v0.bundle'), 'old');
    const read = await readTrainingCorpora(request(sampleCorpora()));
    const recipe = { catalogue: {}, carriers: [], negatives: [] };
    const training = { ...sampleTraining('books', 1), ...read, domains: [{ schema: schemaOf('books'), recipe }] };
    const [finished] = await runTraining(
      { ...training, directoryOf: () => directory, version: new Date('2026-03-04T05:06:07Z') },
      ownThread,
      () => () => {},
    );
    expect(finished.version).toBe(`20260304-${finished.digest.slice(0, 8)}`);
    expect((await readdir(directory)).sort()).toEqual([`${finished.version}.bundle`, 'active.json']);
    expect(await readActive(directory)).toEqual({ version: finished.version, digest: finished.digest });
    const bytes = await readBundle(directory, finished.version);
    expect(bytes.length).toBe(finished.bytes);
    const bundle = await openBundle(bytes, { keys: [], allowUnsigned: true });
    expect(bundle.digest).toBe(finished.digest);
    expect(bundle.manifest.training.corpora).toEqual(read.corpora);
  });
});

describe('readTrainingCorpora', () => {
  const line = (text: string, domain: string) => ({
    id: text,
    text,
    tokens: [text],
    tags: ['O'],
    intent: 'PlayMusic',
    domain,
  });

  it('names a corpus by its last two parts, counts its rows and digests its bytes', async () => {
    const { rows, corpora } = await readTrainingCorpora(request(sampleCorpora()));
    expect(corpora.map(({ name }) => name)).toContain(join('sample', 'music.jsonl'));
    expect(corpora.reduce((sum, corpus) => sum + corpus.rows, 0)).toBe(rows.length);
    expect(corpora.every(({ name }) => !name.startsWith('/'))).toBe(true);
    expect(new Set(corpora.map(({ sha256 }) => sha256)).size).toBe(corpora.length);
  });

  it('gives other bytes another digest and the same bytes the same', async () => {
    const digest = async (text: string) => {
      const { corpora } = await readTrainingCorpora(request([temporaryFile('rows.jsonl', [line(text, 'music')])]));
      return corpora[0].sha256;
    };
    expect(await digest('play')).toBe(await digest('play'));
    expect(await digest('play')).not.toBe(await digest('stop'));
  });

  it('assigns the domain where the corpus does not say', async () => {
    const { domain: _, ...unassigned } = line('play', '');
    const { rows } = await readTrainingCorpora(request([temporaryFile('rows.jsonl', [unassigned])]));
    expect(rows.map(({ domain }) => domain)).toEqual(['music']);
  });
});
