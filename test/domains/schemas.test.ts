import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { claimOf, parseDomainSchema } from '../../domains/core/schema.js';

const folder = new URL('../../domains/', import.meta.url);
const names = readdirSync(folder).filter((name) => name !== 'core');
const schemas = names.map((name) => {
  const json = JSON.parse(readFileSync(new URL(`${name}/schema.json`, folder), 'utf8'));
  return parseDomainSchema(json, `${name}/schema.json`);
});

it('names each domain as its folder', () => {
  expect(schemas.map((schema) => schema.domain)).toEqual(names);
});

it('gives every type of work to one domain at most', () => {
  for (const value of schemas.flatMap((schema) => schema.rows.flatMap((rule) => rule.values ?? []))) {
    const row = { intent: 'SearchCreativeWork', slots: [{ name: 'object_type', value }] };
    expect(
      schemas.filter((schema) => claimOf(schema, row) === 'mine'),
      value,
    ).toHaveLength(1);
  }
});
