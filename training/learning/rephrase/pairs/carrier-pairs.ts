import type { DomainSchema } from '../../../../domains/core/schema/schema.js';
import { tokenize } from '../../../../domains/core/text/tokenize.js';
import type { CatalogueRow } from '../../../catalogue/catalogue.js';
import type { CorpusRow } from '../../../corpus/corpus-row.js';
import { foldOf } from '../../../corpus/folds.js';
import { type Random, seeded } from '../../../numeric/random.js';
import { type Carrier, carrierSlots, drawCarrier, parseCarrier } from '../../../recipes/carrier-grammar.js';
import type { Recipe } from '../../../recipes/recipe.js';
import { slotPools } from '../../../recipes/slot-pools.js';
import type { RecognitionNoise } from '../../../recognition-noise/recognition-noise.js';
import type { LabelledPair } from '../labelled-pair.js';

export interface CarrierPairSettings {
  /** Pairs of each kind for a carrier, on average. */
  readonly perCarrier: number;
  readonly folds: number;
  readonly seed: number;
}

/** A domain's ways to ask. */
export interface PairDomain {
  readonly schema: DomainSchema;
  readonly recipe: Recipe;
}

type Values = Readonly<Record<string, string>>;

/** A way to ask, with the lists that its slots draw from. */
interface Way {
  readonly intent: string;
  readonly text: string;
  readonly carrier: Carrier;
  readonly slots: readonly string[];
  /** Those of the slots that name a thing: the catalogue lists values of theirs. */
  readonly names: readonly string[];
  readonly lists: (slot: string) => readonly (readonly string[])[];
}

/** Shares of pairs in which the first request, and the second, was misheard. */
const [FIRST_MISHEARD, SECOND_MISHEARD] = [0.4, 0.1];
/** Share of requests that are said again in the same words, and heard right. */
const AGAIN = 0.25;

/**
 * Pairs made of the domains' own carriers that name a thing. Rephrases: other carriers of the intent with the same
 * values, the same words misheard at first, the same words. Hard negatives: the same carrier with another name, with one
 * name of two changed, another carrier of the intent with another name. Both kinds are misheard alike. The carriers and
 * values of a pair are all of one fold. Left out is what words cannot tell: requests that name nothing ("pause", "hold
 * that song"), and another intent about the same thing.
 */
export function carrierPairs(
  domains: readonly PairDomain[],
  corpus: readonly CorpusRow[],
  catalogue: readonly CatalogueRow[],
  noise: RecognitionNoise,
  { perCarrier, folds, seed }: CarrierPairSettings,
): LabelledPair[] {
  const random = seeded(seed);
  return domains.flatMap(({ schema: { domain }, recipe }) => {
    const pools = slotPools(domain, recipe, corpus, catalogue, folds, seed);
    const ways = recipe.carriers.flatMap(({ intent, text, from, slots: own }): (Way & { fold: number })[] => {
      const carrier = parseCarrier(text);
      const lists = pools.of(text, own, from);
      const slots = carrierSlots(carrier);
      const names = slots.filter(pools.isListed);
      if (names.length === 0 || slots.some((slot) => lists(slot).length === 0)) return [];
      return [{ intent, text, carrier, slots, names, lists, fold: foldOf(text, folds, seed) }];
    });
    return Array.from({ length: folds }, (_, fold) => {
      const own = ways.filter((way) => way.fold === fold);
      return own.flatMap((way) => {
        const pairs: LabelledPair[] = [];
        const copies = Math.floor(perCarrier) + (random.next() < perCarrier % 1 ? 1 : 0);
        for (let copy = 0; copy < copies; copy++) {
          for (const made of pairsOf(way, own, random)) {
            const [first, second] = made.texts.map((text, place) => {
              const words = tokenize(text).map(({ text: word }) => word);
              const isMisheard = made.misheard ?? random.next() < [FIRST_MISHEARD, SECOND_MISHEARD][place];
              return isMisheard && (place === 0 || !made.misheard) ? noise.hear(words, random).words : words;
            }) as [readonly string[], readonly string[]];
            if (first.length === 0 || second.length === 0) continue;
            // The same words twice are of one kind only.
            if (made.kind !== 'again' && first.join(' ') === second.join(' ')) continue;
            const isRephrase = made.isRephrase;
            pairs.push({ first, second, isRephrase, kind: made.kind, group: way.text, fold, weight: 1 });
          }
        }
        return pairs;
      });
    }).flat();
  });
}

interface MadePair {
  readonly texts: readonly [string, string];
  readonly isRephrase: boolean;
  readonly kind: string;
  /** true: the first alone is misheard; false: neither; absent: each with its share. */
  readonly misheard?: boolean;
}

function pairsOf(way: Way, ways: readonly Way[], random: Random): MadePair[] {
  const values = drawValues(way, {}, random);
  const text = filled(way, values, random);
  const pairs: MadePair[] = [];
  const add = (kind: string, isRephrase: boolean, other: string | undefined, misheard?: boolean) => {
    if (other === undefined || (kind !== 'again' && kind !== 'misheard' && other === text)) return;
    pairs.push({ kind, isRephrase, texts: [text, other], ...(misheard === undefined ? {} : { misheard }) });
  };
  add('misheard', true, text, true);
  if (random.next() < AGAIN) add('again', true, text, false);
  const ofIntent = ways.filter((other) => other !== way && other.intent === way.intent);
  const same = one(
    ofIntent.filter((other) => shares(way, other)),
    random,
  );
  if (same) add('reworded', true, filled(same, drawValues(same, values, random), random));
  add('other-name', false, filled(way, changed(way, values, way.names, random), random));
  if (way.names.length > 1) {
    const exchanged = way.names[random.below(way.names.length)];
    add('one-changed', false, filled(way, changed(way, values, [exchanged], random), random));
  }
  const another = one(ofIntent, random);
  if (another) add('other-words', false, filled(another, changed(another, values, another.names, random), random));
  return pairs;
}

/** Whether one names all that the other names. */
function shares({ names }: Way, { names: others }: Way): boolean {
  const [fewer, more] = names.length < others.length ? [names, others] : [others, names];
  return fewer.every((slot) => more.includes(slot));
}

function one<T>(list: readonly T[], random: Random): T | undefined {
  return list.length === 0 ? undefined : list[random.below(list.length)];
}

/** Values for a way's slots: those at hand, others drawn. */
function drawValues(way: Way, known: Values, random: Random): Values {
  return Object.fromEntries(way.slots.map((slot) => [slot, known[slot] ?? draw(way, slot, random)]));
}

/** The values with those of some slots drawn anew; a slot that has but one value keeps it. */
function changed(way: Way, values: Values, slots: readonly string[], random: Random): Values {
  const all = drawValues(way, values, random);
  return Object.fromEntries(
    way.slots.map((slot) => {
      if (!slots.includes(slot)) return [slot, all[slot]];
      for (let attempt = 0; attempt < 10; attempt++) {
        const value = draw(way, slot, random);
        if (value !== all[slot]) return [slot, value];
      }
      return [slot, all[slot]];
    }),
  );
}

function draw(way: Way, slot: string, random: Random): string {
  const lists = way.lists(slot);
  const list = lists[random.below(lists.length)];
  return list[random.below(list.length)].toLowerCase();
}

function filled(way: Way, values: Values, random: Random): string {
  return drawCarrier(way.carrier, random)
    .map((part, place) => (place % 2 === 0 ? part : values[part]))
    .join('');
}
