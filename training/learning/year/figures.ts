import { type Interval, pairedBootstrap } from '../../metrics/bootstrap.js';
import type { Group } from './people.js';

/** The answer to the first request of a visit. */
export interface JudgedVisit {
  /** The same in every life. */
  readonly id: string;
  readonly month: number;
  readonly person: string;
  readonly group: Group;
  readonly isRight: boolean;
  /** Equal for equal answers. */
  readonly answer: string;
  /** Whether what is named was found in the catalogue; absent where nothing is named, or the answer is wrong. */
  readonly isFound?: boolean | undefined;
}

/** Defects of a month: shares of first requests whose answer is not the label's, in [0, 1]; NaN of nobody. */
export interface YearMonth {
  readonly month: number;
  readonly visits: number;
  readonly learning: number;
  readonly fixed: number;
  readonly control: number;
  readonly controlFixed: number;
  /** Share of the right answers that name a work or person of which it was found in the catalogue, of all but the poisoned group. */
  readonly found: number;
  readonly foundFixed: number;
  /** Share of everybody else's answers that are others without the poisoned group; NaN where that was not lived. */
  readonly moved: number;
}

/** The figures of a year. Intervals are 95 %, paired, over customers. */
export interface YearFigures {
  readonly months: readonly YearMonth[];
  /** Months that are the end. */
  readonly last: number;
  /** Defects of the last months over those of the first, where domains learn, and where they do not. */
  readonly endOverStart: Interval;
  readonly endOverStartFixed: Interval;
  /** Defects of the last months where domains learn over those where they do not; and of the control group alone. */
  readonly learningOverFixed: Interval;
  readonly controlOverFixed: Interval;
  readonly moved: Interval;
}

export interface YearLives {
  readonly learning: readonly JudgedVisit[];
  readonly fixed: readonly JudgedVisit[];
  /** Without the poisoned group; absent: that was not lived. */
  readonly clean?: readonly JudgedVisit[] | undefined;
}

/** Part of the months that is the end. */
const END = 0.25;

/** Defects of those who teach in the last months of one life over those of another, paired over people. */
export function endRatio(
  one: readonly JudgedVisit[],
  other: readonly JudgedVisit[],
  options: { readonly resamples: number; readonly seed: number },
): Interval {
  const count = Math.max(...one.map(({ month }) => month));
  const isEnd = ({ month, group }: JudgedVisit) => group === 'teaching' && month > count - lastOf(count);
  return ratioInterval(one.filter(isEnd), other.filter(isEnd), options);
}

function lastOf(months: number): number {
  return Math.max(1, Math.round(END * months));
}

/** The figures of lives whose visits are the same. */
export function yearFigures(
  { learning, fixed, clean }: YearLives,
  options: { readonly resamples: number; readonly seed: number },
): YearFigures {
  const count = Math.max(...learning.map(({ month }) => month));
  const last = lastOf(count);
  const cleanly = new Map((clean ?? []).map(({ id, answer }) => [id, answer]));
  const isMoved = ({ id, answer }: JudgedVisit) => cleanly.get(id) !== answer;
  const others = clean ? learning.filter(({ group }) => group !== 'poisoned') : [];
  const of = (visits: readonly JudgedVisit[], month: number, group: Group) =>
    shareOf(
      visits.filter((visit) => visit.month === month && visit.group === group),
      isDefect,
    );
  const months = Array.from({ length: count }, (_, index): YearMonth => {
    const month = index + 1;
    return {
      month,
      visits: learning.filter((visit) => visit.month === month).length,
      learning: of(learning, month, 'teaching'),
      fixed: of(fixed, month, 'teaching'),
      control: of(learning, month, 'control'),
      controlFixed: of(fixed, month, 'control'),
      found: foundIn(learning, month),
      foundFixed: foundIn(fixed, month),
      moved: shareOf(
        others.filter((visit) => visit.month === month),
        isMoved,
      ),
    };
  });
  const isEnd = ({ month }: JudgedVisit) => month > count - last;
  const isStart = ({ month }: JudgedVisit) => month === 1;
  const part = (visits: readonly JudgedVisit[], group: Group, takes: (visit: JudgedVisit) => boolean) =>
    visits.filter((visit) => visit.group === group && takes(visit));
  const [taught, untaught] = [part(learning, 'teaching', isEnd), part(fixed, 'teaching', isEnd)];
  return {
    months,
    last,
    endOverStart: ratioInterval(taught, part(learning, 'teaching', isStart), options),
    endOverStartFixed: ratioInterval(untaught, part(fixed, 'teaching', isStart), options),
    learningOverFixed: ratioInterval(taught, untaught, options),
    controlOverFixed: ratioInterval(part(learning, 'control', isEnd), part(fixed, 'control', isEnd), options),
    moved: shareInterval(others, isMoved, options),
  };
}

function isDefect({ isRight }: JudgedVisit): boolean {
  return !isRight;
}

function foundIn(visits: readonly JudgedVisit[], month: number): number {
  const own = visits.filter((visit) => visit.month === month && visit.group !== 'poisoned');
  return shareOf(
    own.filter(({ isFound }) => isFound !== undefined),
    ({ isFound }) => isFound === true,
  );
}

function shareOf(visits: readonly JudgedVisit[], holds: (visit: JudgedVisit) => boolean): number {
  return visits.filter(holds).length / visits.length;
}

/** Visits by person: `[people]` of those that count and of all. */
function sumsOf(
  people: readonly string[],
  visits: readonly JudgedVisit[],
  holds: (visit: JudgedVisit) => boolean,
): { readonly held: Float64Array; readonly all: Float64Array } {
  const places = new Map(people.map((person, place) => [person, place]));
  const [held, all] = [new Float64Array(people.length), new Float64Array(people.length)];
  for (const visit of visits) {
    const place = places.get(visit.person)!;
    all[place] = all[place]! + 1;
    if (holds(visit)) held[place] = held[place]! + 1;
  }
  return { held, all };
}

function weighed(sums: ReturnType<typeof sumsOf>, weights: ArrayLike<number>): number {
  let [held, all] = [0, 0];
  for (let place = 0; place < weights.length; place++) {
    held += weights[place]! * sums.held[place]!;
    all += weights[place]! * sums.all[place]!;
  }
  return held / all;
}

/** Defects of some visits over those of others of the same people. */
function ratioInterval(
  visits: readonly JudgedVisit[],
  beside: readonly JudgedVisit[],
  options: { readonly resamples: number; readonly seed: number },
): Interval {
  const people = peopleIn([...visits, ...beside]);
  const [ours, theirs] = [sumsOf(people, visits, isDefect), sumsOf(people, beside, isDefect)];
  const system = (weights: ArrayLike<number>) => weighed(ours, weights) / weighed(theirs, weights);
  return intervalOf(people.length, system, options);
}

function shareInterval(
  visits: readonly JudgedVisit[],
  holds: (visit: JudgedVisit) => boolean,
  options: { readonly resamples: number; readonly seed: number },
): Interval {
  const people = peopleIn(visits);
  const sums = sumsOf(people, visits, holds);
  return intervalOf(people.length, (weights) => weighed(sums, weights), options);
}

function intervalOf(
  people: number,
  system: (weights: ArrayLike<number>) => number,
  options: { readonly resamples: number; readonly seed: number },
): Interval {
  if (people === 0) return { value: Number.NaN, low: Number.NaN, high: Number.NaN };
  return pairedBootstrap(people, { figure: { system, baseline: () => 0 } }, options).figure.difference;
}

function peopleIn(visits: readonly JudgedVisit[]): string[] {
  return [...new Set(visits.map(({ person }) => person))];
}
