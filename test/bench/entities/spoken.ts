import { join } from 'node:path';
import { knownForWorks, listedEntities, makers, readLines, rowsByName, withNames } from './catalogue.js';
import { foldedName, wordsOf } from './folded-name.js';
import { heardSpan } from './heard-span.js';
import type { JudgedQuery, Task } from './task.js';

interface SnipsRow {
  readonly id: string;
  readonly tokens: readonly string[];
  readonly tags: readonly string[];
}

/** Slots of SNIPS that name an entity, and the kinds that they may name. */
const SLOT_KINDS: Readonly<Record<string, readonly string[]>> = {
  artist: ['artist'],
  track: ['song'],
  album: ['album'],
  entity_name: ['song', 'album'],
  movie_name: ['movie', 'show'],
  object_name: ['song', 'album', 'movie', 'show', 'book', 'series'],
};
const FILES = ['books.jsonl', 'movies.jsonl', 'songs.jsonl'];

/**
 * Spoken SNIPS (SpokenVec; Huang, Chen 2020): what a recogniser heard of the words of each slot that names an entity,
 * looked up among the catalogues and every name that the rows hold. Names without a word in what was heard are left out.
 */
export function spokenTask(data: string, split: 'train' | 'valid'): Task {
  const rows = readLines<SnipsRow>(join(data, `snips/${split}.jsonl`));
  const heard = new Map(
    readLines<{ id: string; heard: string }>(join(data, `asr/snips-${split}.jsonl`)).map((row) => [row.id, row.heard]),
  );
  const named = rows.flatMap(({ id, tokens, tags }) =>
    spansOf(tags).flatMap(({ slot, start, end }) => {
      const words = heardSpan(tokens, start, end, wordsOf(heard.get(id) ?? ''));
      return slot in SLOT_KINDS && words.length > 0 ? [{ slot, name: tokens.slice(start, end).join(' '), words }] : [];
    }),
  );
  let entities = listedEntities(data, FILES);
  entities = [
    ...entities,
    ...makers(
      entities.filter(({ kind }) => kind === 'song'),
      'artist',
    ),
  ];
  for (const slot of Object.keys(SLOT_KINDS)) {
    const [kind] = SLOT_KINDS[slot]!;
    const known = new Set(SLOT_KINDS[slot]!.flatMap((each) => [...rowsByName(entities, each).keys()]));
    const names = named.filter((each) => each.slot === slot).map(({ name }) => name);
    entities = withNames(
      entities,
      kind!,
      names.filter((name) => !known.has(foldedName(name))),
    );
  }
  entities = knownForWorks(entities, 'artist', ['song', 'album']);
  const kinds = [...new Set(entities.map(({ kind }) => kind))];
  const byKind = new Map(kinds.map((kind) => [kind, rowsByName(entities, kind)]));
  const queries = named.flatMap(({ slot, name, words }): JudgedQuery[] => {
    const wanted = SLOT_KINDS[slot]!;
    const right = new Set(wanted.flatMap((kind) => [...(byKind.get(kind)?.get(foldedName(name)) ?? [])]));
    if (right.size === 0) return [];
    return [
      {
        text: words.join(' '),
        query: {
          words,
          fields: ['title', 'aliases'],
          kinds: wanted.map((kind) => kinds.indexOf(kind)).filter((kind) => kind >= 0),
          constraints: [],
          context: {},
        },
        right,
        exact: foldedName(words.join(' ')) === foldedName(name),
      },
    ];
  });
  return { name: `spoken SNIPS ${split}`, kinds, entities, queries, teaches: false };
}

/** The slots of BIO tags, `end` exclusive. */
function spansOf(tags: readonly string[]): { slot: string; start: number; end: number }[] {
  const spans: { slot: string; start: number; end: number }[] = [];
  for (const [index, tag] of tags.entries()) {
    const last = spans.at(-1);
    if (tag.startsWith('B-')) spans.push({ slot: tag.slice(2), start: index, end: index + 1 });
    else if (tag.startsWith('I-') && last?.end === index) last.end = index + 1;
  }
  return spans;
}
