import { expect, it } from 'vitest';
import { jsonLinesText, spacedJson } from '../../../../training/corpus/sources/spaced-json.js';

it('writes as Python does: a space after each comma and colon, letters as they are', () => {
  const row = { id: 'a-1', title: 'Déjà "vu"', creators: ['X', 'Y'], year: null, empty: [], nested: { n: -720 } };
  expect(spacedJson(row)).toBe(
    '{"id": "a-1", "title": "Déjà \\"vu\\"", "creators": ["X", "Y"], "year": null, "empty": [], "nested": {"n": -720}}',
  );
});

it('leaves out what is undefined, and ends every line', () => {
  expect(jsonLinesText([{ a: 1, b: undefined }, { a: 2 }])).toBe('{"a": 1}\n{"a": 2}\n');
});
