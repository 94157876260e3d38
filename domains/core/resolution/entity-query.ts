import type { EntityField } from './entities/entity.js';

/** Words that some field of the wanted entity should hold. */
export interface Constraint {
  readonly field: EntityField;
  /** Normalised words (text/tokenize.ts). */
  readonly words: readonly string[];
}

/** What is known of the moment of a request; each absent where the caller does not say. */
export interface QueryContext {
  /** The device's type, for example "tv". */
  readonly device?: string | undefined;
  /** Local hour, 0 to 23. */
  readonly hour?: number | undefined;
}

/** What to look for in a catalogue. */
export interface EntityQuery {
  /** Normalised words (text/tokenize.ts) that name or describe the entity, in order. */
  readonly words: readonly string[];
  /** Fields that `words` may stand in: title and aliases for a slot that names a work, all of them for a free search. */
  readonly fields: readonly EntityField[];
  /** The kinds of entity that are meant, as indexes into the table's kinds; empty: any. */
  readonly kinds: readonly number[];
  /** What other slots say of it: the artist of a track, the album of a song. Wishes, not conditions. */
  readonly constraints: readonly Constraint[];
  readonly context: QueryContext;
}

/** Whether a query searches texts, too: it has many answers rather than one, and looks deeper. */
export function isSearch({ fields }: EntityQuery): boolean {
  return fields.includes('text');
}
