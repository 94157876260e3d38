import type { Entity__Output } from '../../../proto/gen/nlu/v1/Entity.js';
import type { Said } from '../document/preference.js';
import { areSameWords, isSaidBy } from './same-words.js';
import type { SpokenHypothesis } from './spoken-hypothesis.js';

/** A like or a dislike. */
type Liked = Extract<Said, { type: 'like' | 'dislike' }>;
type Meant = Extract<Said, { type: 'meaning' }>;

/**
 * How sure it is that a hypothesis is about a thing, in [0, 1]: by its words it is or is not, by the entities that they may
 * mean it is with their probabilities.
 */
export function shareOfThing(thing: Liked, hypothesis: SpokenHypothesis): number {
  if (hypothesis.domain !== thing.domain) return 0;
  const { kind, value, entity, title } = thing;
  if (kind === '' && value === '' && entity === '') return 1;
  const { slots, entities } = hypothesis;
  if (entity !== '') {
    if (entities) return probabilityOf(entities, (each) => each.id === entity);
    return title !== '' && slots.some((slot) => areSameWords(slot.value, title)) ? 1 : 0;
  }
  const isSaid = slots.some(
    (slot) => (kind === '' || slot.name === kind) && (value === '' || isSaidBy(value, slot.value)),
  );
  if (isSaid) return 1;
  return entities ? probabilityOf(entities, (each) => isThing(thing, each)) : 0;
}

/** Whether an entity is a thing, or by it: a song is by an artist who is liked. */
export function isThing({ kind, value, entity }: Liked, found: Entity__Output): boolean {
  if (entity !== '') return found.id === entity;
  if (value === '') return kind !== '' && found.kind === kind;
  if ((kind === '' || found.kind === kind) && isSaidBy(value, found.title)) return true;
  return found.kind !== kind && found.creators.some((creator) => isSaidBy(value, creator));
}

/** Whether the words of a meaning are those of a hypothesis: its title, or the value of any slot. */
export function areWordsOf({ words }: Pick<Meant, 'words'>, { slots, title }: SpokenHypothesis): boolean {
  return (title !== '' && areSameWords(title, words)) || slots.some(({ value }) => areSameWords(value, words));
}

/** What a meaning says of a hypothesis with its words: 1: it is meant; -1: another is; 0: it may be. */
export function meantBy(meaning: Meant, { domain, slots }: SpokenHypothesis): number {
  if (domain !== meaning.domain) return -1;
  if (!meaning.isSlot) return 1;
  const named = slots.some(({ name, value }) => name === meaning.kind && areSameWords(value, meaning.words));
  return named ? 1 : 0;
}

/** Whether an entity is what a meaning means, where it says so. */
export function isMeant({ kind, isSlot, entity }: Meant, found: Entity__Output): boolean {
  if (entity !== '') return found.id === entity;
  return kind !== '' && !isSlot && found.kind === kind;
}

function probabilityOf(entities: readonly Entity__Output[], is: (entity: Entity__Output) => boolean): number {
  return Math.min(
    1,
    entities.reduce((sum, entity) => sum + (is(entity) ? entity.probability : 0), 0),
  );
}
