import type { OwnModel } from '../../domains/core/own-scores/model.js';
import { NluError } from '../../serving/errors.js';
import type { OwnList } from './own-list.js';
import type { ScoreKinds } from './score-kinds.js';

/** Fewer rows than this teach nothing that is worth serving. */
const LEAST_ROWS = 20;
/** From this number of rows on confidences hold (docs/results/bench-own-scores.md). */
const ENOUGH_ROWS = 200;

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
    ...(ignored.length > 0 ? [`scores that are not declared are not read: ${ignored.join(', ')}`] : []),
    ...(unlisted > 0 ? [`${unlisted} of ${own} own rows (${share} %) list no right hypothesis`] : []),
    ...(own === lists.length ? ["every row is the domain's own: P(in domain) cannot be learned from these"] : []),
    ...(lists.length < ENOUGH_ROWS ? [`${lists.length} rows are few: from ${ENOUGH_ROWS} on confidences hold`] : []),
  ];
}
