import type { DeviceContext } from './context.js';
import { boundedLogit, contextRatios } from './context-priors.js';
import type { PriorTable } from './prior-table.js';

/** What a domain replies of an utterance as a whole. */
export interface DomainEvidence {
  /** Calibrated P(this utterance is the domain's), in [0, 1]. */
  readonly inDomain: number;
  /**
   * Popularity of the title that the utterance asks for, as a share in [0, 1] of the titles in the domain's catalogue;
   * undefined where the catalogue does not list it.
   */
  readonly listedPopularity?: number | undefined;
  /**
   * P(the utterance is the domain's) by the words around that title alone, in [0, 1]; undefined where the catalogue does not
   * list it, or the domain does not tell.
   */
  readonly aroundTitle?: number | undefined;
  /** True when the domain's best hypothesis controls what is playing. */
  readonly controlsPlayback?: boolean | undefined;
  /** True when the domain's screen ended the utterance. */
  readonly screened?: boolean | undefined;
}

/** By domain: its share, in [0, 1], of a request for a title that a catalogue lists; they sum to 1. */
export type TitleShares = ReadonlyMap<string, number>;

/**
 * The domains' shares of a request for a title that a catalogue lists: a multinomial logistic regression over the domains'
 * evidence and the context, as the table has learned it. Where no domain is sure, the catalogue decides; the surer one is,
 * the less a listing is worth, and the more a domain loses by being less sure. A domain that the table does not name has the
 * mean of the offsets of those that it names, and nothing by the context.
 * @param table undefined: no prior is applied
 * @param evidence by domain
 * @returns undefined where no catalogue lists a title, or no table has such a model: then the confidences decide
 */
export function titleShares(
  table: PriorTable | undefined,
  evidence: ReadonlyMap<string, DomainEvidence>,
  context: DeviceContext,
): TitleShares | undefined {
  const titles = table?.titles;
  if (!titles || !asksForTitle(evidence)) return undefined;
  const features = titleFeatures(table, evidence, context);
  const neutral = mean(Object.values(titles.offsets));
  const scores = features.map(
    ({ domain, behind, aroundBehind, listed, listedWhenSure, popularity, context: ratio }) =>
      (Object.hasOwn(titles.offsets, domain) ? titles.offsets[domain] : neutral) +
      titles.behind * behind +
      titles.aroundBehind * aroundBehind +
      titles.listed * listed +
      titles.listedWhenSure * listedWhenSure +
      titles.popularity * popularity +
      titles.context * ratio,
  );
  const highest = Math.max(...scores);
  const total = scores.reduce((sum, score) => sum + Math.exp(score - highest), 0);
  return new Map(features.map(({ domain }, index) => [domain, Math.exp(scores[index] - highest) / total]));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Whether the catalogue of some domain that the words leave open lists what is asked for. */
export function asksForTitle(evidence: ReadonlyMap<string, DomainEvidence>): boolean {
  if (controlsPlayback(evidence)) return false;
  const isOpen = leftOpen(evidence);
  for (const each of evidence.values()) if (each.listedPopularity !== undefined && isOpen(each)) return true;
  return false;
}

/** Whether an utterance controls what is playing, by the surest domain. */
export function controlsPlayback(evidence: ReadonlyMap<string, DomainEvidence>): boolean {
  let surest: DomainEvidence | undefined;
  for (const each of evidence.values()) if (!surest || each.inDomain > surest.inDomain) surest = each;
  return surest?.controlsPlayback ?? false;
}

/** What the words rule out: a domain less likely than this by all of them and by those around the title alone ... */
const ALL_BUT_IMPOSSIBLE = 0.005;
/** ... where those around the title make another domain likelier than this. */
const LIKELY = 0.5;

/**
 * Tells whether the words leave a domain open, so that a listing counts and its reading may be offered: "read dune" is
 * nobody's film, whatever catalogues list. Where the words around the title are no domain's, they rule nothing out.
 */
export function leftOpen(evidence: ReadonlyMap<string, DomainEvidence>): (own: DomainEvidence) => boolean {
  let isAnyLikely = false;
  for (const each of evidence.values()) if (!each.screened && aroundTitle(each) > LIKELY) isAnyLikely = true;
  return (own) => {
    if (own.screened) return false;
    return !isAnyLikely || Math.max(own.inDomain, aroundTitle(own)) >= ALL_BUT_IMPOSSIBLE;
  };
}

/** P(in domain) by the words around the title; by all words where the domain lists no title. */
function aroundTitle({ aroundTitle, inDomain }: DomainEvidence): number {
  return aroundTitle ?? inDomain;
}

/** The features of one domain's score in the regression; their weights are the table's `titles`. */
export interface TitleFeatures {
  readonly domain: string;
  /** Gap in log-odds to the surest domain's in-domain probability, at most 0, times that probability. */
  readonly behind: number;
  /** The same by the words around the title, times the largest such probability squared. */
  readonly aroundBehind: number;
  /** 1 where the domain's catalogue lists the title, else 0. */
  readonly listed: number;
  /** `listed` times the surest domain's in-domain probability. */
  readonly listedWhenSure: number;
  /** The title's percentile in the catalogue minus 1/2, in [-1/2, 1/2]; 0 where it is not listed. */
  readonly popularity: number;
  /** log P(domain | context) - log P(domain); 0 where nothing is known. */
  readonly context: number;
}

/**
 * The features of every domain that the words leave open, in the order of the evidence, for the gateway and for
 * the fit alike.
 */
export function titleFeatures(
  table: PriorTable,
  evidence: ReadonlyMap<string, DomainEvidence>,
  context: DeviceContext,
): TitleFeatures[] {
  const isOpen = leftOpen(evidence);
  const open = [...evidence].filter(([, each]) => isOpen(each));
  const surest = Math.max(...open.map(([, { inDomain }]) => inDomain));
  const surestAround = Math.max(...open.map(([, each]) => aroundTitle(each)));
  const ratios = contextRatios(table, context);
  return open.map(([domain, each]) => {
    const { inDomain, listedPopularity } = each;
    const listed = listedPopularity === undefined ? 0 : 1;
    return {
      domain,
      behind: surest * (boundedLogit(inDomain) - boundedLogit(surest)),
      aroundBehind: surestAround ** 2 * (boundedLogit(aroundTitle(each)) - boundedLogit(surestAround)),
      listed,
      listedWhenSure: surest * listed,
      popularity: listedPopularity === undefined ? 0 : listedPopularity - 0.5,
      context: ratios.get(domain) ?? 0,
    };
  });
}
