import type { ScoreKind } from '../../bundles/format/own-scores.js';
import type { OwnModel } from '../../domains/core/own-scores/model.js';
import { NluError } from '../../serving/errors.js';
import type { OwnList } from './own-list.js';
import type { ScoreKinds } from './score-kinds.js';

/** Fewer rows than this teach nothing that is worth serving. */
const LEAST_ROWS = 20;
/** From this number of rows on confidences hold (docs/results/bench-own-scores.md). */
const ENOUGH_ROWS = 200;

/** A score that ranks the right hypothesis above a wrong one in less than this share of the pairs has its sign reversed. */
const REVERSED_BELOW = 1 / 3;
/** With fewer pairs of a right and a wrong hypothesis nothing is said of a score's sign. */
const LEAST_PAIRS = 20;

/** Whether lists hold both right and wrong hypotheses. */
export function teaches(lists: readonly OwnList[]): boolean {
  const hypotheses = lists.reduce((sum, list) => sum + list.hypotheses.length, 0);
  const right = lists.reduce((sum, list) => sum + list.cost.filter((cost) => cost === 0 && list.isInDomain).length, 0);
  return right > 0 && right < hypotheses;
}

/**
 * Checks that lists can teach a re-ranker.
 * @throws NluError INVALID_ARGUMENT saying what is missing
 */
export function checkLists(lists: readonly OwnList[], domain: string, kinds: ScoreKinds): void {
  const wrong = (problem: string) => new NluError('INVALID_ARGUMENT', problem);
  if (lists.length < LEAST_ROWS) {
    throw wrong(
      `${lists.length === 1 ? 'one row' : `${lists.length} rows`} to learn from; at least ${LEAST_ROWS} are needed, and ${ENOUGH_ROWS} for confidences that hold`,
    );
  }
  const hypotheses = lists.flatMap((list) => list.hypotheses);
  if (hypotheses.length === 0) throw wrong(`no row has a hypothesis of ${domain}`);
  if (hypotheses.every(({ scores }) => Object.values(scores).every((value) => value === null)))
    throw wrong('no hypothesis has a score; "scores" holds at least one number by name');
  for (const name of kinds.keys()) {
    const isThere = hypotheses.some(({ scores }) => scores[name] !== undefined && scores[name] !== null);
    if (!isThere) throw wrong(`score ${name} is declared, and no hypothesis has it`);
  }
  const own = lists.filter(({ isInDomain }) => isInDomain).length;
  if (own === 0) throw wrong(`no row's truth is of ${domain}; a re-ranker learns from rows of its own, too`);
  if (lists.every(({ right }) => right < 0))
    throw wrong(
      `no hypothesis is right in any of ${lists.length} rows: domain, intent and every slot's name and value must equal those of "truth"`,
    );
  if (!teaches(lists))
    throw wrong(
      `every hypothesis of ${lists.length} rows is right: nothing tells right from wrong; add the other hypotheses of the n-best lists, or rows of other domains`,
    );
}

/** What may be a slip in the rows, for people. */
export function noticesOf(model: OwnModel, lists: readonly OwnList[], ignored: readonly string[]): string[] {
  const constant = model.scores.filter(({ least, most }) => least === most);
  const unlisted = lists.filter(({ right, isInDomain }) => isInDomain && right < 0).length;
  const own = lists.filter(({ isInDomain }) => isInDomain).length;
  const share = Math.round((100 * unlisted) / own);
  return [
    ...constant.map(({ name, least }) => `score ${name} is ${least} in every row: it says nothing`),
    ...model.scores.flatMap((score) => reversedNotice(score, lists)),
    ...(ignored.length > 0 ? [`scores that are not declared are not read: ${ignored.join(', ')}`] : []),
    ...(unlisted > 0 ? [`${unlisted} of ${own} own rows (${share} %) list no right hypothesis`] : []),
    ...(own === lists.length ? ["every row is the domain's own: P(in domain) cannot be learned from these"] : []),
    ...(lists.length < ENOUGH_ROWS ? [`${lists.length} rows are few: from ${ENOUGH_ROWS} on confidences hold`] : []),
  ];
}

/** Scores of these kinds are the better the smaller they are. */
const SMALL_IS_GOOD: readonly ScoreKind[] = ['cost', 'rank'];

/** Says so where a score has another direction than its kind: most wrong hypotheses have a better one than the right one. */
function reversedNotice({ name, kind }: { name: string; kind: ScoreKind }, lists: readonly OwnList[]): string[] {
  const isSmallGood = SMALL_IS_GOOD.includes(kind);
  const { pairs, larger } = rightAgainstWrong(name, lists);
  const better = isSmallGood ? pairs - larger : larger;
  if (pairs < LEAST_PAIRS || better >= REVERSED_BELOW * pairs) return [];
  const worse = `${Math.round((100 * (pairs - better)) / pairs)} % of ${pairs} pairs`;
  return [
    isSmallGood
      ? `score ${name} is larger for the right hypothesis than for a wrong one in ${worse}, and is a ${kind}; if large is good, it is another kind: --scores`
      : `score ${name} is smaller for the right hypothesis than for a wrong one in ${worse}, and is a ${kind}; if small is good, its kind is cost: --scores`,
  ];
}

/**
 * Pairs of the right hypothesis and a wrong one of the same list that both have a score, and in how many of them the right
 * one's is larger; equal ones count as half a pair.
 */
function rightAgainstWrong(name: string, lists: readonly OwnList[]): { pairs: number; larger: number } {
  let pairs = 0;
  let larger = 0;
  for (const { right, scores, cost } of lists) {
    const own = scores[right]?.[name];
    if (own === undefined || own === null) continue;
    for (const [index, { [name]: other }] of scores.entries()) {
      if (cost[index] === 0 || other === undefined || other === null) continue;
      pairs += 1;
      larger += own > other ? 1 : own === other ? 0.5 : 0;
    }
  }
  return { pairs, larger };
}
