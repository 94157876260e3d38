import type { StrategyName } from '../../../domains/core/resolution/strategies/strategy.js';

/** What a µs of CPU costs, in accepted entities: a strategy of 100 µs has to find one more in a hundred requests. */
export const PRICE = 1e-4;

/** Share of the choices that look at no worth, so that every depth is tried and everything can be weighed. */
export const EXPLORATION = 0.02;

const NOTHING: readonly number[] = [0, 0, 0];

/**
 * By strategy: µs that a look at each of DEPTHS takes, as `npm run bench:entities -- --policy --task mentions` measured them
 * (50,154 entities; the shortest of five looks a query). `structured`, which needs a second slot, is of titles with artists
 * (`npm run bench:catalogue -- --entities 50000` prints the deepest look). They are constants, so that the same rows give
 * the same bundle on every machine.
 */
export const COSTS: Readonly<Record<StrategyName, readonly number[]>> = {
  exact: NOTHING,
  lexical: NOTHING,
  structured: [0, 80, 104],
  phonetic: [0, 91, 95],
  semantic: [0, 128, 135],
  memory: [0, 1, 1],
};
