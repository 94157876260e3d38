import { describe, expect, it } from 'vitest';
import type { DomainSchema } from '../../../domains/core/schema/schema.js';
import type { CorpusRow } from '../../../training/corpus/corpus-row.js';
import { GENERATED } from '../../../training/corpus/corpus-row.js';
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

  it('names file and line where the form of the corpus tells', () => {
    const place = 'mine.jsonl:7';
    const wrong = (part: Partial<CorpusRow>) => [{ ...row('music'), place, ...part }, row('other')];
    expect(() => checkRows(wrong({ slots: [slot('gnre')] }), schema)).toThrow(
      'mine.jsonl:7: PlayMusic of music has no slot gnre; it has artist, genre',
    );
    expect(() => checkRows(wrong({ intent: 'PlayMusik' }), schema)).toThrow(
      'mine.jsonl:7: music has no intent PlayMusik; it has PlayMusic',
    );
  });

  it('takes rows without slots for what they teach, and tells of intents that the schema has not', () => {
    const foreign = { ...row('music'), intent: 'next_song', slots: undefined };
    const rows = [row('music'), { ...foreign, place: 'clinc.jsonl:3' }, { ...foreign, place: 'clinc.jsonl:9' }];
    expect(checkRows([...rows, row('other')], schema)).toEqual([
      'clinc.jsonl:3: the first of 2 rows of intent "next_song", which music has not (it has PlayMusic): they teach only ' +
        "whether an utterance is music's",
    ]);
    expect(() => checkRows([{ ...foreign, place: 'clinc.jsonl:3' }, row('other')], schema)).toThrow(
      'clinc.jsonl:3: no row of music has an intent of its schema; this one has next_song',
    );
  });

  it('tells of domains that are not here, which may be a slip', () => {
    const rows = [row('music'), row('other'), { ...row('musik'), place: 'mine.jsonl:2' }];
    expect(checkRows(rows, schema, ['music', 'books'])).toEqual([
      'mine.jsonl:2: a row of domain "musik", which is not here: to music they are others\'',
    ]);
    expect(checkRows(rows, schema)).toEqual([]);
    expect(() => checkRows([row('musik'), row('other')], schema)).toThrow(
      "no row is music's own (there are 1 of musik, 1 of other); a domain learns from",
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
