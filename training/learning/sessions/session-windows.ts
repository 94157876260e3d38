import type { Turn } from '../turn.js';

export interface SessionSettings {
  /** A longer pause between two turns ends a session, in milliseconds. */
  readonly gapMs: number;
  /** How much later than others of its session a turn may arrive and still be put in order, in milliseconds. */
  readonly latenessMs: number;
  /** A session of more turns is cut: nobody rephrases so often. */
  readonly mostTurns: number;
  /** Sessions that are held open at once, at most; half of them at least, and those touched longest ago are closed first. */
  readonly mostOpen: number;
  /** Ids that are remembered at most, the last half of them at least, so that a turn reported twice counts once. */
  readonly mostIds: number;
}

export const SESSION_DEFAULTS: SessionSettings = {
  gapMs: 45_000,
  latenessMs: 60_000,
  mostTurns: 64,
  mostOpen: 50_000,
  mostIds: 500_000,
};

/** What became of the turns that were added. */
export interface SessionCounts {
  added: number;
  /** Left out: an id that was seen before. */
  repeated: number;
  /** Left out: a time that is no moment between 2000 and 2200. */
  untimed: number;
  /** Sessions that were cut since they had too many turns. */
  cut: number;
}

/** Turns of one customer and session that follow each other without a long pause, in the order of their times. */
export type Session = readonly Turn[];

const [EARLIEST_MS, LATEST_MS] = [Date.UTC(2000), Date.UTC(2200)];

/**
 * Parts a stream of turns into sessions, in memory that does not grow with the stream. Turns may come out of order by up
 * to `latenessMs`, and twice. A clock that jumps parts a session, and what arrives after the jump begins a new one; no other
 * session is disturbed, since each closes by its own turns' times, never by another's.
 */
export class SessionWindows {
  readonly counts: SessionCounts = { added: 0, repeated: 0, untimed: 0, cut: 0 };
  readonly #settings: SessionSettings;
  /**
   * Open turns by customer and session, in the order of their times: those touched of late, and those touched before. Two
   * maps that take turns, since a map whose first keys are always deleted takes ever longer to find its first one.
   */
  #open = new Map<string, Turn[]>();
  #openBefore = new Map<string, Turn[]>();
  #seen = new Set<string>();
  #seenBefore = new Set<string>();

  constructor(settings: Partial<SessionSettings> = {}) {
    this.#settings = { ...SESSION_DEFAULTS, ...settings };
  }

  /** Takes a turn. @returns the sessions that are over by it */
  add(turn: Turn): Session[] {
    if (!(turn.timeMs >= EARLIEST_MS && turn.timeMs < LATEST_MS)) {
      this.counts.untimed++;
      return [];
    }
    if (!this.#isNew(turn.id)) {
      this.counts.repeated++;
      return [];
    }
    this.counts.added++;
    const key = JSON.stringify([turn.customer ?? null, turn.session === '' ? turn.id : turn.session]);
    const open = this.#open.get(key) ?? this.#openBefore.get(key) ?? [];
    this.#open.delete(key);
    this.#openBefore.delete(key);
    const setBack = this.#isSetBack(open, turn) ? partedByGaps(open, this.#settings.gapMs) : [];
    const turns = setBack.length > 0 ? [] : open;
    insertByTime(turns, turn);
    const { closed, left } = this.#closed(turns);
    if (left.length > 0) this.#open.set(key, left);
    return [...setBack, ...closed, ...this.#evicted()];
  }

  /** Closes what is open. @returns the sessions */
  end(): Session[] {
    const open = [...this.#openBefore.values(), ...this.#open.values()];
    this.#open.clear();
    this.#openBefore.clear();
    return open.flatMap((turns) => partedByGaps(turns, this.#settings.gapMs));
  }

  #isNew(id: string): boolean {
    if (this.#seen.has(id) || this.#seenBefore.has(id)) return false;
    this.#seen.add(id);
    if (2 * this.#seen.size >= this.#settings.mostIds) {
      this.#seenBefore = this.#seen;
      this.#seen = new Set();
    }
    return true;
  }

  /** Whether a turn is older than any that is only late: a clock was set back, or had been ahead. */
  #isSetBack(open: readonly Turn[], { timeMs }: Turn): boolean {
    const { gapMs, latenessMs } = this.#settings;
    return open.length > 0 && open.at(-1)!.timeMs - timeMs > gapMs + latenessMs;
  }

  /** The leading sessions that nothing can join any more, and what is left. */
  #closed(turns: Turn[]): { closed: Session[]; left: Turn[] } {
    const { gapMs, latenessMs, mostTurns } = this.#settings;
    const newestMs = turns.at(-1)!.timeMs;
    // Nearly always: nothing is old enough to close.
    if (newestMs - turns[0].timeMs <= gapMs + latenessMs && turns.length < mostTurns)
      return { closed: [], left: turns };
    const sessions = partedByGaps(turns, gapMs);
    const over = sessions.findIndex((session) => session.at(-1)!.timeMs + gapMs + latenessMs >= newestMs);
    const closed = sessions.slice(0, over);
    const left = sessions.slice(over).flat();
    // Jumping clocks could leave many short sessions open: whole ones go first.
    if (left.length < mostTurns) return { closed, left };
    this.counts.cut++;
    return { closed: [...closed, ...partedByGaps(left, gapMs)], left: [] };
  }

  #evicted(): Session[] {
    if (2 * this.#open.size < this.#settings.mostOpen) return [];
    const evicted = [...this.#openBefore.values()];
    this.#openBefore = this.#open;
    this.#open = new Map();
    return evicted.flatMap((turns) => partedByGaps(turns, this.#settings.gapMs));
  }
}

/** The sessions of turns that are all at hand. */
export function sessionsOf(turns: Iterable<Turn>, settings: Partial<SessionSettings> = {}): Session[] {
  const windows = new SessionWindows(settings);
  const sessions: Session[] = [];
  for (const turn of turns) sessions.push(...windows.add(turn));
  return [...sessions, ...windows.end()];
}

/** Puts a turn where its time belongs; equal times stand in the order in which they came. */
function insertByTime(turns: Turn[], turn: Turn): void {
  let place = turns.length;
  while (place > 0 && turns[place - 1].timeMs > turn.timeMs) place--;
  turns.splice(place, 0, turn);
}

function partedByGaps(turns: readonly Turn[], gapMs: number): Turn[][] {
  const parts: Turn[][] = [];
  for (const turn of turns) {
    const last = parts.at(-1);
    if (last && turn.timeMs - last.at(-1)!.timeMs <= gapMs) last.push(turn);
    else parts.push([turn]);
  }
  return parts;
}
