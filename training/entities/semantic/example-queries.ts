import type { Entity } from '../../../domains/core/resolution/entities/entity.js';
import type { Random } from '../../numeric/random.js';
import { fieldWords } from './entity-features.js';

/** Most words of an example that is made of a text. */
const MOST_WORDS = 12;

/**
 * A query that might mean an entity: its title or another name, its creators with or without the title, what it is part of,
 * words of its text; one in three with a slip of the finger or a word left out. Empty for an entity without words.
 */
export function exampleQuery(entity: Entity, random: Random): readonly string[] {
  const words = chosen(entity, random);
  if (random.next() > 1 / 3 || words.length === 0) return words;
  const at = random.below(words.length);
  if (words.length > 2 && random.next() < 0.4) return words.toSpliced(at, 1);
  return words.with(at, misspelt(words[at], random));
}

function chosen(entity: Entity, random: Random): readonly string[] {
  const title = fieldWords(entity, 'title');
  const die = random.next();
  if (die < 0.15 && entity.aliases.length > 0) {
    const alias = entity.aliases[random.below(entity.aliases.length)];
    return fieldWords({ ...entity, aliases: [alias] }, 'aliases');
  }
  if (die < 0.45 && entity.creators.length > 0) {
    const creator = entity.creators[random.below(entity.creators.length)];
    const maker = fieldWords({ ...entity, creators: [creator] }, 'creators');
    if (die < 0.25) return maker;
    return die < 0.35 ? [...title, ...maker] : [...maker, ...title];
  }
  if (die < 0.55 && entity.partOf.length > 0)
    return fieldWords({ ...entity, partOf: entity.partOf.slice(0, 1) }, 'partOf');
  if (die < 0.75 && entity.text !== undefined) {
    const words = fieldWords(entity, 'text');
    const from = random.below(Math.max(1, words.length - MOST_WORDS));
    return words.slice(from, from + MOST_WORDS);
  }
  return title;
}

/** A word with a letter left out, doubled or changed places with the next. */
function misspelt(word: string, random: Random): string {
  if (word.length < 4) return word;
  const at = 1 + random.below(word.length - 2);
  const [before, letter, after] = [word.slice(0, at), word[at], word.slice(at + 1)];
  const slips = [before + after, before + letter + letter + after, before + after[0] + letter + after.slice(1)];
  return slips[random.below(slips.length)];
}
