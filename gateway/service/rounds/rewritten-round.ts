import { codePointLength } from '../../../serving/checks/utterance.js';
import { NluError } from '../../../serving/errors.js';
import type { Query } from '../../domains/query.js';
import { personalTexts } from '../../preferences/own-texts/personal-texts.js';
import { knownRewrite, type Rewrite, type Rewriting } from '../../rewriting/rewrite.js';
import { REWRITES } from '../../rewriting/rewrite-tables.js';
import { isControl } from '../../rewriting/table/control-group.js';
import type { RewriteIndex } from '../../rewriting/table/rewrite-table.js';
import { isWeak, type RewriteTexts, weakRewrite } from '../../rewriting/weak-rewrite.js';
import type { TableVersions } from '../../tables/table-versions.js';
import { isDegraded, type Round } from './round.js';

/** The round that an answer is made from, and what was interpreted in it instead of what was said. */
export interface RewrittenRound extends Round {
  readonly rewriting: Rewriting;
}

/**
 * Asks for what is known to mean the same as a request that is known to fail, and for the request as it is where that is
 * refused or rejected. Else asks for the request itself, and where its answer is weak once more, for words like it that succeed:
 * the customer's own first. The second answer counts only if it is accepted, and no domain is missing that was not missing
 * before; a second time of asking that fails costs nothing but its time.
 * @param ask asks the domains once
 */
export async function rewrittenRound(
  rewrites: TableVersions<RewriteIndex>,
  sent: Query,
  ask: (query: Query) => Promise<Round>,
): Promise<RewrittenRound> {
  if (!sent.rewrite) return { ...(await ask(sent)), rewriting: { isControl: false } };
  const { table, version, end } = rewrites.lease(sent.versions.get(REWRITES) ?? '');
  try {
    const customer = sent.asker?.customer;
    const known = knownRewrite({ utterance: sent.utterance, customer }, table, version);
    const { rewrite } = known;
    if (rewrite) {
      const rewritten = await ask(said(sent, rewrite.text)).catch(refused);
      if (rewritten && rewritten.result.decision !== 'REJECT') return { ...rewritten, rewriting: known };
      return { ...(await ask(sent)), rewriting: { isControl: false } };
    }
    const first = await ask(sent);
    const found = known.isControl ? undefined : await weakRewriteOf(first, table, version);
    if (!found) return { ...first, rewriting: known };
    if (customer !== undefined && isControl(customer)) return { ...first, rewriting: { isControl: true } };
    const second = await ask(said(sent, found.text)).catch(unanswered);
    const isBetter = second?.result.decision === 'ACCEPT' && (isDegraded(first) || !isDegraded(second));
    if (!second || !isBetter) return { ...first, rewriting: known };
    return { ...second, rewriting: { rewrite: found, isControl: false } };
  } finally {
    end();
  }
}

async function weakRewriteOf(
  { query, result, counted, known }: Round,
  { search, near, kept }: RewriteIndex,
  version: string,
): Promise<Rewrite | undefined> {
  if (!search) return undefined;
  const { decision, allReadings } = result;
  const answer = { decision, probability: allReadings[0]?.probability ?? 0 };
  if (!isWeak(answer)) return undefined;
  const heard = query.hearings ? counted : [{ text: query.utterance, weight: 1 }];
  const own = await personalTexts(known);
  const all: RewriteTexts = { layer: 'GLOBAL', near, texts: search.texts };
  const found = weakRewrite({ ...answer, heard }, own ? [own, all] : [all], search, kept);
  return found && { ...found, version };
}

/** Words that the domains refuse: what was said may be taken all the same. */
function refused(error: unknown): undefined {
  if (error instanceof NluError && error.code === 'INVALID_ARGUMENT') return undefined;
  throw error;
}

/** The first answer stands where there is no time for another, and where no domain takes the other words. */
function unanswered(error: unknown): undefined {
  if (error instanceof NluError) return undefined;
  throw error;
}

/** A request as if a text had been said, for certain. */
function said({ hearings: _, ...query }: Query, text: string): Query {
  return { ...query, utterance: text, textLength: codePointLength(text) };
}
