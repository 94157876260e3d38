import type { Entity } from '../../../domains/core/resolution/entities/entity.js';
import type { EntityQuery } from '../../../domains/core/resolution/entity-query.js';
import { wordsOf } from './folded-name.js';
import type { Search, System } from './task.js';

const K1 = 1.2;
const B = 0.75;

/** Plain BM25 (Robertson, Zaragoza 2009) over one kind of token, names and texts as one: the base to compare with. */
function bm25(name: string, tokensOf: (text: string) => readonly string[]): System {
  return {
    name,
    async build({ entities }): Promise<Search> {
      const kinds = [...new Set(entities.map(({ kind }) => kind))];
      const kindOf = entities.map(({ kind }) => kinds.indexOf(kind));
      const search = (fields: 'names' | 'all') => index(entities.map((entity) => tokensOf(textOf(entity, fields))));
      // Built when they are first asked: a task needs one of them.
      const indexes: Partial<Record<'names' | 'all', Index>> = {};
      return ({ words, fields, kinds: wanted }: EntityQuery, depth) => {
        const over = fields.includes('text') ? 'all' : 'names';
        indexes[over] ??= search(over);
        const isWanted = (row: number) => wanted.length === 0 || wanted.includes(kindOf[row]!);
        return { rows: best(indexes[over], new Set(tokensOf(words.join(' '))), depth, isWanted) };
      };
    },
  };
}

interface Index {
  readonly postings: ReadonlyMap<string, readonly [row: number, count: number][]>;
  readonly lengths: readonly number[];
  readonly meanLength: number;
}

function index(documents: readonly (readonly string[])[]): Index {
  const postings = new Map<string, [number, number][]>();
  for (const [row, tokens] of documents.entries()) {
    const counts = new Map<string, number>();
    for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
    for (const [token, count] of counts) {
      const known = postings.get(token);
      if (known) known.push([row, count]);
      else postings.set(token, [[row, count]]);
    }
  }
  const lengths = documents.map((tokens) => tokens.length);
  return { postings, lengths, meanLength: lengths.reduce((sum, length) => sum + length, 0) / lengths.length };
}

function best(
  { postings, lengths, meanLength }: Index,
  tokens: ReadonlySet<string>,
  depth: number,
  isWanted: (row: number) => boolean,
): number[] {
  const scores = new Map<number, number>();
  for (const token of tokens) {
    const found = postings.get(token);
    if (!found) continue;
    const idf = Math.log(1 + (lengths.length - found.length + 0.5) / (found.length + 0.5));
    for (const [row, count] of found) {
      const norm = K1 * (1 - B + (B * lengths[row]!) / meanLength);
      scores.set(row, (scores.get(row) ?? 0) + (idf * count * (K1 + 1)) / (count + norm));
    }
  }
  return [...scores]
    .filter(([row]) => isWanted(row))
    .sort(([rowA, a], [rowB, b]) => b - a || rowA - rowB)
    .slice(0, depth)
    .map(([row]) => row);
}

function textOf({ title, aliases, creators, partOf, text }: Entity, fields: 'names' | 'all'): string {
  const names = [title, ...aliases];
  return (fields === 'names' ? names : [...names, ...creators, ...partOf, text ?? '']).join(' ');
}

/** The three-letter pieces of a text's words, with one blank between words and at both ends. */
function trigrams(text: string): string[] {
  const joined = ` ${wordsOf(text.normalize('NFKD').replace(/\p{M}/gu, '')).join(' ')} `;
  return Array.from({ length: Math.max(joined.length - 2, 0) }, (_, start) => joined.slice(start, start + 3));
}

export const trigramBm25 = bm25('trigram BM25', trigrams);
export const wordBm25 = bm25('word BM25', wordsOf);
