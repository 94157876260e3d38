import type { DomainSchema } from '../../domains/core/schema.js';
import type { CatalogueRow } from '../catalogue.js';
import { type Random, seeded } from '../random.js';
import { carrierParts, type Recipe } from '../recipe.js';
import { type CorpusRow, OTHER, type Slot } from './corpus-row.js';

/** The source of generated rows. */
export const GENERATED = 'generated';

/** A domain with the way it adds to its corpora. */
export interface DomainRecipe {
  readonly schema: DomainSchema;
  readonly recipe: Recipe;
}

/** Slot -> strings that it could hold. */
export type SlotValues = ReadonlyMap<string, readonly string[]>;

/** The strings of a catalogue that a recipe names, by slot. */
export function catalogueValues({ catalogue }: Recipe, rows: readonly CatalogueRow[]): Map<string, string[]> {
  return new Map(
    Object.entries(catalogue).map(([slot, fields]) => [
      slot,
      fields.flatMap((field) => {
        const [kind, property] = field.split('.');
        const own = rows.filter((row) => row.kind === kind);
        return own.flatMap((row) => (property === 'title' ? [row.title] : row.creators.slice(0, 1)));
      }),
    ]),
  );
}

/**
 * Rows made of the domains' own carriers, each filled `perCarrier` times with values of its slots: from a catalogue where the
 * recipe names one, else from the corpus. A carrier without slots, or a negative, stands once. Lower case, as a recogniser
 * would give it. A carrier whose slot has no values is left out. The same seed gives the same rows.
 */
export function generateRows(
  domains: readonly DomainRecipe[],
  corpus: readonly CorpusRow[],
  catalogue: readonly CatalogueRow[],
  perCarrier: number,
  seed: number,
): CorpusRow[] {
  const random = seeded(seed);
  return domains.flatMap(({ schema, recipe }) => {
    const { domain } = schema;
    const values = new Map([...corpusValues(corpus, domain), ...catalogueValues(recipe, catalogue)]);
    const rows = recipe.carriers.flatMap(({ intent, text }) => {
      const parts = carrierParts(text);
      if (parts.some((part, place) => place % 2 === 1 && !values.get(part)?.length)) return [];
      const copies = parts.length === 1 ? 1 : perCarrier;
      return Array.from({ length: copies }, () => ({ ...fill(parts, values, random), intent, domain }));
    });
    const negatives = recipe.negatives.map((text) => ({ text, slots: [], intent: OTHER, domain: OTHER }));
    return [...rows, ...negatives].map((row, index) => ({
      ...row,
      id: `${GENERATED}-${domain}-${index}`,
      source: GENERATED,
    }));
  });
}

function fill(parts: readonly string[], values: SlotValues, random: Random): { text: string; slots: Slot[] } {
  let text = '';
  const slots: Slot[] = [];
  for (const [place, part] of parts.entries()) {
    if (place % 2 === 0) {
      text += part;
      continue;
    }
    const choices = values.get(part)!;
    const value = choices[random.below(choices.length)]!.toLowerCase();
    const start = Array.from(text).length;
    slots.push({ name: part, value, start, end: start + Array.from(value).length });
    text += value;
  }
  return { text, slots };
}

function corpusValues(corpus: readonly CorpusRow[], domain: string): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const row of corpus) {
    if (row.domain !== domain) continue;
    for (const { name, value } of row.slots ?? []) append(values, name, value);
  }
  return values;
}

function append(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
