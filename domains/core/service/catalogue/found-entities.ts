import type { FoundEntities } from '../../../../proto/codec/entity-fields.js';
import type { QueryContext } from '../../resolution/entity-query.js';
import type { EntityResolver, NamedWords } from '../../resolution/entity-resolver.js';
import type { Resolution } from '../../resolution/resolution.js';
import { titleFirst, titleSlotsOf } from '../../resolution/title-first.js';

/** A hypothesis as far as its entities depend on it. */
interface Resolvable {
  readonly intent: string;
  readonly slots: readonly { readonly name: string; readonly value: string }[];
  readonly confidence: number;
  readonly forbidden?: boolean | undefined;
}

/** An interpretation as far as its entities depend on it. */
interface ResolvableAnswer {
  /** Best first. */
  readonly hypotheses: readonly Resolvable[];
  readonly screened?: boolean | undefined;
}

/** Hypotheses that are worth a look in the catalogue, and the share of the confidence of all that makes one so. */
const MOST_RESOLVED = 3;
const LEAST_SHARE = 0.05;
/** Entities of one hypothesis. */
const MOST_ENTITIES = 5;

/**
 * What the likeliest hypotheses of an interpretation mean, by their places: three at most, each with more than a twentieth of
 * the confidence of all, none that the words forbid, and none where the screen ended the interpretation. Hypotheses whose
 * slots name nothing of the catalogue are left out.
 * @param titleSlots by intent the slots that name the work, which are looked for first
 */
export function entitiesOf(
  { hypotheses, screened }: ResolvableAnswer,
  resolver: EntityResolver,
  titleSlots: Readonly<Record<string, readonly string[]>>,
  context: QueryContext,
  requestId: string,
): ReadonlyMap<number, FoundEntities> {
  const found = new Map<number, FoundEntities>();
  if (screened) return found;
  const total = hypotheses.reduce((sum, { confidence }) => sum + confidence, 0);
  for (let place = 0; place < hypotheses.length && place < MOST_RESOLVED; place++) {
    const { intent, slots, confidence, forbidden } = hypotheses[place];
    if (forbidden || !(confidence > LEAST_SHARE * total)) continue;
    const named = titleFirst(slots, titleSlotsOf(titleSlots, intent)).map(({ name, value }) => ({ slot: name, value }));
    const resolution = resolver.resolve(named, context, requestId, MOST_ENTITIES);
    if (resolution) found.set(place, foundEntities(resolution, targetsAmong(named, resolver)));
  }
  return found;
}

/** A resolution by the names of the contract. @param slots names of those that it was looked for by */
export function foundEntities({ entities, none, propensities }: Resolution, slots: readonly string[]): FoundEntities {
  return {
    entities: entities.map(({ year, creators, strategies, ...entity }) => ({
      ...entity,
      creators: [...creators],
      ...(year === 0 ? {} : { year }),
      strategies: [...strategies],
      slots: [...slots],
    })),
    entityNone: none,
    strategyRuns: Object.entries(propensities).map(([name, propensity]) => ({ name, propensity })),
  };
}

/** Names of the slots that the catalogue has entities for. */
export function targetsAmong(slots: readonly NamedWords[], { slotTargets }: EntityResolver): string[] {
  return slots.filter(({ slot }) => slotTargets.has(slot)).map(({ slot }) => slot);
}
