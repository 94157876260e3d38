import type { FeedbackEvent } from '../../../gateway/feedback/events/event.js';
import type { RewriteLayer } from '../../../gateway/rewriting/table/rewrite-layer.js';
import { drawOutcomes } from '../../../training/learning/failures/simulation/customers.js';
import { drawTime } from '../../../training/learning/failures/simulation/draws.js';
import type { Goal } from '../../../training/learning/failures/simulation/goal.js';
import { isRight, rightPlace } from '../../../training/learning/failures/simulation/intervention.js';
import type { Line, LineAnswer } from '../../../training/learning/failures/simulation/line.js';
import type { FailureParameters } from '../../../training/learning/failures/simulation/parameters.js';
import { type Random, seeded } from '../../../training/numeric/random.js';

/** Something that is said over and over, and what a recogniser makes of it. */
export interface HeardGoal {
  readonly goal: Goal;
  /** What is heard of it, with the share of each; sum 1. */
  readonly heard: readonly { readonly text: string; readonly share: number }[];
}

/** How sessions are composed. */
export interface UseSettings {
  readonly customers: number;
  readonly sessions: number;
  /** Share of what is reported that is the opposite of the truth. */
  readonly noise: number;
  readonly seed: number;
}

/** What is interpreted instead of what was heard. */
export interface ComposedRewrite {
  readonly text: string;
  readonly layer: RewriteLayer;
  readonly probability: number;
}

/** Rewrites what a customer is heard to say; undefined: not at all. */
export type RewriteHeard = (customer: string, heard: string) => ComposedRewrite | undefined;

/** One request as it was said, and what was made of it. */
export interface ComposedRequest {
  readonly customer: string;
  readonly session: number;
  readonly goal: Goal;
  readonly heard: string;
  readonly rewrite: ComposedRewrite | undefined;
  /** Whether what was heard is understood as it is, and as it was rewritten. */
  readonly right: { readonly before: boolean; readonly after: boolean };
  /** Whether it is the first of its session. */
  readonly isFirst: boolean;
  readonly events: readonly FeedbackEvent[];
}

/** Goals of one's own that each customer comes back to, and how often. */
const FAVOURITES = 8;
const FAVOURITE_SHARE = 0.5;
/** P(whoever was not understood says it again), and P(in clear words, which the recogniser gets right). */
const AGAIN = 0.7;
const CLEAR = 0.5;
const MOST_SAID = 3;
const DAY_MS = 24 * 60 * 60 * 1000;
const SESSIONS_A_DAY = 1_000;
const START_MS = Date.UTC(2026, 0, 1);

/**
 * Sessions in the order of their times: what is asked for follows Zipf's law, half of it among each customer's own favourites.
 * Whoever is not understood says it again, as it is heard another time or in clear words. What is reported of an answer is drawn
 * by the parameters of simulated customers, and tells the opposite with the probability of the noise.
 */
export function* composedUse(
  goals: readonly HeardGoal[],
  answers: ReadonlyMap<string, LineAnswer>,
  line: Line,
  parameters: FailureParameters,
  { customers, sessions, noise, seed }: UseSettings,
  rewrite: RewriteHeard,
): Generator<ComposedRequest> {
  const random = seeded(seed);
  const drawn = zipf(goals.length);
  const anyGoal = () => goals[drawn(random)];
  const favourites = Array.from({ length: customers }, () => Array.from({ length: FAVOURITES }, anyGoal));
  for (let session = 0; session < sessions; session++) {
    const customer = random.below(customers);
    const own = favourites[customer];
    const goal = random.next() < FAVOURITE_SHARE ? own[random.below(own.length)] : anyGoal();
    let timeMs = START_MS + (session / SESSIONS_A_DAY) * DAY_MS;
    for (let said = 0; said < MOST_SAID; said++) {
      const isClear = said > 0 && random.next() < CLEAR;
      const heard = isClear ? goal.goal.text : drawHeard(goal, random);
      const other = rewrite(`c${customer}`, heard);
      const [original, answer] = [answers.get(heard)!, answers.get(other?.text ?? heard)!];
      const right = isRight(goal.goal, answer, line);
      const who = { customer: key(`c${customer}`), session: key(`s${session}`) };
      const requestId = `${session}-${said}`;
      const time = new Date(timeMs).toISOString();
      const flipped = random.next() < noise ? !right : right;
      const place = flipped ? Math.max(0, rightPlace(goal.goal, answer, line)) : -1;
      const outcomes = drawOutcomes({ goal: goal.goal, answer, place, isRight: flipped }, parameters, random);
      const told = other && { rewrite: { ...other, key: key(other.text) } };
      yield {
        ...{ customer: `c${customer}`, session, goal: goal.goal, heard, rewrite: other, isFirst: said === 0 },
        right: { before: other ? isRight(goal.goal, original, line) : right, after: right },
        events: [
          { ...answer.event, ...who, ...told, text: heard, id: requestId, requestId, time },
          ...outcomes.map((what, index): FeedbackEvent => {
            const id = `${requestId}-${index}`;
            return { kind: 'outcome', id, requestId, time, received: time, customer: who.customer, what };
          }),
        ],
      };
      if (right || random.next() >= AGAIN) break;
      timeMs += Math.min(40_000, drawTime(parameters.customers.againAfterMs, random));
    }
  }
}

function drawHeard({ heard }: HeardGoal, random: Random): string {
  let draw = random.next();
  for (const { text, share } of heard) {
    draw -= share;
    if (draw < 0) return text;
  }
  return heard[0].text;
}

/** Draws places by Zipf's law. */
function zipf(count: number): (random: Random) => number {
  const sums = new Float64Array(count);
  let sum = 0;
  for (let place = 0; place < count; place++) {
    sum += 1 / (place + 1);
    sums[place] = sum;
  }
  return (random) => {
    const draw = random.next() * sum;
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] < draw) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** A name as events hold fingerprints; nobody opens these. */
function key(name: string): string {
  return Buffer.from(name.padEnd(16, '.')).toString('hex').slice(0, 32);
}
