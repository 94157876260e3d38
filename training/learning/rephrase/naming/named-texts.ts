import { tokenize } from '../../../../domains/core/text/tokenize.js';
import type { CatalogueRow } from '../../../catalogue/catalogue.js';
import type { CorpusRow } from '../../../corpus/corpus-row.js';
import { foldOf } from '../../../corpus/folds.js';
import { seeded } from '../../../numeric/random.js';
import { carrierSlots, drawCarrier, parseCarrier } from '../../../recipes/carrier-grammar.js';
import { slotPools } from '../../../recipes/slot-pools.js';
import type { RecognitionNoise } from '../../../recognition-noise/recognition-noise.js';
import type { PairDomain } from '../pairs/carrier-pairs.js';
import { NAMES } from '../pairs/corpus-pairs.js';
import type { NamedText } from './name-trainer.js';

const words = (text: string) => tokenize(text).map(({ text: word }) => word);

/** Share of the texts whose words are misheard, those of names and those around them apart. */
const MISHEARD = 0.4;
/** Times that a carrier is filled. */
const FILLED = 2;

/**
 * Requests whose words are known to name a thing or not: carriers filled with values of their own fold, heard right or
 * not, and the rows of corpora with slots.
 */
export function namedTexts(
  domains: readonly PairDomain[],
  corpora: readonly (readonly CorpusRow[])[],
  catalogue: readonly CatalogueRow[],
  noise: RecognitionNoise,
  { folds, seed }: { folds: number; seed: number },
): NamedText[] {
  const random = seeded(seed);
  const ofCorpora = corpora.flat().flatMap((row): NamedText[] => {
    if (row.slots === undefined) return [];
    const names = row.slots.filter(({ name }) => NAMES.includes(name));
    const own = tokenize(row.text);
    const isName = own.map(({ start }) => names.some((slot) => slot.start <= start && start < slot.end));
    return [{ words: own.map(({ text }) => text), isName, fold: foldOf(row.text, folds, seed) }];
  });
  const ofCarriers = domains.flatMap(({ schema: { domain }, recipe }) => {
    const pools = slotPools(domain, recipe, corpora.flat(), catalogue, folds, seed);
    return recipe.carriers.flatMap(({ text, from, slots: own }): NamedText[] => {
      const carrier = parseCarrier(text);
      const lists = pools.of(text, own, from);
      if (carrierSlots(carrier).some((slot) => lists(slot).length === 0)) return [];
      const fold = foldOf(text, folds, seed);
      return Array.from({ length: FILLED }, () => {
        const isMisheard = random.next() < MISHEARD;
        const parts = drawCarrier(carrier, random).map((part, place) => {
          const isName = place % 2 === 1 && pools.isListed(part);
          const list = place % 2 === 1 ? lists(part)[random.below(lists(part).length)] : [part];
          const said = words(list[random.below(list.length)].toLowerCase());
          return { isName, said: isMisheard && said.length > 0 ? noise.hear(said, random).words : said };
        });
        return {
          words: parts.flatMap(({ said }) => said),
          isName: parts.flatMap(({ isName, said }) => said.map(() => isName)),
          fold,
        };
      });
    });
  });
  return [...ofCorpora, ...ofCarriers];
}
