import type { RequestEvent } from '../../../../gateway/feedback/events/request-event.js';
import type { TurnOutcomes } from '../../turn.js';

/** A request with its answer, and what was reported of it. */
export interface ObservedTurn {
  readonly request: RequestEvent;
  readonly outcomes: TurnOutcomes;
}

/** A turn with what the session said next: all that its failure point is told from. */
export interface FollowedTurn extends ObservedTurn {
  /** Absent: the session ended, or nothing came within the time that parts sessions. */
  readonly next?: NextTurn | undefined;
  /** P(the answer was not what was wanted), in [0, 1], as labels tell it; absent where nobody told. */
  readonly defect?: number | undefined;
}

export interface NextTurn extends ObservedTurn {
  /** Time from the turn's reply to this one's, in milliseconds. */
  readonly gapMs: number;
  /** P(it says the turn again), in [0, 1]; absent without texts. */
  readonly rephrase?: number | undefined;
  /** The score of its words as those of somebody dissatisfied; absent without texts. */
  readonly dissatisfied?: number | undefined;
}

/** Share of the entity that was played, in [0, 1]; undefined where it was not reported or the length is unknown. */
export function playedShare({ playback }: TurnOutcomes): number | undefined {
  return playback && playback.ofMs > 0 ? Math.min(1, playback.playedMs / playback.ofMs) : undefined;
}
