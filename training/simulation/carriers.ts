import { carrierUse, type RealCarrier, spoken } from '../corpus/real-carriers.js';
import { type CarrierParts, expansions, parseCarrier } from '../recipes/carrier-grammar.js';
import type { Recipe } from '../recipes/recipe.js';
import type { Parameters } from './parameters.js';

/** A way to ask for a title that does not say which medium is meant. */
export interface Carrier {
  /** The words before and after the title. */
  readonly before: string;
  readonly after: string;
  /** Domain -> likelihood of the carrier there, before normalisation over carriers. */
  readonly weights: ReadonlyMap<string, number>;
}

/** Carriers for simulated logs, and those that are kept for benchmarks. */
export interface CarrierSplit {
  readonly log: readonly Carrier[];
  readonly benchmark: readonly Carrier[];
}

/**
 * Real carriers that no domain is trained on, weighed by 1 + log(rows) and by the words that the parameters say are likelier
 * in one domain. Those that say which medium is meant are left out, as the parameters tell.
 */
export function splitCarriers(
  carriers: readonly RealCarrier[],
  recipes: readonly Recipe[],
  parameters: Parameters,
): CarrierSplit {
  const taught = new Set(
    recipes.flatMap(({ carriers: own }) => own.flatMap(({ text }) => expansions(parseCarrier(text)).map(shapeOf))),
  );
  const untyped = carriers.filter(({ before, after }) => {
    const words = new Set(`${before} ${after}`.split(' '));
    return !taught.has(`${before}{}${after}`) && !parameters.carriers.typed.some((word) => words.has(word));
  });
  const of = (use: 'log' | 'benchmark') =>
    untyped.filter((carrier) => carrierUse(carrier) === use).map((carrier) => weighed(carrier, parameters));
  return { log: of('log'), benchmark: of('benchmark') };
}

function weighed({ before, after, rows }: RealCarrier, { domains, carriers }: Parameters): Carrier {
  const words = new Set(`${before} ${after}`.split(' '));
  const affinity = (domain: string) =>
    Object.entries(carriers.words).reduce(
      (product, [word, weights]) => (words.has(word) ? product * weights[domain] : product),
      1,
    );
  const weights = new Map(Object.keys(domains).map((domain) => [domain, (1 + Math.log(rows)) * affinity(domain)]));
  return { before, after, weights };
}

/** A recipe's carrier with one slot as its words with a gap; one with several slots as its text. */
function shapeOf(parts: CarrierParts): string {
  const [before = '', , after = '', ...more] = parts;
  return more.length > 0 ? parts.join('{}') : `${spoken(before)}{}${spoken(after)}`;
}
