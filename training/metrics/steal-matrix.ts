import { AMBIGUOUS } from '../corpus/corpus-row.js';
import type { Scored } from './scored.js';

/** The winner of an utterance that no domain answers: it was rejected, or there is no hypothesis. */
export const NOBODY = 'none';

/** Shares of each owner's utterances by who won them. */
export interface StealMatrix {
  /** The row names: domains in alphabetical order as the corpus has them, `other` among them. */
  readonly owners: readonly string[];
  /** The column names: domains that won something in alphabetical order, then `none`. */
  readonly winners: readonly string[];
  /** [owners]: how many utterances each has. */
  readonly counts: readonly number[];
  /** [owners][winners], rows sum to 1; steal(A from B) is the cell at owner B, winner A. */
  readonly shares: readonly (readonly number[])[];
}

/** Whether a decision was made to answer, or none was made at all. */
const wasNotRejected = (row: Scored): boolean => row.accepted !== false;

/**
 * Who wins whose utterances: the domain of the top hypothesis, and `none` for what is rejected or has no hypothesis.
 * Leaves out ambiguous rows.
 * @param isAnswered whether an utterance was not rejected: by default the decision that was made; a threshold where
 *   none was
 */
export function stealMatrix(
  scored: readonly Scored[],
  isAnswered: (row: Scored) => boolean = wasNotRejected,
): StealMatrix {
  const wins = new Map<string, Map<string, number>>();
  const winners = new Set<string>();
  for (const row of scored) {
    const { reference, hypotheses } = row;
    if (reference.domain === AMBIGUOUS) continue;
    const winner = isAnswered(row) ? (hypotheses[0]?.domain ?? NOBODY) : NOBODY;
    if (winner !== NOBODY) winners.add(winner);
    const won = wins.get(reference.domain) ?? new Map<string, number>();
    wins.set(reference.domain, won.set(winner, (won.get(winner) ?? 0) + 1));
  }
  const rows = [...wins].sort(([one], [other]) => (one < other ? -1 : 1));
  const columns = [...[...winners].sort(), NOBODY];
  const counts = rows.map(([, won]) => [...won.values()].reduce((sum, count) => sum + count, 0));
  const shares = rows.map(([, won], row) => columns.map((winner) => (won.get(winner) ?? 0) / counts[row]));
  const owners = rows.map(([owner]) => owner);
  return { owners, winners: columns, counts, shares };
}

/** steal(thief from owner): share of the owner's utterances that the thief won; 0 when it won none. */
export function stealShare({ owners, winners, shares }: StealMatrix, thief: string, owner: string): number {
  return shares[owners.indexOf(owner)]?.[winners.indexOf(thief)] ?? 0;
}
