import { GENERATED } from '../../corpus/corpus-row.js';
import { compare } from '../../evaluation/comparison.js';
import { type Figures, measure } from '../../evaluation/figures.js';
import { foldedRow } from '../../evaluation/folded-intents.js';
import type { BootstrapOptions, PairedComparison } from '../../metrics/bootstrap.js';
import type { HeldOutScore } from '../../run/cross-fit.js';
import { isHeard } from './heard-rows.js';

/** The figures that are compared. */
export const COMPARED_EVIDENCE = ['irer', 'nll', 'ece'] as const;
type ComparedEvidence = (typeof COMPARED_EVIDENCE)[number];

/** The rows of a comparison, by their sources. */
export const ROW_GROUPS: Readonly<Record<string, (source: string) => boolean>> = {
  corpora: (source) => source !== GENERATED && !isHeard(source),
  generated: (source) => source === GENERATED,
  misheard: isHeard,
};

/** A domain's own lists of one group of rows, by a re-ranker with other evidence than the baseline's. */
export interface EvidenceComparison {
  readonly domain: string;
  readonly evidence: string;
  readonly rows: string;
  readonly baseline: Figures;
  readonly figures: Figures;
  readonly comparison: Readonly<Record<ComparedEvidence, PairedComparison>>;
}

/**
 * Compares a domain's held-out scores with those of the baseline, group by group, less groups without a row of the domain.
 * Both are of the same rows in the same order.
 */
export function compareEvidence(
  { domain, evidence }: Pick<EvidenceComparison, 'domain' | 'evidence'>,
  scores: readonly HeldOutScore[],
  baseline: readonly HeldOutScore[],
  options: BootstrapOptions,
): EvidenceComparison[] {
  return Object.entries(ROW_GROUPS).flatMap(([rows, isOf]) => {
    const before = baseline.filter(({ source }) => isOf(source)).map(foldedRow);
    if (!before.some(({ reference }) => reference.domain === domain)) return [];
    const after = scores
      .filter(({ source }) => isOf(source))
      .map((row, index) => ({ ...foldedRow(row), reference: before[index].reference }));
    return [
      {
        domain,
        evidence,
        rows,
        baseline: measure(before),
        figures: measure(after),
        comparison: compare(after, before, options, COMPARED_EVIDENCE),
      },
    ];
  });
}
