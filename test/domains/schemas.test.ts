import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseDomainSchema } from '../../domains/core/schema/schema.js';

const folder = new URL('../../domains/', import.meta.url);
const names = readdirSync(folder).filter((name) => name !== 'core');
const schemas = names.map((name) => {
  const json = JSON.parse(readFileSync(new URL(`${name}/schema.json`, folder), 'utf8'));
  return parseDomainSchema(json, `${name}/schema.json`);
});

it('names each domain as its folder', () => {
  expect(schemas.map((schema) => schema.domain)).toEqual(names);
});

it('gives every intent, or every type of it, to one domain at most', () => {
  // One domain may have several rules for a type, told apart by verbs.
  const owned = schemas.flatMap(({ rows }) => [
    ...new Set(rows.flatMap(({ intent, values = ['any'] }) => values.map((value) => `${intent} of ${value}`))),
  ]);
  expect(owned.filter((each, index) => owned.indexOf(each) !== index)).toEqual([]);
});
