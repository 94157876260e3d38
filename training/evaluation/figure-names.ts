import type { ComparedFigure } from './comparison.js';
import type { Figures } from './figures.js';

/** What each compared figure is called, and whether it is a share (printed in per cent) or in nats. */
export const FIGURE_NAMES: Readonly<Record<ComparedFigure, { readonly label: string; readonly share: boolean }>> = {
  semer: { label: 'SemER', share: true },
  irer: { label: 'IRER', share: true },
  dcer: { label: 'DCER', share: true },
  icer: { label: 'ICER', share: true },
  slotF1: { label: 'slot F1', share: true },
  ece: { label: 'ECE, top', share: true },
  brier: { label: 'Brier, top', share: true },
  nll: { label: 'NLL, top (nats)', share: false },
};

/** Every figure of one form in the order of reports, in per cent unless its name says otherwise. */
export const FIGURES: readonly { readonly label: string; readonly read: (figures: Figures) => string }[] = [
  { label: 'SemER', read: (figures) => share(figures.semer) },
  { label: 'IRER', read: (figures) => share(figures.irer) },
  { label: 'DCER (100 - domain accuracy)', read: (figures) => share(figures.dcer) },
  { label: 'ICER (100 - intent accuracy)', read: (figures) => share(figures.icer) },
  { label: 'slot F1', read: (figures) => share(figures.slotF1) },
  { label: 'IRER of the best in the list', read: (figures) => share(figures.oracleIrer) },
  { label: 'ECE, top hypothesis', read: (figures) => share(figures.top.ece) },
  { label: 'Brier, top hypothesis', read: (figures) => share(figures.top.brier) },
  { label: 'NLL, top hypothesis (nats)', read: (figures) => nats(figures.top.nll) },
  { label: 'ECE, all hypotheses', read: (figures) => share(figures.all.ece) },
  { label: 'rejection by confidence: AUROC', read: (figures) => share(figures.rejection.auroc) },
  { label: '  FPR at 95% TPR', read: (figures) => share(figures.rejection.falsePositivesAt95) },
  { label: '  TPR at 1% FPR', read: (figures) => share(figures.rejection.truePositivesAt1) },
  { label: 'rejection by P(any domain): AUROC', read: (figures) => share(figures.rejectionByInDomain?.auroc) },
  { label: '  FPR at 95% TPR', read: (figures) => share(figures.rejectionByInDomain?.falsePositivesAt95) },
  { label: '  TPR at 1% FPR', read: (figures) => share(figures.rejectionByInDomain?.truePositivesAt1) },
  { label: 'decisions: ours accepted', read: (figures) => share(figures.decisions?.accepted) },
  { label: '  others accepted', read: (figures) => share(figures.decisions?.falselyAccepted) },
  { label: 'area under risk-coverage', read: (figures) => share(figures.areaUnderRiskCoverage) },
];

/** A share in per cent; an en dash where nothing counts. */
export function share(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? '–' : (100 * value).toFixed(2);
}

/** A figure in nats. */
export function nats(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? '–' : value.toFixed(4);
}

/** A difference with its sign. */
export function signed(value: number, print: (value: number) => string): string {
  return value > 0 && Number.isFinite(value) ? `+${print(value)}` : print(value);
}
