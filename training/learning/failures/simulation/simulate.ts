import { createHash } from 'node:crypto';
import type { SentHearing } from '../../../../gateway/answer/hearings/weights.js';
import type { FeedbackEvent } from '../../../../gateway/feedback/events/event.js';
import type { RequestEvent } from '../../../../gateway/feedback/events/request-event.js';
import { type Random, seeded } from '../../../numeric/random.js';
import { shippedNoise } from '../../../recognition-noise/shipped-noise.js';
import type { FailureStage } from '../failure-stage.js';
import { type Customer, drawCustomers } from './customer.js';
import { drawNext, drawOutcomes, type Experience } from './customers.js';
import { drawBelief } from './draws.js';
import type { Goal } from './goal.js';
import { drawHearings } from './hearing.js';
import { failureStage, isRight, rightPlace } from './intervention.js';
import type { Line, LineAnswer, LineRequest } from './line.js';
import type { FailureParameters } from './parameters.js';

/** Requests of a session, one after the other, the first of which is judged. */
export interface SimulationRequest {
  readonly line: Line;
  readonly parameters: FailureParameters;
  /** Draws something that is said. */
  readonly drawGoal: (random: Random) => Goal;
  /** What a recogniser makes of words; absent: the noise of the parameters. */
  readonly hear?: ((goal: Goal, random: Random) => readonly SentHearing[] | undefined) | undefined;
  readonly count: number;
  readonly seed: number;
  readonly progress: (text: string) => void;
}

/** What is known of a request besides its events. */
export interface Truth {
  readonly stage: FailureStage;
  /** What it is held out with: its carrier, or its text. */
  readonly group: string;
  readonly customer: string;
}

/** Events as a gateway would keep them, and by the id of a request's event where it failed. */
export interface SimulatedUse {
  readonly events: readonly FeedbackEvent[];
  readonly truths: ReadonlyMap<string, Truth>;
}

/** What came of an answer, and whose device tells it. */
type OwnExperience = Experience & { readonly customer: Customer; readonly answer: LineAnswer };

interface Said {
  readonly goal: Goal;
  readonly customer: Customer;
  readonly request: LineRequest;
}

/** Requests that are answered together, so that what is done can be told. */
const AT_ONCE = 2_000;
const BEGIN_MS = Date.UTC(2026, 0, 1);
/** From one session to the next. */
const APART_MS = 3_600_000;

/**
 * Events of requests whose failure point is known by intervention, with what was reported of each and what was said next.
 * The same seed gives the same events.
 */
export async function simulateFailures(simulation: SimulationRequest): Promise<SimulatedUse> {
  const { line, parameters, drawGoal, count, seed, progress } = simulation;
  const random = seeded(seed);
  const say = (goal: Goal, customer: Customer, id: string): Said => {
    const made = simulation.hear?.(goal, random) ?? heard(goal, customer, parameters, random);
    const hearings = customer.isRanked ? made.map(({ text }) => ({ text })) : made;
    return { goal, customer, request: { id, hearings, context: goal.context } };
  };
  const answered = async (requests: readonly LineRequest[], what: string) => {
    const answers: LineAnswer[] = [];
    for (let from = 0; from < requests.length; from += AT_ONCE) {
      progress(`${from} of ${requests.length} ${what} answered`);
      answers.push(...(await line.answer(requests.slice(from, from + AT_ONCE))));
    }
    return answers;
  };
  const customers = drawCustomers(count, parameters, random);
  const first = customers.map((customer, index) => say(drawGoal(random), customer, `${seed}-${index}`));
  const answers = await answered(
    first.map(({ request }) => request),
    'requests',
  );
  const ofTruth = await answered(first.map(truth), 'true texts');
  const experiences = first.map((said, index) => experienceOf(said, answers[index], line));
  const next = experiences.map((experience) => drawNext(experience, parameters, () => drawGoal(random), random));
  const followed = next.flatMap((each, index) => (each ? [{ ...each, index }] : []));
  const later = followed.map(({ goal, index }) => say(goal, customers[index], `${seed}-${index}-next`));
  const laterAnswers = await answered(
    later.map(({ request }) => request),
    'requests that follow',
  );
  const tell = (experience: OwnExperience, id: string, session: string, timeMs: number): FeedbackEvent[] => {
    const event = told(experience, parameters, random);
    const [time, received] = [new Date(timeMs).toISOString(), new Date(timeMs + 1).toISOString()];
    const customer = keyOf(experience.customer.id);
    return [
      { ...event, id, time, customer, session },
      ...drawOutcomes(experience, parameters, random).map((what, place) => ({
        ...{ kind: 'outcome' as const, id: `${id}-${place}`, requestId: event.requestId, time: received, received },
        ...{ customer, what },
      })),
    ];
  };
  const events = experiences.flatMap((experience, index) =>
    tell(experience, `${seed}-${index}`, keyOf(`${seed}-${index}`), BEGIN_MS + index * APART_MS),
  );
  for (const [place, { index, gapMs }] of followed.entries()) {
    const experience = experienceOf(later[place], laterAnswers[place], line);
    const [id, session] = [`${seed}-${index}-next`, keyOf(`${seed}-${index}`)];
    events.push(...tell(experience, id, session, BEGIN_MS + index * APART_MS + gapMs));
  }
  const truths = first.map(({ goal, customer }, index) => {
    const stage = failureStage(goal, answers[index], ofTruth[index], line);
    return [`${seed}-${index}`, { stage, group: goal.group, customer: customer.id }] as const;
  });
  return { events, truths: new Map(truths) };
}

function heard(
  goal: Goal,
  customer: Customer,
  { hearings }: FailureParameters,
  random: Random,
): readonly SentHearing[] {
  return drawHearings(goal.text, shippedNoise(Number(customer.noise)), hearings, random);
}

function truth({ goal, request }: Said): LineRequest {
  return { ...request, hearings: [{ text: goal.text, confidence: 1 }] };
}

function experienceOf({ goal, customer }: Said, answer: LineAnswer, line: Line): OwnExperience {
  return { goal, customer, answer, place: rightPlace(goal, answer, line), isRight: isRight(goal, answer, line) };
}

/** The event as it would be kept: not every device tells the wake word's probability, or the n-best list. */
function told(
  { goal, customer, answer }: OwnExperience,
  { wake, goals }: FailureParameters,
  random: Random,
): RequestEvent {
  const total = Object.values(goals).reduce((sum, share) => sum + share, 0);
  const belief = drawBelief(goal.isSpokenTo, 1 - goals.overheard / total, wake.separation, random);
  const { recognised: list, ...rest } = answer.event;
  return {
    ...rest,
    ...(customer.tellsWake ? { wakeConfidence: belief } : {}),
    ...(customer.tellsRecognised && list ? { recognised: list } : {}),
  };
}

function keyOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 32);
}
