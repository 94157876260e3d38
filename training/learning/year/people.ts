import { hashText } from '../../../domains/core/numeric/hash.js';
import { type Random, seeded } from '../../numeric/random.js';
import type { YearParameters } from './parameters.js';
import type { WantedGoals, YearGoal } from './year-goals.js';

/** What kind of customer somebody is. */
export type Group = 'teaching' | 'control' | 'poisoned';

export interface Person {
  readonly name: string;
  readonly group: Group;
}

/** Somebody asks for something. */
export interface Visit {
  /** Unique in the year; also the session. */
  readonly id: string;
  readonly person: Person;
  readonly goal: YearGoal;
  /** Whether the first words are heard wrongly. */
  readonly isMisheard: boolean;
  /** In ms since 1970. */
  readonly timeMs: number;
}

export const HOUR_MS = 3_600_000;
export const MONTH_MS = 30 * 24 * HOUR_MS;

/** Fewer than five who say the same teach nothing: a group that works together has that many. */
const FEWEST_POISONED = 5;

/** Everybody, by the parameters. @param withPoison whether the poisoned group is there */
export function peopleOf({ people }: Pick<YearParameters, 'people'>, withPoison: boolean): Person[] {
  const of = (group: Group, count: number) =>
    Array.from({ length: count }, (_, index): Person => ({ name: `${group}-${index}`, group }));
  const poisoned = people.poisoned > 0 ? Math.max(FEWEST_POISONED, Math.round(people.poisoned * people.teaching)) : 0;
  return [
    ...of('teaching', people.teaching),
    ...of('control', people.control),
    ...of('poisoned', withPoison ? poisoned : 0),
  ];
}

/** A stream of draws of its own for whatever the key names: nobody's draws depend on what others do. */
export function drawsFor(key: string): Random {
  return seeded(hashText(key));
}

/**
 * The visits of a month, in the order of their times. Each person's depend on the seed and the person alone: who else is there
 * changes nothing.
 * @param month from 1
 * @param wanted by group
 */
export function visitsOf(
  month: number,
  people: readonly Person[],
  wanted: Readonly<Record<Group, WantedGoals>>,
  parameters: YearParameters,
  seed: number,
): Visit[] {
  const { hours, begins, goals } = parameters;
  const beganMs = Date.parse(begins) + (month - 1) * MONTH_MS;
  const visits = people.flatMap((person) => {
    const random = drawsFor(`visits ${seed} ${month} ${person.name}`);
    return Array.from({ length: parameters.people.requests }, (_, number): Visit => {
      const goal = wanted[person.group].draw(random);
      const hour = Math.floor((random.below(hours) * MONTH_MS) / HOUR_MS / hours);
      return {
        id: `${month}-${person.name}-${number}`,
        person,
        goal,
        isMisheard: random.next() < goals.misheard && goal.misheard !== undefined,
        timeMs: beganMs + hour * HOUR_MS + random.below(HOUR_MS / 2),
      };
    });
  });
  return visits.sort((one, other) => one.timeMs - other.timeMs || (one.id < other.id ? -1 : 1));
}
