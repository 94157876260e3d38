import type { Figures } from './figures.js';

/** The figures that a bundle's manifest holds; those that its rows do not give are left out. */
export function manifestFigures(figures: Figures): Record<string, number> {
  const { irer, oracleIrer, semer, slotF1, top, rejection } = figures;
  const named = { irer, oracleIrer, semer, slotF1, ece: top.ece, nll: top.nll, auroc: rejection.auroc };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => Number.isFinite(value)));
}
