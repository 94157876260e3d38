import { describe, expect, it } from 'vitest';
import type { DomainSchema } from '../../../domains/core/schema/schema.js';
import type { CorpusRow } from '../../../training/corpus/corpus-row.js';
import { GENERATED } from '../../../training/recipes/generated-corpus.js';
import { checkRows } from '../../../training/run/row-check.js';

const schema: DomainSchema = {
  domain: 'music',
  description: 'music',
  intents: [{ name: 'PlayMusic', slots: ['artist', 'genre'] }],
  rows: [],
};

const slot = (name: string) => ({ name, value: 'jazz', start: 5, end: 9 });

function row(domain: string, slots: CorpusRow['slots'] = [], source = 'mine.jsonl'): CorpusRow {
  return { id: 'r1', text: 'play jazz', intent: 'PlayMusic', domain, slots, source };
}

describe('checkRows', () => {
  it('takes rows of the domain and of others', () => {
    expect(() => checkRows([row('music', [slot('genre')]), row('other')], schema)).not.toThrow();
  });

  it('names the row, the slot and the slots that there are', () => {
    expect(() => checkRows([row('music', [slot('gnre')]), row('other')], schema)).toThrow(
      'mine.jsonl, row r1: PlayMusic of music has no slot gnre; it has artist, genre',
    );
  });

  it("leaves other domains' slots to them", () => {
    expect(() => checkRows([row('music'), row('books', [slot('author')])], schema)).not.toThrow();
  });

  it('refuses rows of one kind, generated ones not counted', () => {
    expect(() => checkRows([row('music'), row('other', [], GENERATED)], schema)).toThrow("every row is music's own");
    expect(() => checkRows([row('other'), row('music', [], GENERATED)], schema)).toThrow("no row is music's own");
  });
});
