import { expect, it } from 'vitest';
import { rowTruth } from '../../../cli/interpretation/row-truth.js';
import { allDomains } from '../../../domains/core/schema/domain-folders.js';

const schemas = allDomains().map(({ schema }) => schema);
const truth = (value: object) =>
  rowTruth({ line: 3, value: { text: 'play jazz', ...value } }, '7', schemas, 'rows.jsonl');
const tokens = ['play', 'jazz'];

it('is what the row says already, whatever else it says', () => {
  expect(truth({ truth: null, intent: 'PlayMusic' })).toBeNull();
  expect(truth({ truth: { intent: 'x' } })).toEqual({ intent: 'x' });
});

it('is made of the annotations of a corpus row, its domain by the schemas where it names none', () => {
  const jazz = { domain: 'music', intent: 'PlayMusic', slots: [{ name: 'genre', value: 'jazz' }] };
  expect(truth({ intent: 'PlayMusic', tokens, tags: ['O', 'B-genre'] })).toEqual(jazz);
  expect(truth({ intent: 'PlayMusic', tokens, tags: ['O', 'B-genre'], domain: 'radio' })).toEqual({
    ...jazz,
    domain: 'radio',
  });
  expect(truth({ intent: 'GetWeather' })).toEqual({ domain: 'other' });
  expect(truth({ intent: 'None', domain: 'other' })).toEqual({ domain: 'other' });
});

it('is not known of rows without annotation, without slots, and of no certain domain', () => {
  expect(truth({})).toBeUndefined();
  expect(truth({ intent: 'PlayMusic' })).toBeUndefined();
  expect(truth({ intent: 'SearchCreativeWork', domain: 'ambiguous', tokens, tags: ['O', 'O'] })).toBeUndefined();
});

it('refuses annotations that are wrong, by file and line', () => {
  expect(() => truth({ intent: 'PlayMusic', tokens })).toThrow('rows.jsonl:3: fields "tokens" and "tags" go together');
});
