import { hashText } from '../../domains/core/numeric/hash.js';
import type { DomainSchema } from '../../domains/core/schema/schema.js';
import { normalize } from '../../domains/core/text/tokenize.js';
import type { CatalogueRow } from '../catalogue/catalogue.js';
import type { KindSlots } from '../catalogue/title-index-builder.js';
import { type CorpusRow, OTHER, type Slot } from '../corpus/corpus-row.js';
import { foldOf } from '../corpus/folds.js';
import { type Random, seeded } from '../numeric/random.js';
import { carrierParts, carrierSlots, type Recipe } from './recipe.js';

/** The source of generated rows. */
export const GENERATED = 'generated';

/** A domain with the way it adds to its corpora. */
export interface DomainRecipe {
  readonly schema: DomainSchema;
  readonly recipe: Recipe;
}

/** Slot -> strings that it could hold. */
export type SlotValues = ReadonlyMap<string, readonly string[]>;

/**
 * One title in five is kept for measuring: no row that is trained on has it. The same title is held out in every
 * catalogue.
 */
export function isHeldOutTitle(title: string): boolean {
  return hashText(normalize(title)) % 5 === 0;
}

/** The fields of a catalogue's rows that slots may take values from. */
type Field = keyof KindSlots;

/** The kinds of work that a recipe's slots take values from: the domain's own catalogue. */
export function catalogueKinds({ catalogue }: Recipe): Map<string, KindSlots> {
  const kinds = new Map<string, Record<Field, string[]>>();
  for (const [slot, fields] of Object.entries(catalogue)) {
    for (const { kind, field } of fields.map(fieldOf)) {
      const slots = kinds.get(kind) ?? { title: [], creators: [], series: [] };
      slots[field].push(slot);
      kinds.set(kind, slots);
    }
  }
  return kinds;
}

/** The strings of a catalogue that a recipe names, by slot; without the titles that are held out. */
export function catalogueValues({ catalogue }: Recipe, rows: readonly CatalogueRow[]): Map<string, string[]> {
  return new Map(
    Object.entries(catalogue).map(([slot, fields]) => [
      slot,
      fields.map(fieldOf).flatMap(({ kind, field }) => {
        const own = rows.filter((row) => row.kind === kind);
        if (field === 'creators') return own.flatMap(({ creators }) => creators.slice(0, 1));
        // A series is listed, and its works stand for it.
        return field === 'title' ? own.map(({ title }) => title).filter((title) => !isHeldOutTitle(title)) : [];
      }),
    ]),
  );
}

function fieldOf(name: string): { kind: string; field: Field } {
  const [kind, field] = name.split('.');
  // The recipe's schema allows no other fields.
  return { kind, field: field as Field };
}

/** A string that a slot held in the corpus, with the text of its row. */
interface CorpusValue {
  readonly value: string;
  readonly group: string;
}

const NO_VALUES: ReadonlyMap<string, readonly CorpusValue[]> = new Map();

export interface GenerationSettings {
  /** Times that a carrier with slots is filled. */
  readonly perCarrier: number;
  readonly folds: number;
  readonly seed: number;
}

/**
 * Rows made of the domains' own carriers, filled with values of their slots, as often from the corpus as from the
 * catalogue that the recipe names: people ask for what no catalogue of ours lists, too. Corpus values of one row are
 * all of one fold, and `group` holds the row out with them: no model meets a held-out row's values in a generated one.
 * A carrier without slots, or a negative, stands once; a carrier whose slot has no values is left out. One that is
 * filled from the catalogue alone changes no other row where nothing is listed for it. Lower case, as a recogniser
 * would give it. The same seed gives the same rows.
 */
export function generateRows(
  domains: readonly DomainRecipe[],
  corpus: readonly CorpusRow[],
  catalogue: readonly CatalogueRow[],
  { perCarrier, folds, seed }: GenerationSettings,
): CorpusRow[] {
  const random = seeded(seed);
  return domains.flatMap(({ schema, recipe }) => {
    const { domain } = schema;
    const listed = catalogueValues(recipe, catalogue);
    const corpusValues = Array.from({ length: folds }, () => new Map<string, CorpusValue[]>());
    for (const row of corpus) {
      if (row.domain !== domain) continue;
      const values = corpusValues[foldOf(row.text, folds, seed)];
      for (const { name, value } of row.slots ?? []) append(values, name, { value, group: row.text });
    }
    const rows = recipe.carriers.flatMap(({ intent, text, times, from }) => {
      // Before a number is drawn: carriers after it are filled as if it were not there.
      if (from && carrierSlots(text).some((slot) => !listed.get(slot)?.length)) return [];
      const parts = carrierParts(text);
      const copies = parts.length === 1 ? 1 : perCarrier * times;
      return Array.from({ length: copies }, (_, copy) => {
        const filled = fill(parts, listed, from ? NO_VALUES : corpusValues[copy % folds], random);
        return filled ? [{ ...filled, intent, domain }] : [];
      }).flat();
    });
    const negatives = recipe.negatives.map((text) => ({ text, slots: [], intent: OTHER, domain: OTHER }));
    return [...rows, ...negatives].map((row, index) => ({
      ...row,
      id: `${GENERATED}-${domain}-${index}`,
      source: GENERATED,
    }));
  });
}

/** A carrier with its slots filled; undefined where one has no values. */
function fill(
  parts: readonly string[],
  listed: SlotValues,
  corpusValues: ReadonlyMap<string, readonly CorpusValue[]>,
  random: Random,
): Pick<CorpusRow, 'text' | 'slots' | 'group'> | undefined {
  let text = '';
  let group: string | undefined;
  const slots: Slot[] = [];
  for (const [place, part] of parts.entries()) {
    if (place % 2 === 0) {
      text += part;
      continue;
    }
    const [fromCorpus, fromCatalogue] = [corpusValues.get(part) ?? [], listed.get(part) ?? []];
    if (fromCorpus.length + fromCatalogue.length === 0) return undefined;
    let value: string;
    if (fromCatalogue.length === 0 || (fromCorpus.length > 0 && random.next() < 0.5)) {
      ({ value, group } = fromCorpus[random.below(fromCorpus.length)]);
    } else value = fromCatalogue[random.below(fromCatalogue.length)];
    value = value.toLowerCase();
    const start = Array.from(text).length;
    slots.push({ name: part, value, start, end: start + Array.from(value).length });
    text += value;
  }
  return { text, slots, group };
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
