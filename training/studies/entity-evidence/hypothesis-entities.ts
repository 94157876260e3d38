import type { Hypothesis } from '../../../domains/core/interpreter/hypothesis.js';
import type { EntityResolver, NamedWords } from '../../../domains/core/resolution/entity-resolver.js';
import type { Resolution } from '../../../domains/core/resolution/resolution.js';
import { titleFirst, titleSlotsOf } from '../../../domains/core/resolution/title-first.js';

/** What a catalogue believes of some slots' words; probabilities in [0, 1]. */
export interface EntityBelief {
  /** P(some entity of the catalogue is meant). */
  readonly some: number;
  /** P(the most probable entity is meant); 0 where there is none. */
  readonly best: number;
  /** Whether the strategy that joins slots found that entity: the slots name one work together. */
  readonly joined: boolean;
}

/** What a catalogue says of one hypothesis. */
export interface HypothesisEntities {
  /** Of its slots together; absent where none names a kind that the catalogue has. */
  readonly together?: EntityBelief | undefined;
  /** Of each slot that names such a kind, alone. */
  readonly alone: readonly { readonly slot: string; readonly belief: EntityBelief }[];
}

/** A catalogue as a study asks it. */
export interface StudiedCatalogue {
  readonly resolver: EntityResolver;
  /** By intent the slots that name the work, which are looked for first. */
  readonly titleSlots: Readonly<Record<string, readonly string[]>>;
}

/** Entities that a resolution gives: the best is all that is read. */
const MOST = 1;

/**
 * What a catalogue says of one utterance's hypotheses, by the request that a service would make; hypotheses share slots, and
 * each is asked for once.
 */
export function entitiesOfList(
  { resolver, titleSlots }: StudiedCatalogue,
  hypotheses: readonly Pick<Hypothesis, 'intent' | 'slots'>[],
  requestId: string,
): HypothesisEntities[] {
  const known = new Map<string, EntityBelief | undefined>();
  const ask = (named: readonly NamedWords[]) => {
    const key = JSON.stringify(named);
    if (!known.has(key)) known.set(key, beliefOf(resolver.resolve(named, {}, requestId, MOST)));
    return known.get(key);
  };
  return hypotheses.map(({ intent, slots }) => {
    const named = titleFirst(slots, titleSlotsOf(titleSlots, intent))
      .filter(({ name }) => resolver.slotTargets.has(name))
      .map(({ name, value }) => ({ slot: name, value }));
    const alone = named.flatMap((one) => {
      const belief = ask([one]);
      return belief ? [{ slot: one.slot, belief }] : [];
    });
    return { together: ask(named), alone };
  });
}

function beliefOf(resolution: Resolution | undefined): EntityBelief | undefined {
  if (!resolution) return undefined;
  const [first] = resolution.entities;
  return {
    some: 1 - resolution.none,
    best: first?.probability ?? 0,
    joined: first?.strategies.includes('structured') ?? false,
  };
}
