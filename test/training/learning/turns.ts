import type { Turn } from '../../../training/learning/turn.js';

const NOON_MS = Date.UTC(2026, 0, 1, 12);

/** A turn so many seconds after noon, with nothing known of it but what is given. */
export function turnAt(seconds: number, given: Partial<Turn> = {}): Turn {
  return {
    id: `turn-${seconds}`,
    session: 's',
    customer: 'c',
    timeMs: NOON_MS + 1000 * seconds,
    outcomes: {},
    ...given,
  };
}
