import type { DeviceContext } from './context.js';
import type { PriorTable } from './prior-table.js';
import { contextRatios, logit } from './priors.js';

/** What a domain says of an utterance as a whole. */
export interface Claim {
  /** P(this utterance is mine), in [0, 1]. */
  readonly inDomain: number;
  /** Of the title that the utterance asks for, where the domain's catalogue lists it; in [0, 1]. */
  readonly listedPopularity?: number | undefined;
}

/**
 * The domains' shares of a request for a title that a catalogue lists: a multinomial logistic regression over what the domains
 * claim and what the context tells, as the table has learned it. What decides between domains that are all somewhat sure is the
 * catalogue; a domain that is `decided` log-odds behind the surest loses by every further one in full, whatever is listed.
 * @returns undefined where no catalogue lists a title, or the table has no such model: then the confidences decide
 */
export function titleShares(
  table: PriorTable,
  claims: ReadonlyMap<string, Claim>,
  context: DeviceContext,
): ReadonlyMap<string, number> | undefined {
  const { titles } = table;
  if (!titles || !asksForTitle(claims)) return undefined;
  const features = titleFeatures(table, claims, context, titles.decided);
  const scores = features.map(
    ({ domain, behind, beyond, listed, popularity, context: ratio }) =>
      (titles.offsets[domain] ?? 0) +
      titles.behind * behind +
      beyond +
      titles.listed * listed +
      titles.popularity * popularity +
      titles.context * ratio,
  );
  const highest = Math.max(...scores);
  const total = scores.reduce((sum, score) => sum + Math.exp(score - highest), 0);
  return new Map(features.map(({ domain }, index) => [domain, Math.exp(scores[index] - highest) / total]));
}

/** Whether some domain's catalogue lists what is asked for. */
export function asksForTitle(claims: ReadonlyMap<string, Claim>): boolean {
  for (const { listedPopularity } of claims.values()) if (listedPopularity !== undefined) return true;
  return false;
}

/** What one domain's score is made of. */
export interface TitleFeatures {
  readonly domain: string;
  /** Log-odds of P(mine) against the surest domain's, at most 0 and at least -decided; and what goes beyond. */
  readonly behind: number;
  readonly beyond: number;
  /** 1 where its catalogue lists the title, else 0. */
  readonly listed: number;
  /** Percentile against the middle, in [-1/2, 1/2]; 0 where it is not listed. */
  readonly popularity: number;
  /** log P(domain | context) - log P(domain); 0 where nothing is known. */
  readonly context: number;
}

/** One implementation for the gateway and for the fit. */
export function titleFeatures(
  table: PriorTable,
  claims: ReadonlyMap<string, Claim>,
  context: DeviceContext,
  decided: number,
): TitleFeatures[] {
  const surest = Math.max(...[...claims.values()].map(({ inDomain }) => logit(inDomain)));
  const ratios = contextRatios(table, context);
  return [...claims].map(([domain, { inDomain, listedPopularity }]) => {
    const gap = logit(inDomain) - surest;
    return {
      domain,
      behind: Math.max(gap, -decided),
      beyond: Math.min(0, gap + decided),
      listed: listedPopularity === undefined ? 0 : 1,
      popularity: listedPopularity === undefined ? 0 : listedPopularity - 0.5,
      context: ratios.get(domain) ?? 0,
    };
  });
}
