import { CountTable } from '../../domains/core/numeric/count-table.js';
import { ENTITY_FIELDS, type Entity, type EntityField } from '../../domains/core/resolution/entities/entity.js';
import { nameWords, searchTerms } from '../../domains/core/resolution/entities/name-words.js';
import type { AskingWords } from '../../domains/core/resolution/strategies/postings/asking-words.js';
import { listKey, type PostingIndex } from '../../domains/core/resolution/strategies/postings/posting-index.js';
import { growingBytes, growingNumbers } from './growing-array.js';
import { orderByKey } from './order-by-key.js';
import type { Entities } from './table-builder.js';

const MOST_TIMES = 255;
/** Terms of one field of one row that are indexed. */
const MOST_TERMS = 2_000;

/**
 * The index of the words of all fields. Takes some 20 bytes for each word of a row while it builds.
 * @param asking what the terms of a description weigh (`learnAskingWords`); without any, all of them the same
 */
export async function buildPostings(
  entities: Entities,
  asking: AskingWords = CountTable.of([], []),
): Promise<PostingIndex> {
  const postings = { keys: growingNumbers(), rows: growingNumbers(), times: growingBytes(), fields: growingBytes() };
  const lengths = ENTITY_FIELDS.map(growingBytes);
  let row = 0;
  for await (const entity of entities) {
    for (const [field, name] of ENTITY_FIELDS.entries()) {
      const terms = textsOf(entity, name)
        .flatMap((text) => searchTerms(nameWords(text)))
        .slice(0, MOST_TERMS);
      lengths[field].push(Math.min(MOST_TIMES, terms.length));
      for (const [key, times] of occurrences(field, terms)) {
        postings.keys.push(key);
        postings.rows.push(row);
        postings.times.push(Math.min(MOST_TIMES, times));
        postings.fields.push(field);
      }
    }
    row++;
  }
  const views = {
    keys: postings.keys.view(),
    rows: postings.rows.view(),
    times: postings.times.view(),
    fields: postings.fields.view(),
  };
  return {
    ...writeLists(views),
    asking,
    lengths: lengths.map((ofField) => {
      const view = ofField.view();
      return view.some((length) => length > 0) ? view.slice() : new Uint8Array(0);
    }),
  };
}

function textsOf({ title, aliases, creators, partOf, text }: Entity, field: EntityField): readonly string[] {
  if (field === 'title') return [title];
  if (field === 'text') return text === undefined ? [] : [text];
  return { aliases, creators, partOf }[field];
}

function occurrences(field: number, terms: readonly string[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const term of terms) {
    const key = listKey(field, term);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

interface Postings {
  readonly keys: Uint32Array;
  readonly rows: Uint32Array;
  readonly times: Uint8Array;
  readonly fields: Uint8Array;
}

function writeLists({ keys, rows, times, fields }: Postings): Omit<PostingIndex, 'lengths' | 'asking'> {
  const order = orderByKey(keys);
  const lists = { keys: growingNumbers(), fields: growingBytes(), sizes: growingNumbers(), starts: growingNumbers() };
  const bytes = growingBytes();
  for (let from = 0, end = 0; from < order.length; from = end) {
    const key = keys[order[from]];
    lists.keys.push(key);
    lists.fields.push(fields[order[from]]);
    lists.starts.push(bytes.length);
    let [before, size] = [-1, 0];
    for (end = from; end < order.length && keys[order[end]] === key; end++) {
      const posting = order[end];
      // Two fields share a key once in 2^32 pairs of them: what is second then is not listed.
      if (rows[posting] === before || fields[posting] !== fields[order[from]]) continue;
      const repeated = times[posting] > 1;
      writeNumber(bytes, 2 * (rows[posting] - before) + (repeated ? 1 : 0));
      if (repeated) bytes.push(times[posting]);
      before = rows[posting];
      size++;
    }
    lists.sizes.push(size);
  }
  lists.starts.push(bytes.length);
  return {
    keys: lists.keys.view().slice(),
    fields: lists.fields.view().slice(),
    sizes: lists.sizes.view().slice(),
    starts: lists.starts.view().slice(),
    bytes: bytes.view().slice(),
  };
}

function writeNumber(bytes: { push(byte: number): void }, value: number): void {
  let left = value;
  for (; left > 127; left >>>= 7) bytes.push((left & 127) | 128);
  bytes.push(left);
}
