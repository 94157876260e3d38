import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import MiniSearch from 'minisearch';
import { describe, expect, test } from 'vitest';
import type { Entity } from '../../../../../domains/core/resolution/entities/entity.js';
import { nameWords, searchTerms } from '../../../../../domains/core/resolution/entities/name-words.js';
import { lexicalStrategy } from '../../../../../domains/core/resolution/strategies/lexical.js';
import { BM25F } from '../../../../../domains/core/resolution/strategies/postings/bm25f.js';
import {
  decodePostings,
  encodePostings,
} from '../../../../../domains/core/resolution/strategies/postings/posting-parts.js';
import { TermScorer, type WorkLimits } from '../../../../../domains/core/resolution/strategies/postings/term-scorer.js';
import { buildPostings } from '../../../../../training/entities/posting-builder.js';
import { seeded } from '../../../../../training/numeric/random.js';
import { entities, queryFor, tableOf } from '../small-catalogue.js';

async function lexicalOf(rows: readonly Entity[], limits?: WorkLimits) {
  const table = await tableOf(rows);
  const index = decodePostings(encodePostings(await buildPostings(rows)), table.count);
  return lexicalStrategy(new TermScorer(index, table, limits), table);
}

const rowsOf = (candidates: readonly { readonly row: number }[]) => candidates.map(({ row }) => row);

/** The words of titles that repeat no word: MiniSearch counts a repeated word once for a title's length. */
function workTitles(): string[] {
  const lines = readFileSync('training/works/works.jsonl', 'utf8').trim().split('\n');
  return lines
    .map((line) => searchTerms(nameWords(JSON.parse(line).title)))
    .filter((terms) => terms.length > 0 && new Set(terms).size === terms.length)
    .map((terms) => terms.join(' '));
}

