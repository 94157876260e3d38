import { BundleRefused } from '../../../bundles/format/refusal.js';
import type { Interpretation, RankedHypothesis } from '../interpreter/hypothesis.js';
import type { GoldenUtterance } from './golden.js';

/**
 * Compares answers to the golden utterances, contributions included, with what is recorded: the same hypotheses, and
 * every number within a tolerance. Hypotheses are matched by intent and slots rather than by place, since two of equal
 * confidence may stand either way round on another machine.
 * @param answers in the order of `golden`
 * @param tolerance absolute difference
 * @throws BundleRefused('golden') naming the first utterance and difference
 */
export function checkGolden(
  answers: readonly Interpretation[],
  golden: readonly GoldenUtterance[],
  tolerance: number,
): void {
  for (const [index, { utterance, interpretation }] of golden.entries()) {
    const difference = differenceOf(interpretation, answers[index], tolerance);
    if (difference) throw new BundleRefused('golden', `"${utterance}": ${difference}`);
  }
}

function differenceOf(expected: Interpretation, actual: Interpretation, tolerance: number): string | undefined {
  const numbers = [{ what: 'P(in domain)', expected: expected.inDomain, actual: actual.inDomain }];
  if (expected.listedPopularity !== undefined || actual.listedPopularity !== undefined) {
    const of = ({ listedPopularity }: Interpretation) => listedPopularity ?? Number.NaN;
    numbers.push({ what: 'popularity of the listed title', expected: of(expected), actual: of(actual) });
  }
  const found = new Map(actual.hypotheses.map((hypothesis) => [nameOf(hypothesis), hypothesis]));
  for (const hypothesis of expected.hypotheses) {
    const name = nameOf(hypothesis);
    const match = found.get(name);
    if (!match) return `no longer answers ${name}`;
    numbers.push(...numbersOf(name, hypothesis, match));
  }
  if (found.size !== expected.hypotheses.length) {
    return `${found.size} hypotheses where ${expected.hypotheses.length} are recorded`;
  }
  const off = numbers.find((number) => !(Math.abs(number.expected - number.actual) <= tolerance));
  return off && `${off.what} is ${off.actual} where ${off.expected} is recorded, more than ${tolerance} apart`;
}

function numbersOf(name: string, expected: RankedHypothesis, actual: RankedHypothesis) {
  const contributions = new Map(actual.contributions.map(({ name, value }) => [name, value]));
  const pairs: [string, number, number][] = [
    ['confidence', expected.confidence, actual.confidence],
    ['P(domain)', expected.scores.domain, actual.scores.domain],
    ['P(intent)', expected.scores.intent, actual.scores.intent],
    ['P(slots)', expected.scores.slot, actual.scores.slot],
    ...expected.contributions.map(({ name, value }): [string, number, number] => [
      `contribution ${name}`,
      value,
      contributions.get(name) ?? Number.NaN,
    ]),
  ];
  return pairs.map(([what, e, a]) => ({ what: `${what} of ${name}`, expected: e, actual: a }));
}

function nameOf({ intent, slots }: RankedHypothesis): string {
  return `${intent}(${slots.map(({ name, value, start, end }) => `${name}=${value}@${start}-${end}`).join(', ')})`;
}
