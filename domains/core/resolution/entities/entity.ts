/** A work, person, series or station of a catalogue, as the owner of a domain writes it down. */
export interface Entity {
  /** Unique in its catalogue, and kept from version to version: feedback and memory name entities by it. */
  readonly id: string;
  /** For example "song", "artist", "book", "movie". */
  readonly kind: string;
  readonly title: string;
  /** Other names that people use for it; none where the source has none. */
  readonly aliases: readonly string[];
  /** Who made it: artists, authors, cast; most important first, and none where the source has none. */
  readonly creators: readonly string[];
  /** The larger works that it is part of, an album or series, the narrowest first. */
  readonly partOf: readonly string[];
  readonly year?: number | undefined;
  /** Higher is better known, on the source's own scale; absent where the source does not say. */
  readonly popularity?: number | undefined;
  /** What it is about, where the source says. */
  readonly text?: string | undefined;
}

/** The fields of an entity whose words are searched. */
export const ENTITY_FIELDS = ['title', 'aliases', 'creators', 'partOf', 'text'] as const;
export type EntityField = (typeof ENTITY_FIELDS)[number];
