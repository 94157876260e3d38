import { describe, expect, it } from 'vitest';
import { domainFolders } from '../../../domains/core/schema/domain-folders.js';
import type { CorpusRow } from '../../../training/corpus/corpus-row.js';
import { dataFiles } from '../../../training/corpus/data-folder.js';
import { gateSetCorpora, sampleCorpora } from '../../../training/corpus/default-corpora.js';
import { groupKey } from '../../../training/corpus/folds.js';
import { readCorpus } from '../../../training/corpus/read-corpus.js';
import { readRecipe } from '../../../training/recipes/recipe.js';
import { checkRows } from '../../../training/run/row-check.js';
import { readTrainingCorpora } from '../../../training/run/training-run.js';

const files = gateSetCorpora();
const rows: CorpusRow[] = files.flatMap(readCorpus);
const texts = new Set(rows.map(({ text }) => groupKey(text)));
const PUBLIC = ['snips/train.jsonl', 'snips/valid.jsonl', 'clinc/train.jsonl', 'clinc/val.jsonl'];
const publicFiles = dataFiles(PUBLIC);

describe('the gate set', () => {
  it('has at least 60 requests for each domain and for none, and 60 of titles in common', () => {
    expect(rows.length).toBeGreaterThanOrEqual(300);
    for (const domain of ['books', 'music', 'video', 'other'])
      expect(rows.filter((row) => row.domain === domain).length).toBeGreaterThanOrEqual(60);
    const shared = rows.filter(({ source }) => source.endsWith('shared-titles.jsonl'));
    expect(shared.length).toBeGreaterThanOrEqual(60);
    expect([...new Set(shared.map(({ domain }) => domain))].sort()).toEqual(['books', 'music', 'video']);
  });

  it('has the intents and slots of the schemas, and repeats no request', () => {
    const schemas = domainFolders().map(({ schema }) => schema);
    for (const schema of schemas) checkRows(rows, schema);
    for (const { domain, intent } of rows.filter(({ domain }) => domain !== 'other')) {
      const schema = schemas.find((one) => one.domain === domain)!;
      expect(schema.intents.map(({ name }) => name)).toContain(intent);
    }
    expect(texts.size).toBe(rows.length);
  });

  it('has no request that a bare clone trains on, generated ones included', async () => {
    const domains = domainFolders().map(({ schema, path }) => ({ schema, recipe: readRecipe(path, schema) }));
    const options = { catalogues: [], domains, perCarrier: 6, folds: 5, seed: 1 };
    const read = await readTrainingCorpora({ corpora: sampleCorpora().map((path) => ({ path })), ...options });
    expect(read.corpora.map(({ name }) => name)).toContain('generated');
    expect(read.rows.filter(({ text }) => texts.has(groupKey(text))).map(({ text }) => text)).toEqual([]);
  });

  it.skipIf(publicFiles.length === 0)('has no request of the public corpora that are here', () => {
    const seen = publicFiles.flatMap(readCorpus).filter(({ text }) => texts.has(groupKey(text)));
    expect(seen.map(({ text }) => text)).toEqual([]);
  });
});
