import { type BootstrapOptions, pairedBootstrap } from '../../../../training/metrics/bootstrap.js';
import { ratioValue } from '../../../../training/metrics/ratio.js';
import { areOpposite, type Direction, directionsOf } from '../../../../training/opposites/directions.js';
import type { OppositePair } from '../../../../training/opposites/opposite-pairs.js';
import type { CallerAnswer } from '../caller-answer.js';
import type { Verdict } from '../gates.js';
import type { SideBySide } from '../side-by-side.js';

/** A request whose opposite was accepted. */
export interface AcceptedOpposite {
  readonly text: string;
  readonly domain: string;
  readonly intent: string;
}

/** What the gate on opposites asked, and what the candidate made of it. */
export interface MeasuredOpposites {
  /** Both requests of each were asked. */
  readonly pairs: number;
  /** Requests whose opposite was accepted with the candidate in place. */
  readonly accepted: readonly AcceptedOpposite[];
}

/** The requests of pairs, in their order: each pair's two in turn. */
export function askedOf(pairs: readonly OppositePair[]): string[] {
  return pairs.flat().map(({ text }) => text);
}

/** Whether an answer accepts the opposite of what a request of a direction asks for. */
export function isOpposite({ decision, first }: CallerAnswer, asked: Direction): boolean {
  if (decision !== 'ACCEPT' || first === undefined) return false;
  return directionsOf(first.intent, first.slots).some((direction) => areOpposite(asked, direction));
}

/**
 * Fails a candidate with which surely more opposites are accepted than with the active version: the lower end of the paired
 * 95% interval of the difference is above 0. Those that are accepted are told in any case. Its figures are shares of the
 * requests, candidate beside active.
 * @param answers to `askedOf(pairs)`, in their order
 * @returns no verdict where there are no pairs
 */
export function oppositeGate(
  pairs: readonly OppositePair[],
  answers: readonly SideBySide[],
  bootstrap: BootstrapOptions,
): { readonly verdicts: readonly Verdict[]; readonly measured: MeasuredOpposites } {
  const requests = pairs.flat();
  const share = (side: keyof SideBySide) => ({
    numerators: Float64Array.from(answers, (answer, index) =>
      Number(isOpposite(answer[side], requests[index].direction)),
    ),
    denominators: new Float64Array(answers.length).fill(1),
  });
  const accepted = answers.flatMap(({ candidate }, index): AcceptedOpposite[] => {
    const { first } = candidate;
    if (!first || !isOpposite(candidate, requests[index].direction)) return [];
    return [{ text: requests[index].text, domain: first.domain, intent: first.intent }];
  });
  const measured = { pairs: pairs.length, accepted };
  if (pairs.length === 0) return { verdicts: [], measured };
  const [after, before] = [share('candidate'), share('active')];
  const { value, low, high } = pairedBootstrap(
    answers.length,
    {
      opposites: {
        system: (weights) => ratioValue(after, weights),
        baseline: (weights) => ratioValue(before, weights),
      },
    },
    bootstrap,
  ).opposites.difference;
  const sides = { active: ratioValue(before), candidate: ratioValue(after) };
  return {
    verdicts: [{ gate: 'opposites', passed: !(low > 0), ...sides, difference: value, low, high }],
    measured,
  };
}

/** Accepted opposites that are shown. */
const SHOWN = 5;

/** The same for people: how many, then the first ones. */
export function oppositesText({ pairs, accepted }: MeasuredOpposites): string[] {
  if (pairs === 0) return ['opposites: no request of this domain has an opposite by our rules, so this gate passes'];
  const lines = accepted
    .slice(0, SHOWN)
    .map(({ text, domain, intent }) => `  ${JSON.stringify(text)} is accepted as ${domain}.${intent}`);
  const requests = accepted.length === 1 ? 'request' : 'requests';
  return [`opposites: of ${pairs} pairs, the opposite of ${accepted.length} ${requests} is accepted`, ...lines];
}
