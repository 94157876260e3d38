import { FIGURE_NAMES, nats, share, signed } from '../../training/evaluation/figure-names.js';
import {
  COMPARED_EVIDENCE,
  type EvidenceComparison,
} from '../../training/studies/entity-evidence/evidence-comparison.js';
import { plainTable } from '../evaluation/evaluation-text.js';

/** The study for people: shares in per cent, and differences from the same lists without entities. */
export function entityEvidenceText(comparisons: readonly EvidenceComparison[]): string {
  const table = plainTable([
    'domain',
    'rows, its own',
    'served with',
    ...COMPARED_EVIDENCE.flatMap((figure) => [FIGURE_NAMES[figure].label, 'difference, 95% interval']),
  ]);
  for (const { domain, evidence, rows, figures, comparison } of comparisons) {
    const values = { irer: figures.irer, nll: figures.top.nll, ece: figures.top.ece };
    table.push([
      domain,
      `${rows}, ${figures.utterances.inDomain}`,
      evidence,
      ...COMPARED_EVIDENCE.flatMap((figure) => {
        const print = FIGURE_NAMES[figure].share ? share : nats;
        const { value, low, high } = comparison[figure].difference;
        return [print(values[figure]), `${signed(value, print)} (${signed(low, print)} to ${signed(high, print)})`];
      }),
    ]);
  }
  return `Re-rankers with evidence of entities, against the same lists without; out of fold, each domain's lists alone.\n${table}\n`;
}
