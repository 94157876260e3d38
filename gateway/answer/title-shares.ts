import type { DeviceContext } from './context.js';
import type { PriorTable } from './prior-table.js';
import { boundedLogit, contextRatios } from './priors.js';

/** What a domain says of an utterance as a whole. */
export interface Claim {
  /** P(this utterance is mine), in [0, 1]. */
  readonly inDomain: number;
  /** Of the title that the utterance asks for, where the domain's catalogue lists it; in [0, 1]. */
  readonly listedPopularity?: number | undefined;
}

/**
 * The domains' shares of a request for a title that a catalogue lists: a multinomial logistic regression over what the domains
 * claim and what the context tells, as the table has learned it. Where no domain is sure, the catalogue decides; the surer one is,
 * the less a listing is worth, and the more it counts to be behind.
 * @returns undefined where no catalogue lists a title, or the table has no such model: then the confidences decide
 */
export function titleShares(
  table: PriorTable,
  claims: ReadonlyMap<string, Claim>,
  context: DeviceContext,
): ReadonlyMap<string, number> | undefined {
  const { titles } = table;
  if (!titles || !asksForTitle(claims)) return undefined;
  const features = titleFeatures(table, claims, context);
  const scores = features.map(
    ({ domain, behind, listed, listedWhenSure, popularity, context: ratio }) =>
      (titles.offsets[domain] ?? 0) +
      titles.behind * behind +
      titles.listed * listed +
      titles.listedWhenSure * listedWhenSure +
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
  /** Log-odds of P(mine) against the surest domain's, at most 0, times P(mine) of that one. */
  readonly behind: number;
  /** 1 where its catalogue lists the title, else 0; and the same times P(mine) of the surest domain. */
  readonly listed: number;
  readonly listedWhenSure: number;
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
): TitleFeatures[] {
  const surest = Math.max(...[...claims.values()].map(({ inDomain }) => inDomain));
  const ratios = contextRatios(table, context);
  return [...claims].map(([domain, { inDomain, listedPopularity }]) => {
    const listed = listedPopularity === undefined ? 0 : 1;
    return {
      domain,
      behind: surest * (boundedLogit(inDomain) - boundedLogit(surest)),
      listed,
      listedWhenSure: surest * listed,
      popularity: listedPopularity === undefined ? 0 : listedPopularity - 0.5,
      context: ratios.get(domain) ?? 0,
    };
  });
}
