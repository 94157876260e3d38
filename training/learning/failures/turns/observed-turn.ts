import type { What } from '../../../../gateway/feedback/events/outcome-event.js';
import type { RequestEvent } from '../../../../gateway/feedback/events/request-event.js';

/** A request with its answer, and what was reported of it. */
export interface ObservedTurn {
  readonly request: RequestEvent;
  /** In the order in which they came. */
  readonly outcomes: readonly What[];
}

/** A turn with what the session said next: all that its failure point is told from. */
export interface FollowedTurn extends ObservedTurn {
  /** Absent: the session ended, or nothing came within the time that parts sessions. */
  readonly next?: NextTurn | undefined;
}

export interface NextTurn extends ObservedTurn {
  /** Time from the turn's reply to this one's, in milliseconds. */
  readonly gapMs: number;
}

/** Outcomes of one turn together; of several of a kind the last counts. Undefined: not reported. */
export interface Signs {
  readonly bargeInAfterMs: number | undefined;
  readonly stopped: boolean;
  readonly playedMs: number | undefined;
  /** Share of the entity that was played, in [0, 1]. */
  readonly playedShare: number | undefined;
  /** `none`: of the readings that were offered none was chosen. */
  readonly choice: 'one' | 'none' | undefined;
  readonly answer: 'yes' | 'no' | 'unsure' | undefined;
  /** What was done in the end, where that was reported. */
  readonly served: { readonly domain: string; readonly intent: string } | undefined;
}

export function signsOf(outcomes: readonly What[]): Signs {
  const last = <Type extends What['type']>(type: Type) =>
    outcomes.findLast((what): what is Extract<What, { type: Type }> => what.type === type);
  const playback = last('playback');
  const choice = last('choice');
  return {
    bargeInAfterMs: last('barge_in')?.afterMs,
    stopped: last('stop') !== undefined,
    playedMs: playback?.playedMs,
    playedShare: playback && playback.ofMs > 0 ? Math.min(1, playback.playedMs / playback.ofMs) : undefined,
    choice: choice && (choice.reading === undefined ? 'none' : 'one'),
    answer: last('answer')?.value,
    served: last('served'),
  };
}
