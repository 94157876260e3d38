import { join } from 'node:path';
import { knownForWorks, listedEntities, makers, readLines, rowsByName, withNames } from './catalogue.js';
import { foldedName, wordsOf } from './folded-name.js';
import type { JudgedQuery, Task } from './task.js';

interface Request {
  readonly id: string;
  readonly text: string;
  readonly mentions: readonly {
    readonly start: number;
    readonly end: number;
    readonly kind: 'artist' | 'work';
    readonly wikipedia: string | null;
  }[];
}

/**
 * Artist mentions of real requests (Deezer; Epure, Hennequin 2023): the words of each linked mention, looked up among the
 * artists of the music catalogues and every linked name.
 */
export function mentionTask(data: string): Task {
  const requests = readLines<Request>(join(data, 'entities/deezer.jsonl'));
  const mentions = requests.flatMap(({ id, text, mentions: found }) =>
    found.flatMap(({ start, end, kind, wikipedia }) =>
      kind === 'artist' && wikipedia !== null ? [{ id, words: text.slice(start, end), name: pageName(wikipedia) }] : [],
    ),
  );
  const listed = listedEntities(data, ['songs.jsonl']).filter(({ kind }) => ['song', 'album', 'artist'].includes(kind));
  const tracks = readLines<{ artists: string[] }>(join(data, 'entities/cpcd-tracks.jsonl'));
  let entities = withNames([...listed, ...makers(listed, 'artist').filter(isNew(listed))], 'artist', [
    ...tracks.flatMap(({ artists }) => artists),
    ...mentions.map(({ name }) => name),
  ]);
  entities = knownForWorks(entities, 'artist', ['song', 'album']).filter(({ title }) => foldedName(title) !== '');
  const kinds = [...new Set(entities.map(({ kind }) => kind))];
  const rows = rowsByName(entities, 'artist');
  const queries = mentions.map(({ id, words, name }): JudgedQuery => {
    const right = rows.get(foldedName(name));
    if (!right) throw new Error(`${name} is not in the catalogue that was made of it`);
    return {
      text: words,
      query: {
        words: wordsOf(words),
        fields: ['title', 'aliases'],
        kinds: [kinds.indexOf('artist')],
        constraints: [],
        context: {},
      },
      right,
      exact: foldedName(words) === foldedName(name),
      group: id,
    };
  });
  return { name: 'Deezer artists', kinds, entities, queries, teaches: true };
}

function isNew(listed: Task['entities']): (entity: Task['entities'][number]) => boolean {
  const known = new Set(listed.filter(({ kind }) => kind === 'artist').map(({ title }) => foldedName(title)));
  return ({ title }) => !known.has(foldedName(title));
}

/** A page's title without the words in brackets that tell it from others: "Queen (band)". */
function pageName(page: string): string {
  return page.replaceAll('_', ' ').replace(/\s*\([^)]*\)$/, '');
}
