import type { CorpusRow } from '../corpus/corpus-row.js';
import { carrierParts, type Recipe } from '../recipe.js';
import type { Parameters } from './parameters.js';
import { isForBenchmark, spoken } from './shared-titles.js';

/** A way to ask for a title that does not say which medium is meant. */
export interface Carrier {
  /** The words before and after the title. */
  readonly before: string;
  readonly after: string;
  /** Domain -> how likely the carrier is there, before normalisation over carriers. */
  readonly weights: ReadonlyMap<string, number>;
}

/** Carriers for simulated logs, and those that are kept for benchmarks. */
export interface CarrierSplit {
  readonly log: readonly Carrier[];
  readonly benchmark: readonly Carrier[];
}

/**
 * Carriers of real requests: rows of one slot, which is the title. Weighed by 1 + log(rows) and by the words that
 * the parameters say are likelier in one domain. Those that a recipe teaches are left out: no domain has seen these.
 */
export function realCarriers(
  rows: readonly CorpusRow[],
  recipes: readonly Recipe[],
  parameters: Parameters,
): CarrierSplit {
  const taught = new Set(recipes.flatMap((recipe) => recipe.carriers.map(({ text }) => shapeOfRecipe(text))));
  const counts = new Map<string, number>();
  for (const row of rows) {
    const shape = shapeOfRow(row);
    if (shape !== undefined) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  }
  const split = { log: [] as Carrier[], benchmark: [] as Carrier[] };
  for (const [shape, count] of [...counts].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const [before = '', after = ''] = shape.split(TITLE);
    const words = new Set(`${before} ${after}`.split(' '));
    if (taught.has(shape) || parameters.carriers.typed.some((word) => words.has(word))) continue;
    const weights = new Map(
      Object.keys(parameters.domains).map((domain) => [
        domain,
        (1 + Math.log(count)) * affinity(words, domain, parameters),
      ]),
    );
    (isForBenchmark(shape) ? split.benchmark : split.log).push({ before, after, weights });
  }
  return split;
}

const TITLE = '{}';

function affinity(words: ReadonlySet<string>, domain: string, { carriers }: Parameters): number {
  return Object.entries(carriers.words).reduce(
    (product, [word, weights]) => (words.has(word) ? product * weights[domain]! : product),
    1,
  );
}

function shapeOfRow({ text, slots }: CorpusRow): string | undefined {
  if (slots?.length !== 1) return undefined;
  const { start, end } = slots[0]!;
  const codePoints = Array.from(text);
  const shape = shapeOf(codePoints.slice(0, start).join(''), codePoints.slice(end).join(''));
  return shape === TITLE ? undefined : shape;
}

function shapeOfRecipe(text: string): string {
  const [before = '', , after = '', ...more] = carrierParts(text);
  return more.length > 0 ? text : shapeOf(before, after);
}

function shapeOf(before: string, after: string): string {
  return `${spoken(before)}${TITLE}${spoken(after)}`;
}
