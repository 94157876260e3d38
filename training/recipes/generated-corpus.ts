import type { DomainSchema } from '../../domains/core/schema/schema.js';
import type { CatalogueRow } from '../catalogue/catalogue.js';
import { type CorpusRow, GENERATED, OTHER, type Slot } from '../corpus/corpus-row.js';
import { type Random, seeded } from '../numeric/random.js';
import { type CarrierParts, carrierSlots, drawCarrier, hasChoices, parseCarrier } from './carrier-grammar.js';
import { afterAnother, apostrophes, framed, negated, type Request } from './frames.js';
import type { Recipe } from './recipe.js';
import { type SlotPools, slotPools } from './slot-pools.js';

/** A domain with the way it adds to its corpora. */
export interface DomainRecipe {
  readonly schema: DomainSchema;
  readonly recipe: Recipe;
}

export interface GenerationSettings {
  /** Times that a carrier is filled. */
  readonly perCarrier: number;
  readonly folds: number;
  readonly seed: number;
}

/** Shares of filled carriers that get words around them, are negated, and follow a request of no domain. */
const FRAMED = 0.45;
const NEGATED = 0.1;
const AFTER_ANOTHER = 0.02;
/**
 * Rows made of the domains' own carriers, filled with values of their slots: as often from the corpus as from the catalogue
 * and from the recipe's own values, where there are these, since people ask for what no catalogue of ours lists, too.
 *
 * A carrier's rows share its text as their `group`, so that it is held out whole, and with it the corpus's and the
 * catalogue's values that it is filled with: what is measured out of fold has met neither. A carrier with one way to be said
 * stands as often as its `times`; a carrier whose slot has no values is left out. Some rows have words around them that are no slot's, and
 * some are negated, which makes them nobody's (frames.ts). Lower case, as a recogniser would give it. The same seed gives
 * the same rows.
 */
export function generateRows(
  domains: readonly DomainRecipe[],
  corpus: readonly CorpusRow[],
  catalogue: readonly CatalogueRow[],
  { perCarrier, folds, seed }: GenerationSettings,
): CorpusRow[] {
  const random = seeded(seed);
  const known = new Set<string>();
  return domains.flatMap(({ schema, recipe }) => {
    const { domain } = schema;
    const values = slotPools(domain, recipe, corpus, catalogue, folds, seed);
    const rows = recipe.carriers.flatMap((carrier) => carrierRows(carrier, schema, values, perCarrier, random));
    const negatives = recipe.negatives.flatMap((text) => {
      // Those that all domains share stand in each recipe.
      if (known.has(text)) return [];
      known.add(text);
      return negativeRows(text, values, random);
    });
    return [...rows, ...negatives].map((row, index) => ({
      ...row,
      id: `${GENERATED}-${domain}-${index}`,
      source: GENERATED,
    }));
  });
}

type MadeRow = Pick<CorpusRow, 'text' | 'slots' | 'intent' | 'domain' | 'group'>;

function carrierRows(
  { intent, text, times, slots: own, from }: Recipe['carriers'][number],
  { domain, intents }: DomainSchema,
  values: SlotPools,
  perCarrier: number,
  random: Random,
): MadeRow[] {
  const carrier = parseCarrier(text);
  const slots = carrierSlots(carrier);
  // Before a number is drawn: carriers after it are filled as if it were not there.
  if (from && !slots.every(values.isListed)) return [];
  const intentSlots = intents.find(({ name }) => name === intent)?.slots ?? [];
  const copies = slots.length === 0 && !hasChoices(carrier) ? times : perCarrier * times;
  const rows: MadeRow[] = [];
  for (let copy = 0; copy < copies; copy++) {
    const plain = fill(drawCarrier(carrier, random), values.of(text, own, from), random);
    if (!plain) continue;
    const add = (row: MadeRow) => rows.push({ ...row, group: text });
    const isFramed = copy > 0 && random.next() < FRAMED;
    if (!isFramed) add({ ...plain, intent, domain });
    else add({ ...framed(plain, intentSlots, random), intent, domain });
    const [negation, second] = [random.next() < NEGATED, random.next() < AFTER_ANOTHER];
    const nobodys = [negation && negated(plain, random), second && afterAnother(plain, random)];
    for (const other of nobodys) if (other) add({ text: other, slots: [], intent: OTHER, domain: OTHER });
  }
  return rows;
}

/** Times that a negative with several ways to be said is drawn. */
const PER_NEGATIVE = 2;

function negativeRows(text: string, values: SlotPools, random: Random): MadeRow[] {
  const carrier = parseCarrier(text);
  const copies = hasChoices(carrier) || carrierSlots(carrier).length > 0 ? PER_NEGATIVE : 1;
  const texts = new Set<string>();
  for (let copy = 0; copy < copies; copy++) {
    const filled = fill(drawCarrier(carrier, random), values.of(text), random);
    if (filled) texts.add(copy > 0 && random.next() < FRAMED ? framed(filled, [], random).text : filled.text);
  }
  return [...texts].map((each) => ({ text: each, slots: [], intent: OTHER, domain: OTHER, group: text }));
}

/** A carrier's parts with the slots filled; undefined where one has no values. */
function fill(
  parts: CarrierParts,
  pools: (slot: string) => readonly (readonly string[])[],
  random: Random,
): Request | undefined {
  let text = '';
  const slots: Slot[] = [];
  const written = apostrophes(random);
  for (const [place, part] of parts.entries()) {
    if (place % 2 === 0) {
      text += written(part);
      continue;
    }
    const lists = pools(part);
    if (lists.length === 0) return undefined;
    const list = lists[random.below(lists.length)];
    const value = written(list[random.below(list.length)].toLowerCase());
    const start = Array.from(text).length;
    slots.push({ name: part, value, start, end: start + Array.from(value).length });
    text += value;
  }
  return { text, slots };
}
