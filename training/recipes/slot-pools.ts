import { hashText } from '../../domains/core/numeric/hash.js';
import { normalize } from '../../domains/core/text/tokenize.js';
import type { CatalogueRow } from '../catalogue/catalogue.js';
import type { KindSlots } from '../catalogue/title-index-builder.js';
import type { CorpusRow } from '../corpus/corpus-row.js';
import { foldOf } from '../corpus/folds.js';
import type { Recipe } from './recipe.js';

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

/**
 * The strings of a catalogue that a recipe names, by slot.
 * @param takes which titles; absent: those that are not held out
 */
export function catalogueValues(
  recipe: Recipe,
  rows: readonly CatalogueRow[],
  takes?: (title: string) => boolean,
): Map<string, string[]> {
  return new Map([...catalogueLists(recipe, rows, takes)].map(([slot, lists]) => [slot, lists.flat()]));
}

/** The same, a list for each field that a slot takes values from, so that no kind of work crowds out another. */
function catalogueLists(
  { catalogue }: Recipe,
  rows: readonly CatalogueRow[],
  takes: (title: string) => boolean = (title) => !isHeldOutTitle(title),
): Map<string, string[][]> {
  return new Map(
    Object.entries(catalogue).map(([slot, fields]) => [
      slot,
      fields.map(fieldOf).map(({ kind, field }) => {
        const own = rows.filter((row) => row.kind === kind);
        if (field === 'creators') return own.flatMap(({ creators }) => creators.slice(0, 1));
        // A series is listed, and its works stand for it.
        return field === 'title' ? own.flatMap(({ title }) => (takes(title) ? spokenTitle(title) : [])) : [];
      }),
    ]),
  );
}

/** What people say of a title: nothing of what stands in brackets, such as "(Dune, #1)"; none where that is all. */
function spokenTitle(title: string): string[] {
  const said = title.replace(/\s*[([{][^)\]}]*[)\]}]?/g, '').trim();
  return said === '' ? [] : [said];
}

function fieldOf(name: string): { kind: string; field: Field } {
  const [kind, field] = name.split('.');
  // The recipe's schema allows no other fields.
  return { kind, field: field as Field };
}

/** Where a domain's slots take their values from. */
export interface SlotPools {
  /** Whether the catalogue has a value for the slot, in whatever fold. */
  isListed(slot: string): boolean;
  /** The lists that a carrier's slot draws from, none empty. */
  of(carrier: string, own?: SlotLists, from?: 'catalogue'): (slot: string) => readonly (readonly string[])[];
}

type SlotLists = Readonly<Record<string, readonly string[]>>;

/**
 * The values that carriers of a domain may be filled with. A carrier takes those of the fold that holds it out.
 * @param rows those whose slots lend values: a row's are of the fold that holds the row out
 */
export function slotPools(
  domain: string,
  recipe: Recipe,
  rows: readonly CorpusRow[],
  listed: readonly CatalogueRow[],
  folds: number,
  seed: number,
): SlotPools {
  const corpus = Array.from({ length: folds }, () => new Map<string, string[]>());
  for (const row of rows) {
    if (row.domain !== domain) continue;
    const values = corpus[foldOf(row.group ?? row.text, folds, seed)];
    for (const { name, value } of row.slots ?? []) append(values, name, value);
  }
  const catalogue = new Map(
    [...catalogueLists(recipe, listed)].map(([slot, lists]) => [slot, lists.map((list) => inFolds(list, folds, seed))]),
  );
  return {
    isListed: (slot) => catalogue.get(slot)?.some((list) => list.some(({ length }) => length > 0)) ?? false,
    of(carrier, own, from) {
      const fold = foldOf(carrier, folds, seed);
      return (slot) => {
        if (own?.[slot]) return [own[slot]];
        const lists = [
          ...(catalogue.get(slot) ?? []).map((list) => list[fold]),
          ...(from ? [] : [corpus[fold].get(slot), recipe.values?.[slot]]),
        ];
        return lists.flatMap((list) => (list && list.length > 0 ? [list] : []));
      };
    },
  };
}

/** Strings by the fold in which they may be used. */
function inFolds(strings: readonly string[], folds: number, seed: number): string[][] {
  const byFold = Array.from({ length: folds }, (): string[] => []);
  for (const value of strings) byFold[foldOf(value, folds, seed)].push(value);
  return byFold;
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
