import type { FollowedTurn } from './turns/observed-turn.js';

/** Requests, and how many of them are expected to have failed: the sum of their P(defect). */
export interface DefectCount {
  readonly requests: number;
  readonly defects: number;
}

/** One day's defects: of all requests, of those that were rewritten, and of those that the control group kept from it. */
export interface DefectDay {
  /** UTC, such as `2026-01-31`. */
  readonly day: string;
  readonly all: DefectCount;
  readonly rewritten: DefectCount;
  /** Requests that would have been rewritten, of customers who never are: what rewriting is worth is told beside them. */
  readonly control: DefectCount;
}

/** Defects by day, in order of days. A turn of which nobody told counts as a request without defect. */
export function defectDays(turns: readonly FollowedTurn[]): DefectDay[] {
  const days = new Map<string, FollowedTurn[]>();
  for (const turn of turns) {
    const day = new Date(turn.request.time).toISOString().slice(0, 10);
    const known = days.get(day);
    if (known) known.push(turn);
    else days.set(day, [turn]);
  }
  return [...days]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([day, own]) => ({
      day,
      all: countOf(own),
      rewritten: countOf(own.filter(({ request }) => request.rewrite !== undefined)),
      control: countOf(own.filter(({ request }) => request.isControl === true)),
    }));
}

/** Defects by the layer that a rewrite came from. */
export function defectsByLayer(turns: readonly FollowedTurn[]): Record<string, DefectCount> {
  const layers = new Set(turns.flatMap(({ request }) => (request.rewrite ? [request.rewrite.layer] : [])));
  return Object.fromEntries(
    [...layers]
      .sort()
      .map((layer) => [layer, countOf(turns.filter(({ request }) => request.rewrite?.layer === layer))]),
  );
}

function countOf(turns: readonly FollowedTurn[]): DefectCount {
  return { requests: turns.length, defects: turns.reduce((sum, { defect = 0 }) => sum + defect, 0) };
}
