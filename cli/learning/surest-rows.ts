import type { TaughtRows } from './taught-rows.js';

/** Versions that are trained where the gates refuse one with more rows. */
export const TRIES = 3;
/** Part of the rows that the next try keeps. */
const KEPT = 0.5;

/**
 * The rows of a try: all of them at the first, at each later one half of those before, the ones that are believed most. Of rows
 * that are believed alike, those that corrected an answer stay before those that an answer was content with: these teach what
 * the domains know already.
 * @param tried tries before this one
 */
export function surestRows({ rows, refused }: TaughtRows, tried: number): TaughtRows {
  if (tried === 0) return { rows, refused };
  const kept = Math.floor(rows.length * KEPT ** tried);
  const places = [...rows.keys()].sort((one, other) => {
    const [first, second] = [rows[one]!, rows[other]!];
    return second.belief - first.belief || Number(isContent(first)) - Number(isContent(second)) || one - other;
  });
  const surest = new Set(places.slice(0, kept));
  return {
    rows: rows.filter((_, place) => surest.has(place)),
    refused: { ...refused, 'left out, as the gates refused them with more': rows.length - surest.size },
  };
}

function isContent({ origin }: TaughtRows['rows'][number]): boolean {
  return origin === 'success' || origin === 'rejection';
}
