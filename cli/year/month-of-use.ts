import type { What } from '../../gateway/feedback/events/outcome-event.js';
import type { Outcome } from '../../proto/gen/nlu/v1/Outcome.js';
import type { JudgedVisit } from '../../training/learning/year/figures.js';
import { answerKey, isRightAnswer, rightPlaceOf } from '../../training/learning/year/judgement.js';
import type { YearParameters } from '../../training/learning/year/parameters.js';
import type { Group, Visit } from '../../training/learning/year/people.js';
import { HOUR_MS } from '../../training/learning/year/people.js';
import {
  type AnsweredRequest,
  decoys,
  honestReaction,
  poisonedReaction,
  type Reaction,
} from '../../training/learning/year/reactions.js';
import type { WantedGoals } from '../../training/learning/year/year-goals.js';
import type { WorksOf } from '../../training/learning/year/year-works.js';
import type { YearAnswer, YearStack } from './year-stack.js';

/** What a month came to. */
export interface MonthOfUse {
  readonly judged: readonly JudgedVisit[];
  /** Requests that were answered, rephrases among them. */
  readonly requests: number;
  readonly outcomes: number;
}

/** A month to live through. */
export interface MonthRequest {
  readonly month: number;
  readonly visits: readonly Visit[];
  /** By group what is wanted. */
  readonly wanted: Readonly<Record<Group, WantedGoals>>;
  readonly stack: YearStack;
  readonly parameters: YearParameters;
  readonly seed: number;
  readonly worksOf: WorksOf;
  /** Answers by text that stay as they are: where given, each text is asked once, and nobody tells anything or asks again. */
  readonly known?: Map<string, YearAnswer> | undefined;
  /** Called before each visit with the number of those that are over. */
  readonly onVisit: (done: number) => Promise<void>;
}

/** Time that passes between an answer and what is reported of it, in ms. */
const REPORTED_AFTER_MS = 1_500;
/** Outcomes of a report at most. */
const TOGETHER = 100;

/**
 * Everybody's visits of a month, one after another in the order of their times. Whoever is not content asks again; outcomes are
 * reported in batches, as an orchestrator does.
 */
export async function liveMonth(request: MonthRequest): Promise<MonthOfUse> {
  const { month, visits, wanted, stack, parameters, seed, worksOf, known, onVisit } = request;
  const decoyOf = decoys(wanted.poisoned.first(parameters.poison.targets));
  const react = (request: AnsweredRequest): Reaction =>
    request.person.group === 'poisoned'
      ? poisonedReaction(request, parameters, decoyOf, seed)
      : honestReaction(request, parameters, wanted[request.person.group], seed);
  const judged: JudgedVisit[] = [];
  let waiting: Outcome[] = [];
  let [requests, outcomes, hour] = [0, 0, 0];
  const report = async () => {
    for (let from = 0; from < waiting.length; from += TOGETHER)
      await stack.report(waiting.slice(from, from + TOGETHER));
    waiting = [];
  };
  for (const [done, visit] of visits.entries()) {
    await onVisit(done);
    const { id, person, goal, isMisheard, timeMs } = visit;
    if (Math.floor(timeMs / HOUR_MS) !== hour || waiting.length >= TOGETHER) await report();
    hour = Math.floor(timeMs / HOUR_MS);
    const customer = person.group === 'control' ? undefined : person.name;
    let [atMs, attempt] = [timeMs, 1];
    let said: { goal: typeof goal; text: string } = {
      goal,
      text: isMisheard && goal.misheard !== undefined ? goal.misheard : goal.text,
    };
    for (let step = 0; ; step++) {
      const requestId = `${id}-${step}`;
      const before = known?.get(said.text);
      const answer = before ?? (await stack.ask({ id: requestId, text: said.text, customer, session: id }, atMs));
      if (!before) requests++;
      if (step === 0) {
        const isRight = isRightAnswer(goal, answer);
        const { name, group } = person;
        const isFound = isFoundBy(goal, answer, worksOf);
        judged.push({ id, month, person: name, group, isRight, isFound, answer: answerKey(answer) });
      }
      known?.set(said.text, answer);
      if (known) break;
      const reaction = react({ id: requestId, person, goal: said.goal, text: said.text, attempt, answer });
      if (customer !== undefined) {
        const time = new Date(atMs + REPORTED_AFTER_MS).toISOString();
        for (const [place, what] of reaction.outcomes.entries())
          waiting.push({ eventId: `${requestId}-${place}`, requestId, customer, time, ...reported(what) });
        outcomes += reaction.outcomes.length;
      }
      const { next } = reaction;
      if (!next || step >= parameters.goals.attempts) break;
      attempt = next.isAgain ? attempt + 1 : 1;
      said = { goal: next.goal, text: next.text };
      atMs += next.gapMs;
    }
  }
  await report();
  return { judged, requests, outcomes };
}

/** Whether all works and people that a goal names are those that the right answer found. */
function isFoundBy(goal: Visit['goal'], answer: YearAnswer, worksOf: WorksOf): boolean | undefined {
  const place = rightPlaceOf(goal, answer);
  const works = worksOf(goal);
  if (place < 0 || works.length === 0) return undefined;
  const found = new Set(answer.works[place]);
  return works.every(({ id }) => found.has(id));
}

const ANSWERS = { yes: 'ANSWER_VALUE_YES', no: 'ANSWER_VALUE_NO', unsure: 'ANSWER_VALUE_UNSURE' } as const;

/** An outcome as the contract has it. */
function reported(what: What): Partial<Outcome> {
  switch (what.type) {
    case 'barge_in':
      return { bargeIn: { afterMs: what.afterMs } };
    case 'playback':
      return { playback: { entity: what.entity, playedMs: what.playedMs, ofMs: what.ofMs } };
    case 'choice':
      return { choice: what.reading === undefined ? {} : { reading: what.reading } };
    case 'answer':
      return {
        answer: {
          value: ANSWERS[what.value],
          ...(what.propensity !== undefined && { propensity: what.propensity }),
        },
      };
    case 'stop':
      return { stop: {} };
    case 'served':
      return { served: { domain: what.domain, intent: what.intent } };
  }
}
