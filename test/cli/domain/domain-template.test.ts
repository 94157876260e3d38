import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { domainTemplate } from '../../../cli/domain/domain-template.js';
import { parseDomainSchema } from '../../../domains/core/schema/schema.js';
import { parseJsonlCorpus } from '../../../training/corpus/jsonl-corpus.js';
import { readRecipe } from '../../../training/recipes/recipe.js';
import { checkRows } from '../../../training/run/row-check.js';
import { temporaryFolder } from '../../support/files.js';

describe.each(['podcasts', 'smart-home', 'a'])('the files of a domain %s', (name) => {
  const files = domainTemplate(name);
  const schema = parseDomainSchema(JSON.parse(files.get('schema.json')!), 'schema.json');
  const rows = parseJsonlCorpus(files.get('corpus.jsonl')!, 'corpus.jsonl');

  it('are a schema of its name, a corpus that passes every check, and a recipe', () => {
    expect(schema.domain).toBe(name);
    expect(checkRows(rows, schema, [name])).toEqual([]);
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'recipe.json'), files.get('recipe.json')!);
    expect(readRecipe(folder, schema).carriers.length).toBeGreaterThan(0);
  });

  it('have rows of every intent and slot, each once, and some that are not for it', () => {
    const own = rows.filter(({ domain }) => domain === name);
    expect(new Set(rows.map(({ text }) => text)).size).toBe(rows.length);
    expect(new Set(own.map(({ intent }) => intent))).toEqual(new Set(schema.intents.map((intent) => intent.name)));
    const slots = new Set(own.flatMap((row) => row.slots?.map((slot) => slot.name) ?? []));
    expect(slots).toEqual(new Set(schema.intents.flatMap((intent) => intent.slots)));
    expect(rows.length - own.length).toBeGreaterThan(10);
  });

  it('mark the values of slots as they stand in the text', () => {
    const { slots } = rows.find(({ text }) => text.startsWith('find '))!;
    expect(slots?.map((slot) => slot.name)).toEqual(['item']);
    expect(rows.map(({ text }) => text)).toContain(`open my ${name.replace('-', ' ')}`);
  });
});
