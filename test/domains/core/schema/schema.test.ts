import { describe, expect, it } from 'vitest';
import { intentSlots, mediaWords, parseDomainSchema } from '../../../../domains/core/schema/schema.js';

const schema = {
  domain: 'books',
  description: 'rating and finding books',
  intents: [
    { name: 'SearchCreativeWork', slots: ['object_type', 'object_name'] },
    { name: 'RateBook', slots: ['rating_value'] },
  ],
  rows: [
    { intent: 'RateBook' },
    { intent: 'SearchCreativeWork', slot: 'object_type', values: ['book', 'graphic novel'] },
  ],
};

describe('parseDomainSchema', () => {
  it.each([
    ['domain', { domain: 'Books' }, /^f\.json, domain: /],
    ['domain of a catalogue', { domain: 'books-catalogue' }, /^f\.json, domain: .*ends in -catalogue/],
    ['intents', { intents: [...schema.intents, schema.intents[1]] }, /twice/],
    [
      'a slot that stands twice',
      { intents: [...schema.intents, { name: 'Buy', slots: ['title', 'price', 'title'] }] },
      /^f\.json, intents\.2\.slots: Buy has slot title twice$/,
    ],
    ['an unknown intent in a rule', { rows: [{ intent: 'Nope' }] }, /rows\.0\.intent: no intent is named Nope/],
    [
      'an unknown slot in a rule',
      { rows: [{ intent: 'RateBook', slot: 's', values: ['a'] }] },
      /RateBook has no slot s/,
    ],
    ['values of no slot', { rows: [{ intent: 'RateBook', values: ['five'] }] }, /name it/],
    [
      'another intent than the schema has',
      { rows: [{ intent: 'like', as: { intent: 'Nope' } }] },
      /rows\.0\.as\.intent: no intent is named Nope/,
    ],
    [
      'another slot than the intent has',
      { rows: [{ intent: 'like', as: { intent: 'RateBook', slots: { stars: 'colour' } } }] },
      /rows\.0\.as\.slots: RateBook has no slot colour/,
    ],
    [
      'an intent that every object has',
      { intents: [...schema.intents, { name: 'constructor', slots: [] }] },
      /^f\.json, intents\.2\.name: is a name that every object of JavaScript has; take another$/,
    ],
    [
      'a slot that every object has',
      { intents: [...schema.intents, { name: 'Buy', slots: ['price', '__proto__'] }] },
      /^f\.json, intents\.2\.slots\.1: is a name that every/,
    ],
    [
      'a verb without a word',
      { rows: [{ intent: 'RateBook', verbs: ['rate', ' ! '] }] },
      /rows\.0\.verbs\.1: .*letter/,
    ],
    [
      'one corpus intent for two',
      {
        sameIntents: [
          { corpusIntent: 'Do', intents: ['RateBook'] },
          { corpusIntent: 'Do', intents: ['SearchCreativeWork'] },
        ],
      },
      /sameIntents\.1\.corpusIntent: Do stands twice/,
    ],
    [
      "a folded slot that isn't there",
      { sameIntents: [{ corpusIntent: 'Do', intents: ['RateBook'], slots: { colour: 'stars' } }] },
      /sameIntents\.0\.slots: none of RateBook has a slot colour/,
    ],
    ['an unknown field', { colour: 'red' }, /^f\.json: .*colour/],
  ])('names %s', (_what, change, message) => {
    expect(() => parseDomainSchema({ ...schema, ...change }, 'f.json')).toThrow(message);
  });
});

it('has words of rules in lower case and with single blanks', () => {
  const rows = [
    { intent: 'SearchCreativeWork', slot: 'object_type', values: ['Graphic  Novel'], verbs: [' Look\tup '] },
  ];
  expect(parseDomainSchema({ ...schema, rows }, 'f.json').rows).toMatchObject([
    { values: ['graphic novel'], verbs: ['look up'] },
  ]);
});

it('gives the manifest its sorted form', () => {
  const manifestForm = intentSlots(parseDomainSchema(schema, 'f.json'));
  expect(JSON.stringify(manifestForm)).toBe(
    '{"RateBook":["rating_value"],"SearchCreativeWork":["object_name","object_type"]}',
  );
});

it('names media as listed, else by the values of its rules', () => {
  expect(mediaWords(parseDomainSchema(schema, 'f.json'))).toEqual(['book', 'graphic novel']);
  expect(mediaWords(parseDomainSchema({ ...schema, media: ['Tome'] }, 'f.json'))).toEqual(['tome']);
  expect(mediaWords({})).toEqual([]);
  expect(() => parseDomainSchema({ ...schema, media: [''] }, 'f.json')).toThrow(/f\.json, media\.0: /);
});
