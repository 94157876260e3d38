import { normalisedValue } from '../../answer/readings.js';
import type { Said } from './preference.js';

/**
 * What a preference is about, as a text: two with the same one contradict or repeat each other, and the later counts. To like
 * and to dislike a thing are about the same, and so are all meanings of the same words, and all values of a slot of the same
 * intents.
 */
export function subjectOf(said: Said): string {
  switch (said.type) {
    case 'like':
    case 'dislike':
      return JSON.stringify(['thing', said.domain, said.kind, normalisedValue(said.value), said.entity]);
    case 'default':
      return JSON.stringify(['default', said.domain, said.slot, said.isOfAll ? [] : said.intents]);
    case 'meaning':
      return JSON.stringify(['meaning', normalisedValue(said.words)]);
  }
}

/** Whether a preference takes the place of an earlier one: it is about the same, or about all that that one is about. */
export function replaces(later: Said, earlier: Said): boolean {
  if (subjectOf(later) === subjectOf(earlier)) return true;
  if (later.type !== 'default' || earlier.type !== 'default') return false;
  if (later.domain !== earlier.domain || later.slot !== earlier.slot) return false;
  return earlier.intents.every((intent) => later.intents.includes(intent));
}
