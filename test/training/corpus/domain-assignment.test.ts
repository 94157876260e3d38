import { describe, expect, it } from 'vitest';
import { assignDomain, domainByRules } from '../../../training/corpus/domain-assignment.js';

const schemas = [
  {
    domain: 'music',
    rows: [{ intent: 'PlayMusic' }, { intent: 'Search', slot: 'object_type', values: ['song', 'album'] }],
  },
  { domain: 'books', rows: [{ intent: 'Search', slot: 'object_type', values: ['book'] }] },
];
const search = (objectType: string) => ({
  intent: 'Search',
  slots: [{ name: 'object_type', value: objectType, start: 0, end: 0 }],
});

describe('domainByRules', () => {
  it.each([
    [{ intent: 'PlayMusic', slots: undefined }, 'music'],
    [search('album'), 'music'],
    [search('Book'), 'books'],
    [search('painting'), 'other'],
    [{ intent: 'Search', slots: [] }, 'ambiguous'],
    [{ intent: 'GetWeather', slots: [] }, 'other'],
  ])('%j is %s', (row, domain) => {
    expect(domainByRules(row, schemas)).toBe(domain);
  });
});

it('leaves a domain that the corpus states', () => {
  const row = { id: '1', text: 'x', source: 'y', ...search('book') };
  expect(assignDomain({ ...row, domain: 'music' }, schemas)).toBe('music');
  expect(assignDomain({ ...row, domain: '' }, schemas)).toBe('books');
});
