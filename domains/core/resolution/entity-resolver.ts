import type { EntityField } from './entities/entity.js';
import type { QueryContext } from './entity-query.js';
import type { Resolution, ResolvedEntity } from './resolution.js';

/** A slot's words, or the words of a free search. */
export interface NamedWords {
  /** Name of the slot in the domain's schema. */
  readonly slot: string;
  readonly value: string;
}

/** A field of a kind of entity that a slot's words name, for example the creators of songs. */
export interface SlotTarget {
  readonly kind: string;
  readonly field: EntityField;
}

/** Looks for entities by the slots of an interpretation. */
export interface EntityResolver {
  /** By slot, what its words name; a slot that is not here names nothing. */
  readonly slotTargets: ReadonlyMap<string, readonly SlotTarget[]>;
  /**
   * Resolves what the slots name.
   * @param slots of one hypothesis; the slot that names the work comes first, others only constrain it
   * @param requestId decides, with the policy's version, what is explored: the same request gives the same resolution
   * @param most the most entities to give
   * @returns undefined where no slot names anything that the catalogue lists kinds of
   */
  resolve(slots: readonly NamedWords[], context: QueryContext, requestId: string, most: number): Resolution | undefined;
  /** Searches all fields of all kinds, or of the kinds that are named, for free text. */
  search(text: string, kinds: readonly string[], context: QueryContext, requestId: string, most: number): Resolution;
  /** The entity of an id by itself; undefined where the catalogue has none of it. */
  lookUp(id: string): ResolvedEntity | undefined;
}
