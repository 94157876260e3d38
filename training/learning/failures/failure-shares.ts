import { wilsonInterval } from '../../metrics/reliability-diagram.js';
import { type FailureStage, STAGES } from './failure-stage.js';
import { answeredMeaning } from './turns/answered-meaning.js';
import type { FollowedTurn } from './turns/observed-turn.js';

/** A suspected turn with where it failed. */
export interface DiagnosedTurn extends FollowedTurn {
  readonly stage: FailureStage;
  /** `[STAGES]`, summing to 1. */
  readonly probabilities: readonly number[];
}

/** A part of the suspected turns, such as those of one device. */
export interface FailureShares {
  readonly name: string;
  readonly turns: number;
  /** By stage the expected share: the mean of the turns' probabilities, with a 95 % interval (Wilson, of that many turns). */
  readonly stages: Readonly<
    Record<FailureStage, { readonly share: number; readonly low: number; readonly high: number }>
  >;
}

/** What turns are parted by. A turn that was answered by nobody is of the domain `none`. */
export const PARTS = {
  domain: ({ request }: FollowedTurn) => answeredMeaning(request)?.domain ?? 'none',
  version: ({ request }: FollowedTurn) => {
    const domain = answeredMeaning(request)?.domain;
    if (domain === undefined) return 'none';
    const version = request.versions[domain];
    return version === undefined || version === '' ? `${domain} unknown` : `${domain} ${version}`;
  },
  device: ({ request }: FollowedTurn) =>
    request.context.find(({ group }) => group === 'device_type')?.value ?? 'unknown',
} as const;
export type Part = keyof typeof PARTS;

/** Shares of the stages among all turns. */
export function sharesOf(name: string, turns: readonly DiagnosedTurn[]): FailureShares {
  const stages = STAGES.map((stage, place) => {
    const expected = turns.reduce((sum, { probabilities }) => sum + probabilities[place], 0);
    const [low, high] = wilsonInterval(expected, turns.length);
    return [stage, { share: expected / turns.length, low, high }] as const;
  });
  return { name, turns: turns.length, stages: Object.fromEntries(stages) as FailureShares['stages'] };
}

/** The same part by part, the parts with most turns first. */
export function sharesBy(part: Part, turns: readonly DiagnosedTurn[]): FailureShares[] {
  const parts = new Map<string, DiagnosedTurn[]>();
  for (const turn of turns) {
    const name = PARTS[part](turn);
    const known = parts.get(name);
    if (known) known.push(turn);
    else parts.set(name, [turn]);
  }
  return [...parts]
    .map(([name, own]) => sharesOf(name, own))
    .sort((one, other) => other.turns - one.turns || (one.name < other.name ? -1 : 1));
}

/** The turns of a stage that are told surest, of those that hold their words. */
export function examplesOf(stage: FailureStage, turns: readonly DiagnosedTurn[], most: number): DiagnosedTurn[] {
  const place = STAGES.indexOf(stage);
  return turns
    .filter((turn) => turn.stage === stage && turn.request.text !== undefined)
    .sort((one, other) => other.probabilities[place] - one.probabilities[place])
    .slice(0, most);
}
