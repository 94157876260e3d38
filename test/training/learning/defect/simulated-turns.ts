import { sigmoid } from '../../../../serving/numeric/log-odds.js';
import type { FollowedTurn } from '../../../../training/learning/defect/followed-features.js';
import type { Turn } from '../../../../training/learning/turn.js';
import { seeded } from '../../../../training/numeric/random.js';

export interface SimulatedTurn {
  readonly followed: FollowedTurn;
  /** Whether the answer was wrong, which an answer to the question tells. */
  readonly isDefect: boolean;
}

/**
 * Turns of customers whose defects show in ways that the assumed weights do not know: a stop is nothing, an answer
 * that is let run is. Those who barge in are seldom asked.
 */
export function simulatedTurns(count: number, seed: number): SimulatedTurn[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, place) => {
    const isDefect = random.next() < 0.2;
    const bargesIn = random.next() < (isDefect ? 0.7 : 0.1);
    const stopped = random.next() < 0.3;
    const played = isDefect ? random.next() * 0.5 : 0.3 + 0.7 * random.next();
    const rephrase = random.next() < (isDefect ? 0.6 : 0.05) ? 0.9 : 0.05;
    const askedWith = bargesIn ? 0.05 : 0.5;
    const isAsked = random.next() < askedWith;
    const turn: Turn = {
      id: `t${place}`,
      customer: `c${random.below(500)}`,
      session: `s${place}`,
      timeMs: Date.UTC(2026, 0, 1) + place,
      answer: { domain: 'music', intent: 'PlayMusic', slots: [], confidence: sigmoid(2 * random.next()) },
      outcomes: {
        ...(bargesIn ? { bargeInAfterMs: 2_000 } : {}),
        stopped,
        playback: { playedMs: 200_000 * played, ofMs: 200_000 },
        ...(isAsked ? { explicit: isDefect ? ('no' as const) : ('yes' as const) } : {}),
      },
      ...(isAsked ? { askedWith } : {}),
    };
    return { followed: { turn, rephrase }, isDefect };
  });
}
