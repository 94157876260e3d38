import { distance } from 'fastest-levenshtein';

/**
 * The name that was probably meant by a mistyped one: the fewest edits away, the first of equals.
 * @returns undefined where even that is more than 2 edits, or half of the typed letters, away
 */
export function nearestOf(typed: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map((name) => ({ name, edits: distance(typed.toLowerCase(), name) }))
    .sort((one, other) => one.edits - other.edits);
  const [best] = ranked;
  return best !== undefined && best.edits <= Math.min(2, Math.ceil(typed.length / 2)) ? best.name : undefined;
}
