import type { StrategyName } from '../../../domains/core/resolution/strategies/strategy.js';

/** What a µs of CPU costs, in accepted entities: a strategy of 100 µs has to find one more in a hundred requests. */
export const PRICE = 1e-4;

/** Share of the choices that look at no worth, so that every depth is tried and everything can be weighed. */
export const EXPLORATION = 0.02;

const NOTHING: readonly number[] = [0, 0, 0];

/**
 * By strategy: µs that a look at each of DEPTHS is taken to cost. Assumed, not fitted: `npm run bench:entities -- --policy`
 * prints what a machine takes. They are constants, so that the same rows give the same bundle on every machine.
 */
export const COSTS: Readonly<Record<StrategyName, readonly number[]>> = {
  exact: NOTHING,
  lexical: NOTHING,
  structured: [0, 40, 42],
  phonetic: [0, 150, 155],
  semantic: [0, 100, 102],
  memory: [0, 5, 6],
};