describe('the lexical strategy', () => {
  test('has the scores of BM25F, worked out by hand', async () => {
    const rows = entities(
      { title: 'blue moon' },
      { title: 'blue train song', creators: ['blue'] },
      { title: 'moon river' },
    );
    const lexical = await lexicalOf(rows);
    // Titles have 2, 3 and 2 words, 7/3 on average; "blue" is in 2 of 3 titles: idf ln(1 + 1.5 / 2.5).
    const idf = Math.log(1 + 1.5 / 2.5);
    const share = (length: number) => {
      const weight = 1 / (0.25 + (0.75 * length) / (7 / 3));
      return (2.2 * weight) / (1.2 + weight);
    };
    const found = lexical.retrieve(queryFor('blue moon unheard', { fields: ['title'] }), 10);
    expect(rowsOf(found)).toEqual([0, 2, 1]);
    expect(found[0].score).toBeCloseTo(2 * idf * share(2), 5);
    expect(found[1].score).toBeCloseTo(idf * share(2), 5);
    expect(found[2].score).toBeCloseTo(idf * share(3), 5);
    // In two fields: the weights of both are added before the sum is saturated. Creators: length 1, average 1, boost .8.
    const weight = 1 / (0.25 + (0.75 * 3) / (7 / 3)) + BM25F.fields.creators.boost;
    const [best] = lexical.retrieve(queryFor('blue', { fields: ['title', 'creators'] }), 1);
    expect(best.row).toBe(1);
    expect(best.score).toBeCloseTo((idf * 2.2 * weight) / (1.2 + weight), 5);
  });

  test('orders a catalogue as MiniSearch does with the same parameters', async () => {
    const titles = workTitles();
    const rows = entities(...titles.map((title) => ({ title })));
    const lexical = await lexicalOf(rows);
    const mini = new MiniSearch({
      fields: ['title'],
      tokenize: (text) => text.split(' '),
      processTerm: (term) => term,
      searchOptions: { bm25: { k: 1.2, b: 0.75, d: 0 } },
    });
    mini.addAll(titles.map((title, id) => ({ id, title })));
    for (let at = 0; at < titles.length; at += 397) {
      const words = [...new Set(`${titles[at]} ${titles[(at + 31) % titles.length]}`.split(' '))].join(' ');
      // It multiplies a sum by the number of the query's words that a title has.
      const theirs = mini
        .search(words)
        .map(({ score, queryTerms }) => score / queryTerms.length)
        .sort((one, other) => other - one);
      const ours = lexical.retrieve(queryFor(words, { fields: ['title'] }), 10);
      for (const [place, { score }] of ours.entries()) expect(score, words).toBeCloseTo(theirs[place], 3);
    }
  });

  test('finds the same in little work as in all, where the rarer words say enough', async () => {
    const titles = workTitles();
    const rows = entities(...titles.map((title) => ({ title })));
    const whole = await lexicalOf(rows);
    const bounded = await lexicalOf(rows, { first: 200, further: 100, probed: 64, probes: 16 });
    let [same, asked] = [0, 0];
    for (let at = 0; at < titles.length; at += 41) {
      asked++;
      const query = queryFor(titles[at], { fields: ['title'] });
      if (bounded.retrieve(query, 1)[0]?.score === whole.retrieve(query, 1)[0].score) same++;
    }
    expect(same / asked).toBeGreaterThan(0.97);
  });

  test('stops early only where no other row can come among the best', async () => {
    const rows = entities(...workTitles().map((title) => ({ title })));
    const lexical = await lexicalOf(rows);
    const whole = await lexicalOf(rows, { first: 1e6, further: 1e6, probed: rows.length, probes: 1_000 });
    for (let at = 0; at < rows.length; at += 211) {
      const query = queryFor(`${rows[at]!.title} the love of a`, { fields: ['title'] });
      const [ours, all] = [lexical, whole].map((strategy) => strategy.retrieve(query, 5).map(({ score }) => score));
      for (const [place, score] of all!.entries()) expect(ours![place], rows[at]!.title).toBeCloseTo(score, 3);
    }
  });

  test('words that very many names have are looked up in every row that may come among the best', async () => {
    const random = seeded(5);
    // The n-th commonest of two thousand words with a weight of 1 / n: the commonest are in a third of the names.
    const word = () => `w${Math.floor(2_000 ** random.next())}`;
    const title = () => Array.from({ length: 1 + random.below(6) }, word).join(' ');
    const rows = entities(
      ...Array.from({ length: 20_000 }, () => ({ title: title(), aliases: [title()].slice(random.below(2)) })),
    );
    const lexical = await lexicalOf(rows);
    const whole = await lexicalOf(rows, { first: 1e6, further: 1e6, probed: rows.length, probes: 1_000 });
    let [same, asked] = [0, 0];
    for (let at = 0; at < rows.length; at += 101) {
      const query = queryFor(rows[at]!.title);
      const [ours, all] = [lexical, whole].map((strategy) => strategy.retrieve(query, 20).map(({ score }) => score));
      asked++;
      if (all!.every((score, place) => Math.abs(score - (ours![place] ?? 0)) < 1e-3)) same++;
    }
    expect(same / asked).toBeGreaterThan(0.9);
    // A word alone that is in a third of the names: its best rows are known before it is asked for.
    const scores = (strategy: typeof lexical) => strategy.retrieve(queryFor('w1'), 20).map(({ score }) => score);
    for (const [place, score] of scores(whole).entries()) expect(scores(lexical)[place]).toBeCloseTo(score, 1);
  });

  test('gives equal scores in the order of rows, and the more popular of equals first', async () => {
    const same = await lexicalOf(entities({ title: 'one' }, { title: 'two' }, { title: 'one' }, { title: 'one' }));
    expect(rowsOf(same.retrieve(queryFor('one'), 10))).toEqual([0, 2, 3]);
    expect(rowsOf(same.retrieve(queryFor('one'), 2))).toEqual([0, 2]);
    const known = await lexicalOf(entities({ title: 'one', popularity: 1 }, { title: 'one', popularity: 2 }));
    expect(rowsOf(known.retrieve(queryFor('one'), 10))).toEqual([1, 0]);
  });

  test('looks in the fields and at the kinds that are asked for', async () => {
    const lexical = await lexicalOf(
      entities(
        { title: 'adele', kind: 'artist' },
        { title: 'hello', creators: ['Adele'] },
        { title: 'x', text: 'of adele' },
      ),
    );
    expect(rowsOf(lexical.retrieve(queryFor('adele'), 10))).toEqual([0]);
    expect(rowsOf(lexical.retrieve(queryFor('adele', { fields: ['creators'] }), 10))).toEqual([1]);
    const all = { fields: ['title', 'aliases', 'creators', 'partOf', 'text'] as const, kinds: [1] };
    expect(rowsOf(lexical.retrieve(queryFor('adele', all), 10)).sort()).toEqual([1, 2]);
  });

  test('a search finds names that are written together and were typed apart', async () => {
    const rows = entities({ title: 'On Our Way', creators: ['MercyMe'] }, { title: 'Mercy' }, { title: 'Me' });
    const lexical = await lexicalOf(rows);
    const search = { fields: ['title', 'creators', 'text'] as const };
    expect(rowsOf(lexical.retrieve(queryFor('mercy me', search), 3))).toContain(0);
    expect(rowsOf(lexical.retrieve(queryFor('songs of mercy me', search), 3))).toContain(0);
    // Who names a work by a slot does not search.
    expect(rowsOf(lexical.retrieve(queryFor('mercy me', { fields: ['title', 'creators'] }), 3))).not.toContain(0);
  });

  test('takes other scripts, marks, numbers in words, and names of nothing but stop words or signs', async () => {
    const titles = [
      '千と千尋の神隠し',
      'Beyoncé Live',
      'Симфония № 5',
      'The Who',
      'R&B Hits',
      'Seven Rings',
      '&',
      'Die Ärzte',
      '😀',
    ];
    const lexical = await lexicalOf(entities(...titles.map((title) => ({ title }))));
    const first = (text: string) => lexical.retrieve(queryFor(text), 10)[0]?.row;
    expect(['千尋', 'beyonce', 'симфония', 'who', 'rb', '7 rings', '&', 'arzte', '😀'].map(first)).toEqual(
      titles.map((_, row) => row),
    );
  });

  test('takes a query of five hundred words, an empty one, and a name of thousands of words', async () => {
    const huge = Array.from({ length: 5_000 }, (_, word) => `w${word}`).join(' ');
    const lexical = await lexicalOf(entities({ title: huge }, { title: 'the end' }, { title: 'the' }));
    const long = Array.from({ length: 500 }, (_, word) => (word === 400 ? 'end' : 'the')).join(' ');
    expect(lexical.retrieve(queryFor(long), 10)[0].row).toBe(1);
    expect(lexical.retrieve(queryFor(''), 10)).toEqual([]);
    expect(rowsOf(lexical.retrieve(queryFor('w1999'), 10))).toEqual([0]);
    expect((await lexicalOf([])).retrieve(queryFor('hello'), 10)).toEqual([]);
  });

  test('nothing of one query is left in the next', async () => {
    const lexical = await lexicalOf(
      entities(
        ...workTitles()
          .slice(0, 400)
          .map((title) => ({ title })),
      ),
    );
    const once = lexical.retrieve(queryFor('the love of a girl'), 20);
    for (const other of ['a', 'in the', 'one two']) lexical.retrieve(queryFor(other), 5);
    expect(lexical.retrieve(queryFor('the love of a girl'), 20)).toEqual(once);
  });

  test('refuses parts that are cut off or changed', async () => {
    const rows = entities(
      ...workTitles()
        .slice(0, 300)
        .map((title) => ({ title })),
    );
    const table = await tableOf(rows);
    const parts = encodePostings(await buildPostings(rows));
    for (const name of parts.keys()) {
      const cut = new Map([...parts, [name, parts.get(name)!.subarray(0, -1)]]);
      expect(() => decodePostings(cut, 300), name).toThrow(/lexical\./);
    }
    fc.assert(
      fc.property(fc.nat(), fc.nat(255), (at, byte) => {
        const bytes = parts.get('lexical.postings')!.slice();
        bytes[at % bytes.length] = byte;
        const index = decodePostings(new Map([...parts, ['lexical.postings', bytes]]), 300);
        try {
          const lexical = lexicalStrategy(new TermScorer(index, table), table);
          for (const { row } of lexical.retrieve(queryFor('the love of a girl'), 50)) expect(row).toBeLessThan(300);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 100 },
    );
  });
});
