import { catalogueName } from '../../bundles/format/catalogue-name.js';
import { quote } from '../../serving/checks/quote.js';
import { NluError } from '../../serving/errors.js';
import { type DomainOutcome, type Failed, isMissing } from './outcome.js';
import type { PlacedHypothesis, Query } from './query.js';

/** How a domain's message begins where it does not have the catalogue version that is pinned. */
const CATALOGUE_FAULT = 'catalogue_version: ';

type FaultQuery = Pick<Query, 'versions'> & { readonly hypotheses?: ReadonlyMap<string, readonly PlacedHypothesis[]> };

/**
 * The error of a request that cannot be answered, as the domains' outcomes show it; undefined when it can.
 * - A pinned version that its domain does not have: FAILED_PRECONDITION. An answer without it would not be what was asked.
 * - A hypothesis of the caller that its domain refuses (an intent it does not know): INVALID_ARGUMENT.
 * - An utterance that every domain refuses: INVALID_ARGUMENT. When some do answer, the others are degraded.
 * - No domain that was asked interprets text: FAILED_PRECONDITION.
 * - No domain answered: UNAVAILABLE, with what happened to each.
 */
export function requestFault(query: FaultQuery, outcomes: readonly DomainOutcome[]): NluError | undefined {
  const failed = outcomes.filter((outcome): outcome is Failed => outcome.status !== 'OK');
  for (const { domain, error } of failed) {
    if (error.code !== 'FAILED_PRECONDITION' && error.code !== 'NOT_FOUND') continue;
    const isCatalogues = error.message.startsWith(CATALOGUE_FAULT);
    const pinned = isCatalogues ? catalogueName(domain) : domain;
    if (!query.versions.has(pinned)) continue;
    const why = isCatalogues ? error.message.slice(CATALOGUE_FAULT.length) : error.message;
    return new NluError('FAILED_PRECONDITION', `versions[${quote(pinned)}]: ${why}`, { cause: error });
  }
  const refused = failed.filter((outcome) => outcome.error.code === 'INVALID_ARGUMENT');
  if (refused.length > 0 && (query.hypotheses || refused.length === outcomes.length)) {
    const { domain, error } = refused[0];
    const message = callersPlace(error.message, query.hypotheses?.get(domain));
    return new NluError('INVALID_ARGUMENT', message, { cause: error });
  }
  if (failed.length < outcomes.length) return undefined;
  const silent = failed.find(isMissing) ?? failed[0];
  if (!isMissing(silent)) return new NluError('FAILED_PRECONDITION', `${silent.domain}: ${silent.error.message}`);
  const each = failed.map(({ domain, status, error }) => `${domain} ${status} (${error.message})`);
  return new NluError('UNAVAILABLE', `no domain answered: ${each.join('; ')}`);
}

/** A domain counts the hypotheses that it was sent; the caller counts its own list. */
function callersPlace(message: string, sent: readonly PlacedHypothesis[] = []): string {
  return message.replace(/^hypotheses\[(\d+)\]/, (field, index: string) => {
    const place = sent[Number(index)]?.place;
    return place === undefined ? field : `hypotheses[${place}]`;
  });
}
