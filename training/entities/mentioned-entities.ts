import type { Entity } from '../../domains/core/resolution/entities/entity.js';
import { nameLetters } from '../../domains/core/resolution/entities/name-words.js';
import { mainCredit } from '../catalogue/title-index-builder.js';
import type { MentionedKind } from './catalogue-plan.js';

/** Further credits of one name that become aliases: "Perez Prado And His Orchestra" of "Perez Prado". */
const MOST_CREDITS = 4;

interface Mention {
  readonly name: string;
  readonly credits: string[];
  works: number;
  /** The popularities of its works together; undefined while none has any. */
  popularity: number | undefined;
  /** Who made its works, for what is no maker itself. */
  readonly creators: readonly string[];
  /** Whether the catalogue lists it itself. */
  listed: boolean;
}

/**
 * The people and series that the rows of a catalogue mention. Those that it does not list become entities, with an id of
 * their kind and the letters of their name, such as `artist:radiohead`, which is the same in every version. Each is as
 * popular as all its works together; where no work has a popularity, as the number of its works. Takes some 300 bytes for
 * each name.
 */
export class MentionedEntities {
  readonly #kinds: readonly MentionedKind[];
  readonly #mentions = new Map<string, Mention>();
  #anyPopularity = false;

  constructor(kinds: readonly MentionedKind[]) {
    this.#kinds = kinds;
  }

  /** Notes what a row mentions, and what it is. */
  add(entity: Entity): void {
    for (const { kind, works, field } of this.#kinds) {
      if (kind === entity.kind) this.#list(entity);
      if (!works.includes(entity.kind)) continue;
      for (const credit of new Set(entity[field])) this.#mention(kind, credit, field, entity);
    }
  }

  /** The popularity of a row: its own, or that of its works. */
  popularityOf(entity: Entity): number | undefined {
    if (entity.popularity !== undefined || !this.#kinds.some(({ kind }) => kind === entity.kind))
      return entity.popularity;
    const mention = this.#mentions.get(idOf(entity.kind, entity.title));
    return mention && mention.works > 0 ? this.#popularity(mention) : undefined;
  }

  /** What is mentioned and not listed, in the order of its first mention. */
  *unlisted(): Generator<Entity> {
    for (const [id, mention] of this.#mentions) {
      if (mention.listed) continue;
      const { name, credits, creators } = mention;
      const popularity = this.#popularity(mention);
      yield {
        id,
        kind: id.slice(0, id.indexOf(':')),
        title: name,
        aliases: credits,
        creators,
        partOf: [],
        ...(popularity === undefined ? {} : { popularity }),
      };
    }
  }

  #list({ kind, title, aliases }: Entity): void {
    for (const name of [title, ...aliases]) {
      const id = idOf(kind, name);
      const known = this.#mentions.get(id);
      if (known) known.listed = true;
      else this.#mentions.set(id, { name, credits: [], works: 0, popularity: undefined, creators: [], listed: true });
    }
  }

  #mention(kind: string, credit: string, field: MentionedKind['field'], work: Entity): void {
    const name = field === 'creators' ? mainCredit(credit) : credit;
    const id = idOf(kind, name);
    let mention = this.#mentions.get(id);
    if (!mention) {
      const creators = field === 'creators' ? [] : work.creators;
      mention = { name, credits: [], works: 0, popularity: undefined, creators, listed: false };
      this.#mentions.set(id, mention);
    }
    mention.works++;
    if (work.popularity !== undefined) {
      mention.popularity = (mention.popularity ?? 0) + work.popularity;
      this.#anyPopularity = true;
    }
    if (credit === mention.name || mention.credits.length === MOST_CREDITS || mention.credits.includes(credit)) return;
    mention.credits.push(credit);
  }

  #popularity({ popularity, works }: Mention): number | undefined {
    return this.#anyPopularity ? popularity : works;
  }
}

function idOf(kind: string, name: string): string {
  return `${kind}:${nameLetters(name)}`;
}
