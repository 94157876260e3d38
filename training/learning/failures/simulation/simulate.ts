import type { SentHearing } from '../../../../gateway/answer/hearings/weights.js';
import { type Random, seeded } from '../../../numeric/random.js';
import { shippedNoise } from '../../../recognition-noise/shipped-noise.js';
import { outcomesOf } from '../../turns-of-events.js';
import type { JudgedTurn } from '../failure-trainer.js';
import { drawNext, drawOutcomes, type Experience } from './customers.js';
import { drawBelief, drawKey } from './draws.js';
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

interface Said {
  readonly goal: Goal;
  readonly request: LineRequest;
}

/**
 * Turns whose failure point is known by intervention, each with what was reported of it and what was said next. The same
 * seed gives the same turns.
 */
export async function simulateFailures(simulation: SimulationRequest): Promise<JudgedTurn[]> {
  const { line, parameters, drawGoal, count, seed, progress } = simulation;
  const random = seeded(seed);
  const say = (goal: Goal, id: string): Said => {
    const hearings = simulation.hear?.(goal, random) ?? heard(goal, parameters, random);
    return { goal, request: { id, hearings, context: goal.context } };
  };
  const first = Array.from({ length: count }, (_, index) => say(drawGoal(random), `${seed}-${index}`));
  progress(`${count} requests`);
  const answers = await line.answer(first.map(({ request }) => request));
  const truths = await line.answer(first.map(truth));
  const experiences = first.map(({ goal }, index) => experienceOf(goal, answers[index], line));
  const next = experiences.map((experience) => drawNext(experience, parameters, () => drawGoal(random), random));
  const followed = next.flatMap((each, index) => (each ? [{ ...each, index }] : []));
  progress(`${followed.length} requests that follow`);
  const said = followed.map(({ goal, index }) => say(goal, `${seed}-${index}-next`));
  const later = await line.answer(said.map(({ request }) => request));
  const laterByPlace = new Map(followed.map(({ index, goal, gapMs }, place) => [index, { goal, gapMs, place }]));
  return first.map(({ goal }, index): JudgedTurn => {
    const follows = laterByPlace.get(index);
    return {
      group: goal.group,
      stage: failureStage(goal, answers[index], truths[index], line),
      request: told(goal, answers[index], parameters, random),
      outcomes: outcomesOf(drawOutcomes(experiences[index], parameters, random)),
      next: follows && {
        gapMs: follows.gapMs,
        request: told(follows.goal, later[follows.place], parameters, random),
        outcomes: outcomesOf(drawOutcomes(experienceOf(follows.goal, later[follows.place], line), parameters, random)),
      },
    };
  });
}

function heard(goal: Goal, { noise, hearings }: FailureParameters, random: Random): SentHearing[] {
  const rate = Number(drawKey(noise, random));
  return drawHearings(goal.text, shippedNoise(rate), hearings, random);
}

function truth({ goal, request }: Said): LineRequest {
  return { ...request, hearings: [{ text: goal.text, confidence: 1 }] };
}

function experienceOf(goal: Goal, answer: LineAnswer, line: Line): Experience {
  return { goal, answer, place: rightPlace(goal, answer, line), isRight: isRight(goal, answer, line) };
}

/** The event as it would be kept: not every caller tells the wake word's probability, or the n-best list. */
function told(
  goal: Goal,
  { event }: LineAnswer,
  { wake, recognised, goals }: FailureParameters,
  random: Random,
): LineAnswer['event'] {
  const total = Object.values(goals).reduce((sum, share) => sum + share, 0);
  const belief = drawBelief(goal.isSpokenTo, 1 - goals.overheard / total, wake.separation, random);
  const { recognised: list, ...rest } = event;
  return {
    ...rest,
    ...(random.next() < wake.told ? { wakeConfidence: belief } : {}),
    ...(random.next() < recognised.told && list ? { recognised: list } : {}),
  };
}
