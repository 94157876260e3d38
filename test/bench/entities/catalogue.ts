import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Entity } from '../../../domains/core/resolution/entities/entity.js';
import { projectRoot } from '../../../serving/project.js';
import { MentionedEntities } from '../../../training/entities/mentioned-entities.js';
import { foldedName } from './folded-name.js';

/** A row of a public catalogue. */
interface CatalogueLine {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly creators?: readonly string[];
  readonly year?: number;
  readonly popularity?: number;
}

/** The objects of a JSON Lines file. */
export function readLines<Line>(path: string): Line[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Line);
}

/** An entity of which the name alone is known. */
export function named(id: string, kind: string, title: string): Entity {
  return { id, kind, title, aliases: [], creators: [], partOf: [] };
}

/** The entities of public catalogues in a data folder, and the works that ship. */
export function listedEntities(data: string, files: readonly string[]): Entity[] {
  const paths = [
    ...files.map((file) => join(data, 'catalog', file)),
    join(projectRoot(), 'training/works/works.jsonl'),
  ];
  return paths.flatMap((path) =>
    readLines<CatalogueLine>(path).map(({ id, kind, title, creators = [], year, popularity }) => ({
      // Two files may number their rows alike.
      ...named(`${basename(path)}:${id}`, kind, title),
      creators,
      year,
      popularity,
    })),
  );
}

/** The people who made what is listed, each once by folded name, their popularity the sum of their works'. */
export function makers(entities: readonly Entity[], kind: string): Entity[] {
  const people = new Map<string, Entity>();
  for (const { creators, popularity = 0 } of entities) {
    for (const creator of creators) {
      const key = foldedName(creator);
      if (key === '') continue;
      const known = people.get(key) ?? named(`${kind}:${key}`, kind, creator);
      people.set(key, { ...known, popularity: (known.popularity ?? 0) + popularity });
    }
  }
  return [...people.values()];
}

/**
 * The entities with popularities for those of a kind that have none and are known for works: that of their works together,
 * as `catalogue` gives them (`MentionedEntities`).
 */
export function knownForWorks(entities: readonly Entity[], kind: string, works: readonly string[]): Entity[] {
  const mentioned = new MentionedEntities([{ kind, works, field: 'creators' }]);
  for (const entity of entities) mentioned.add(entity);
  return entities.map((entity) => {
    const popularity = entity.kind === kind ? mentioned.popularityOf(entity) : entity.popularity;
    return popularity === undefined ? entity : { ...entity, popularity };
  });
}

/** The catalogue with an entity for each name that it does not have under a kind. */
export function withNames(entities: readonly Entity[], kind: string, names: Iterable<string>): Entity[] {
  const known = new Set(entities.filter((entity) => entity.kind === kind).map(({ title }) => foldedName(title)));
  const added: Entity[] = [];
  for (const name of names) {
    const key = foldedName(name);
    if (key === '' || known.has(key)) continue;
    known.add(key);
    added.push(named(`${kind}:${key}`, kind, name));
  }
  return [...entities, ...added];
}

/** Rows by folded title, of one kind or of any. */
export function rowsByName(entities: readonly Entity[], kind?: string): Map<string, Set<number>> {
  const rows = new Map<string, Set<number>>();
  for (const [row, entity] of entities.entries()) {
    if (kind !== undefined && entity.kind !== kind) continue;
    const key = foldedName(entity.title);
    const known = rows.get(key);
    if (known) known.add(row);
    else rows.set(key, new Set([row]));
  }
  return rows;
}
