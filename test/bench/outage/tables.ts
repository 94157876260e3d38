import { plainTable } from '../../../cli/evaluation/evaluation-text.js';
import type { CorpusAbsence, DomainAbsence } from './absence.js';

/** Largest share of an absent domain's requests that may be rejected, or accepted for another, and largest error of the risk. */
const MOST = { misled: 0.05, ece: 0.1 } as const;

/** Requests of the absent domain that are answered as if it were there. */
function misled({ rejected, accepted }: Pick<DomainAbsence, 'rejected' | 'accepted'>): number {
  return rejected + accepted;
}

/** A line for each corpus and absent domain, and the sums of each corpus. */
export function outageText(figures: readonly CorpusAbsence[]): string {
  const table = plainTable([
    'corpus',
    'away',
    'wins',
    'REJECT',
    'ACCEPT',
    'CLARIFY',
    'UNDECIDED',
    'others: REJECT',
    'present: same',
    'risk',
    'true',
    'ECE',
  ]);
  for (const { name, domains } of figures) {
    for (const one of domains) {
      const { absent, won, rejected, accepted, asked, undecided, meanRisk, trueShare, ece } = one;
      table.push([
        name,
        absent,
        won,
        rejected,
        accepted,
        asked,
        undecided,
        `${one.othersRejected} of ${one.others}`,
        `${one.presentSame} of ${one.present}`,
        ...[meanRisk, trueShare, ece].map((figure) => figure.toFixed(3)),
      ]);
    }
  }
  const sums = figures.map(({ name, domains }) => {
    const won = domains.reduce((sum, one) => sum + one.won, 0);
    const wrong = domains.reduce((sum, one) => sum + misled(one), 0);
    return `${name}: ${wrong} of ${won} requests of absent domains are rejected or accepted for another (${percent(wrong, won)} %)`;
  });
  return `${table.toString()}\n${sums.join('\n')}\n`;
}

/** What misses its aim, a line each. */
export function verdict(figures: readonly CorpusAbsence[]): string[] {
  return figures.flatMap(({ name, domains }) => {
    const won = domains.reduce((sum, one) => sum + one.won, 0);
    const wrong = domains.reduce((sum, one) => sum + misled(one), 0);
    const tooMany = name === 'sample' && wrong > MOST.misled * won;
    return [
      ...(tooMany ? [`sample: ${percent(wrong, won)} % misled; at most ${percent(MOST.misled, 1)} %`] : []),
      ...domains
        .filter(({ ece }) => !(ece <= MOST.ece))
        .map(
          ({ absent, ece }) => `${name}: ECE of the risk without ${absent} is ${ece.toFixed(3)}; at most ${MOST.ece}`,
        ),
    ];
  });
}

const percent = (part: number, whole: number): string => ((100 * part) / Math.max(1, whole)).toFixed(1);
