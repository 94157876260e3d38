import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../serving/project.js';
import type { CatalogueRow } from '../catalogue/catalogue.js';
import { type Random, seeded, shuffle } from '../numeric/random.js';
import { type CarrierParts, expansions, parseCarrier, spaced } from '../recipes/carrier-grammar.js';
import type { Recipe } from '../recipes/recipe.js';
import { catalogueValues, isHeldOutTitle } from '../recipes/slot-pools.js';
import { type Direction, directionsOf, POLED_SLOTS } from './directions.js';

/** A request of a pair, and the direction of what it asks for. */
export interface OppositeSide {
  readonly text: string;
  readonly direction: Direction;
}

/** A request and its opposite. */
export type OppositePair = readonly [OppositeSide, OppositeSide];

const both = <Item extends z.ZodType>(item: Item) => z.tuple([item, item]);

const oppositesSchema = z.strictObject({
  /** Word patterns, `*` for any words or none, of a request and its opposite, and the direction of each. */
  pairs: z.array(z.strictObject({ directions: both(z.string()), texts: both(z.string().min(1)) })).min(1),
  /** Values of slots that have no others. */
  titles: z.array(z.string().min(1)).min(1),
});

type Opposites = z.output<typeof oppositesSchema>;

let read: Opposites | undefined;

function opposites(): Opposites {
  const path = join(projectRoot(), 'training', 'opposites', 'opposites.json');
  read ??= oppositesSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  return read;
}

/** Ways to say a carrier that are tried. */
const MOST_WAYS = 24;

/**
 * Pairs made by rule (opposites.json) of a domain's carriers: as evenly from each rule as its carriers allow. Slots have the
 * carrier's own values, else titles of the catalogue that training holds out, else the recipe's values, else those of
 * opposites.json; both sides have the same. The same seed gives the same pairs.
 * @param most how many at most; fewer where the carriers make fewer, and none where no rule is about the domain's intents
 */
export function oppositePairs(
  recipe: Recipe,
  catalogue: readonly CatalogueRow[],
  { most, seed }: { readonly most: number; readonly seed: number },
): OppositePair[] {
  const random = seeded(seed);
  const { titles, pairs: rules } = opposites();
  const held = catalogueValues(recipe, catalogue, isHeldOutTitle);
  const valuesOf = (slot: string, own: readonly string[] | undefined) =>
    [own, held.get(slot), recipe.values?.[slot], titles].find((values) => values && values.length > 0) as string[];
  const ways = waysOf(recipe);
  const queues = rules.map(({ directions, texts }) => {
    const fitting = ways.flatMap((way) => {
      const opposite = way.directions.includes(directions[0] as Direction) && rewritten(way.text, texts);
      return opposite ? [{ ...way, opposite, directions: directions as [Direction, Direction] }] : [];
    });
    return shuffled(fitting, random);
  });
  const made = new Map<string, OppositePair>();
  for (let round = 0; made.size < most && queues.some(({ length }) => round < length); round++) {
    for (const queue of queues) {
      const way = queue[round];
      if (!way || made.size >= most) continue;
      const values = new Map(
        way.names.map((name) => [name, one(valuesOf(name, way.slots?.[name]), random).toLowerCase()]),
      );
      const [text, opposite] = [way.text, way.opposite].map((each) => filled(each, values));
      const [direction, other] = way.directions;
      made.set(`${text}\t${opposite}`, [
        { text, direction },
        { text: opposite, direction: other },
      ]);
    }
  }
  return [...made.values()];
}

interface Way {
  /** The words, with `{slot}` for what is filled in. */
  readonly text: string;
  readonly names: readonly string[];
  readonly slots: Readonly<Record<string, readonly string[]>> | undefined;
  readonly directions: readonly Direction[];
}

/** Every way to say every carrier, its slots that have opposites filled: what they say is part of the words. */
function waysOf({ carriers }: Recipe): Way[] {
  return carriers.flatMap(({ intent, text, slots }) =>
    expansions(parseCarrier(text), MOST_WAYS).flatMap((parts) =>
      withPoles(spaced(parts), slots ?? {}).map(({ parts: said, poles }) => ({
        text: said.map((part, place) => (place % 2 === 0 ? part : `{${part}}`)).join(''),
        names: said.filter((_, place) => place % 2 === 1),
        slots,
        directions: directionsOf(intent, poles),
      })),
    ),
  );
}

interface Poled {
  readonly parts: CarrierParts;
  readonly poles: readonly { readonly name: string; readonly value: string }[];
}

function withPoles(parts: CarrierParts, slots: Readonly<Record<string, readonly string[]>>): Poled[] {
  const place = parts.findIndex((part, index) => index % 2 === 1 && POLED_SLOTS.includes(part) && slots[part]);
  if (place < 0) return [{ parts, poles: [] }];
  const name = parts[place];
  return slots[name].flatMap((value) => {
    const words = `${parts[place - 1]}${value}${parts[place + 1]}`;
    const rest = withPoles([...parts.slice(0, place - 1), words, ...parts.slice(place + 2)], slots);
    return rest.map((poled) => ({ ...poled, poles: [{ name, value }, ...poled.poles] }));
  });
}

/** The text by the second pattern, where it is as the first one says; undefined where it is not. */
export function rewritten(text: string, [from, to]: readonly [string, string]): string | undefined {
  const pattern = from.split(' ').map((word) => (word === '*' ? '((?:\\S+ )*?)' : `${word} `));
  const found = new RegExp(`^${pattern.join('')}$`, 'iu').exec(`${text} `);
  if (!found) return undefined;
  let next = 1;
  const words = to.split(' ').map((word) => (word === '*' ? found[next++] : `${word} `));
  return words.join('').trim();
}

function filled(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\{(\w+)\}/gu, (_, name: string) => values.get(name) as string);
}

function one(values: readonly string[], random: Random): string {
  return values[random.below(values.length)];
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const order = Int32Array.from(items.keys());
  shuffle(order, random);
  return Array.from(order, (place) => items[place]);
}
