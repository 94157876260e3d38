import { expect } from 'vitest';
import type { Figures } from '../../training/evaluation/figures.js';

/** The worst figures that pass, as shares. Raise a floor once the bundles that ship are well above it. */
export interface Floor {
  readonly irer?: number;
  readonly semer?: number;
  readonly dcer?: number;
  readonly icer?: number;
  readonly slotF1?: number;
  /** Expected calibration error and negative log-likelihood of the top hypothesis. */
  readonly ece?: number;
  readonly nll?: number;
  /** Area under the ROC curve of rejection. */
  readonly auroc?: number;
}

/** Figures where a larger value is better. */
const RISING: readonly string[] = ['slotF1', 'auroc'];

/** Fails with every figure that is on the wrong side of its floor. */
export function expectFloor(figures: Readonly<Record<string, number>>, floor: Floor): void {
  const short = Object.entries(floor).filter(([name, limit]) => {
    const value = figures[name];
    return RISING.includes(name) ? !(value >= limit) : !(value <= limit);
  });
  expect(short.map(([name, limit]) => `${name} is ${figures[name]}, not ${limit} or better`)).toEqual([]);
}

/** Figures by the names that floors and manifests use. */
export function flat({ semer, irer, dcer, icer, slotF1, top, rejection }: Figures): Record<string, number> {
  return { semer, irer, dcer, icer, slotF1, ece: top.ece, nll: top.nll, auroc: rejection.auroc };
}
