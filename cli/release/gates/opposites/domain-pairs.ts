import { allDomains } from '../../../../domains/core/schema/domain-folders.js';
import { readCatalogue } from '../../../../training/catalogue/catalogue.js';
import { defaultCatalogues } from '../../../../training/corpus/default-corpora.js';
import { type OppositePair, oppositePairs } from '../../../../training/opposites/opposite-pairs.js';
import { readRecipe } from '../../../../training/recipes/recipe.js';

/** Pairs that a candidate is asked. */
const PAIRS = 300;
/** The pairs are the same at each run: what the bootstrap draws must not change what is asked. */
const SEED = 18;

/**
 * The pairs of a domain's own carriers, with titles of the catalogues in the data folder; none of a domain that is not
 * known, or whose recipe has no carriers with opposites.
 * @param folders of further domains, beside those that ship
 */
export function domainPairs(domain: string, folders: readonly string[] = []): OppositePair[] {
  const found = allDomains(folders).find(({ name }) => name === domain);
  if (!found) return [];
  const catalogue = defaultCatalogues().flatMap(readCatalogue);
  return oppositePairs(readRecipe(found.path, found.schema), catalogue, { most: PAIRS, seed: SEED });
}
