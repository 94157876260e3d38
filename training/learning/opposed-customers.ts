import { groupKey } from '../corpus/folds.js';
import { slotKey } from '../metrics/interpretation-match.js';
import type { NamedValue } from '../metrics/scored.js';

/** What somebody told of an answer. */
export interface ToldAnswer {
  /** Absent where texts are not kept: then it tells nothing here. */
  readonly text?: string | undefined;
  readonly customer?: string | undefined;
  /** Absent where it was rejected. */
  readonly answer?:
    | { readonly domain: string; readonly intent: string; readonly slots: readonly NamedValue[] }
    | undefined;
  /** P(the answer was right) by what this customer did, in [0, 1]. */
  readonly success: number;
}

export interface OppositionSettings {
  /** Fewer others who said the same and were answered the same are no consensus. */
  readonly fewestOthers: number;
  /** Others' mean P(success) above which an answer was a success to them, and below 1 minus which it was a failure. */
  readonly agreed: number;
  /** Turns of a customer that others agree on; of fewer nothing is told. */
  readonly fewestTurns: number;
  /** Mean distance from what others agree on, in the direction against it, from which a customer is opposed, in [0, 1]. */
  readonly leastDistance: number;
  /** The same in standard errors: honest mistakes come to this in one of 30,000 customers. */
  readonly leastErrors: number;
}

export const OPPOSITION_DEFAULTS: OppositionSettings = {
  fewestOthers: 3,
  agreed: 0.6,
  fewestTurns: 5,
  leastDistance: 0.2,
  leastErrors: 4,
};

interface Told {
  readonly customer: string;
  sum: number;
  turns: number;
}

/**
 * Customers who tell the opposite of what others tell of the same answers to the same texts, far beyond what happens by mistake:
 * what they tell teaches nothing. Each customer is held against the others alone, who count once each however much they said.
 * A group that outnumbers the others on everything it says is not seen.
 */
export function opposedCustomers(
  turns: Iterable<ToldAnswer>,
  settings: Partial<OppositionSettings> = {},
): ReadonlySet<string> {
  const { fewestOthers, agreed, fewestTurns, leastDistance, leastErrors } = { ...OPPOSITION_DEFAULTS, ...settings };
  const distances = new Map<string, number[]>();
  const all: number[] = [];
  for (const tellers of told(turns)) {
    const means = tellers.map(({ sum, turns: count }) => sum / count);
    const total = means.reduce((sum, mean) => sum + mean, 0);
    if (tellers.length <= fewestOthers) continue;
    for (const [place, { customer }] of tellers.entries()) {
      const others = (total - means[place]!) / (tellers.length - 1);
      if (others < agreed && others > 1 - agreed) continue;
      const distance = others >= agreed ? others - means[place]! : means[place]! - others;
      all.push(distance);
      distances.set(customer, [...(distances.get(customer) ?? []), distance]);
    }
  }
  const mean = meanOf(all);
  const deviation = Math.sqrt(meanOf(all.map((distance) => (distance - mean) ** 2)));
  return new Set(
    [...distances].flatMap(([customer, own]) => {
      const away = meanOf(own);
      const errors = (away - mean) / (deviation / Math.sqrt(own.length));
      return own.length >= fewestTurns && away >= leastDistance && errors >= leastErrors ? [customer] : [];
    }),
  );
}

/** For each text with each of its answers, what every customer told of it. */
function told(turns: Iterable<ToldAnswer>): Iterable<Told[]> {
  const answers = new Map<string, Map<string, Told>>();
  for (const { text, customer, answer, success } of turns) {
    if (text === undefined || customer === undefined) continue;
    const meaning = answer && [answer.domain, answer.intent, answer.slots.map(slotKey).sort()];
    const key = JSON.stringify([groupKey(text), meaning]);
    const tellers = answers.get(key) ?? new Map<string, Told>();
    answers.set(key, tellers);
    const own = tellers.get(customer) ?? { customer, sum: 0, turns: 0 };
    tellers.set(customer, own);
    own.sum += success;
    own.turns++;
  }
  return [...answers.values()].map((tellers) => [...tellers.values()]);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
