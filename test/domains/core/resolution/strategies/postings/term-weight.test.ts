import { describe, expect, test } from 'vitest';
import { CountTable } from '../../../../../../domains/core/numeric/count-table.js';
import { hashText } from '../../../../../../domains/core/numeric/hash.js';
import { ENTITY_FIELDS } from '../../../../../../domains/core/resolution/entities/entity.js';
import { lexicalStrategy } from '../../../../../../domains/core/resolution/strategies/lexical.js';
import {
  decodePostings,
  encodePostings,
} from '../../../../../../domains/core/resolution/strategies/postings/posting-parts.js';
import { TermScorer } from '../../../../../../domains/core/resolution/strategies/postings/term-scorer.js';
import { termWeight } from '../../../../../../domains/core/resolution/strategies/postings/term-weight.js';
import { learnAskingWords } from '../../../../../../training/entities/asking-words.js';
import { buildPostings } from '../../../../../../training/entities/posting-builder.js';
import { entities, queryFor, tableOf } from '../../small-catalogue.js';

const asking = CountTable.fromMap(new Map([[hashText('book'), 51]]));
/** Requests of which all say "book", and half "find". */
const requests = Array.from({ length: 60 }, (_, index) => `${index % 2 === 0 ? 'find' : 'get'} me a book ${index}x`);

describe('the weight of a term', () => {
  test('of a name is its idf, and that of further occurrences less and less', () => {
    expect(termWeight('book', 1, 3, 8, 'name', asking)).toBe(3);
    expect(termWeight('book', 2, 3, 8, 'name', asking)).toBeCloseTo((3 * 9 * 2) / 10, 12);
  });

  test('of a description has the idf twice, and is less for a word that people ask with', () => {
    expect(termWeight('whale', 1, 4, 8, 'description', asking)).toBe(2);
    expect(termWeight('whale', 3, 4, 8, 'description', asking)).toBeCloseTo(2 * (1 + Math.log(3)), 12);
    expect(termWeight('book', 1, 4, 8, 'description', asking)).toBeCloseTo((2 * 51) / 255, 12);
  });

  test('is learned from what share of requests has a word', () => {
    const words = learnAskingWords(requests);
    const of = (word: string) => words.get(hashText(word));
    const idf = (having: number) => Math.log(1 + (60 - having + 0.5) / (having + 0.5));
    expect(of('book')).toBe(Math.max(1, Math.round((255 * idf(60)) / idf(0))));
    expect(of('find')).toBe(Math.round((255 * idf(30)) / idf(0)));
    // Said in one request alone: as good as never.
    expect(of('7x')).toBe(0);
    expect(learnAskingWords([]).size).toBe(0);
  });

  test('lets a long description find what it describes among what is worded like it', async () => {
    const rows = entities(
      { title: 'the book i need to find', text: 'i read a book in school and need to find it' },
      { title: 'deep', text: 'a captain hunts a white whale' },
      ...Array.from({ length: 8 }, (_, index) => ({ title: `other ${index}`, text: `a story of things ${index}` })),
    );
    const table = await tableOf(rows);
    const firstWith = async (said: readonly string[]) => {
      const parts = encodePostings(await buildPostings(rows, learnAskingWords(said)));
      const lexical = lexicalStrategy(new TermScorer(decodePostings(parts, table.count), table), table);
      const text = 'i need to find a book that i read in school it had a captain and a whale';
      return lexical.retrieve(queryFor(text, { fields: ENTITY_FIELDS }), 1)[0]!.row;
    };
    const chatter = Array.from({ length: 60 }, () => 'i need to find a book to read in school that had it');
    expect(await firstWith([])).toBe(0);
    expect(await firstWith(chatter)).toBe(1);
  });

  test('is refused as a part with a weight that none can be', async () => {
    const rows = entities({ title: 'one' });
    for (const weight of [0, 256]) {
      const parts = encodePostings(await buildPostings(rows, CountTable.of([7], [weight])));
      expect(() => decodePostings(parts, 1)).toThrow('lexical.bin: words that people ask with');
    }
  });
});
