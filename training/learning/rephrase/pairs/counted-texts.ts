import { tokenize } from '../../../../domains/core/text/tokenize.js';
import type { CatalogueRow } from '../../../catalogue/catalogue.js';
import type { CorpusRow } from '../../../corpus/corpus-row.js';
import { foldOf } from '../../../corpus/folds.js';
import type { CountedText } from '../word-weights.js';
import type { PairDomain } from './carrier-pairs.js';
import { NAMES } from './corpus-pairs.js';

const words = (text: string) => tokenize(text).map((token) => token.text);

/**
 * The texts whose words are counted: carriers without their slots, corpora, and the titles of catalogues as names. Each is
 * of the fold that its pairs are of, and a name of the fold that may fill carriers with it.
 */
export function countedTexts(
  domains: readonly PairDomain[],
  corpora: readonly (readonly CorpusRow[])[],
  catalogue: readonly CatalogueRow[],
  { folds, seed }: { folds: number; seed: number },
): CountedText[] {
  const carriers = domains.flatMap(({ recipe }) =>
    recipe.carriers.map(({ text }) => ({
      asking: words(text.replace(/\{\w+\}/gu, ' ')),
      naming: [],
      fold: foldOf(text, folds, seed),
    })),
  );
  const rows = corpora.flat().map(({ text, slots = [] }) => {
    const characters = Array.from(text);
    const naming: string[] = [];
    for (const { name, value, start, end } of slots) {
      if (!NAMES.includes(name)) continue;
      naming.push(...words(value));
      characters.fill(' ', start, end);
    }
    return { asking: words(characters.join('')), naming, fold: foldOf(text, folds, seed) };
  });
  const titles = [...new Set(catalogue.map(({ title }) => title))].map((title) => ({
    asking: [],
    naming: words(title),
    fold: foldOf(title, folds, seed),
  }));
  return [...carriers, ...rows, ...titles];
}
