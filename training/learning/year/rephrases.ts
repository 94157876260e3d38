import type { CorpusRow } from '../../corpus/corpus-row.js';
import { type Random, seeded } from '../../numeric/random.js';

/** Ways in which the same is said again, before the customer gives up. */
export const MOST_REPHRASES = 2;

/**
 * For each row, how its speaker would say the same again: the words around the slots of another row of the same domain, intent
 * and slots, with this row's own values in them. The other row is of the same fold, so that nothing that is held out is said.
 * @returns by row id; fewer, or none, where no other row has the same slots
 */
export function rephrasesOf(
  rows: readonly CorpusRow[],
  foldOfRow: (row: CorpusRow) => number,
  seed: number,
): Map<string, string[]> {
  const random = seeded(seed);
  const alike = new Map<string, CorpusRow[]>();
  const keyOf = (row: CorpusRow) => {
    const slots = (row.slots ?? []).map(({ name }) => name).sort();
    return JSON.stringify([foldOfRow(row), row.domain, row.intent, slots]);
  };
  for (const row of rows) {
    const key = keyOf(row);
    const group = alike.get(key);
    if (group) group.push(row);
    else alike.set(key, [row]);
  }
  return new Map(rows.map((row) => [row.id, rephrased(row, alike.get(keyOf(row))!, random)]));
}

function rephrased(row: CorpusRow, group: readonly CorpusRow[], random: Random): string[] {
  const texts = new Set<string>();
  for (let tries = 0; tries < 4 * MOST_REPHRASES && texts.size < MOST_REPHRASES; tries++) {
    const text = filled(group[random.below(group.length)]!, row);
    if (text !== row.text) texts.add(text);
  }
  return [...texts];
}

/** The carrier's words with the row's values in the place of its own. */
function filled({ text, slots = [] }: CorpusRow, row: CorpusRow): string {
  const left = [...(row.slots ?? [])];
  const letters = Array.from(text);
  let filledText = '';
  let next = 0;
  for (const { name, start, end } of slots) {
    const place = left.findIndex((slot) => slot.name === name);
    const [slot] = left.splice(place, 1);
    filledText += letters.slice(next, start).join('') + slot!.value;
    next = end;
  }
  return filledText + letters.slice(next).join('');
}
