import { domainName } from './envelope.js';

/** The end of the name that a domain's catalogue is deployed under, behind the domain's. */
export const CATALOGUE_SUFFIX = '-catalogue';

/** The name that a domain's catalogue is deployed under, where a bundle has a domain's. */
export function catalogueName(domain: string): string {
  return `${domain}${CATALOGUE_SUFFIX}`;
}

/** The domain whose catalogue goes by this name; undefined for the name of no catalogue. */
export function catalogueDomain(name: string): string | undefined {
  const domain = name.endsWith(CATALOGUE_SUFFIX) ? name.slice(0, -CATALOGUE_SUFFIX.length) : '';
  return domain === '' ? undefined : domain;
}

/** The name of a domain that serves requests, which is not one that a catalogue is deployed under. */
export const servedName = domainName.refine((name) => catalogueDomain(name) === undefined, {
  error: `a name that ends in ${CATALOGUE_SUFFIX} is that of a domain's catalogue; name the domain otherwise`,
});

/** Letters of the longest name of a domain that can have a catalogue: both names are at most 63 letters long. */
const MOST_LETTERS = 63 - CATALOGUE_SUFFIX.length;

/** Why a domain of this name cannot have a catalogue; undefined where it can. */
export function catalogueNameProblem(domain: string): string | undefined {
  if (domain.length <= MOST_LETTERS) return undefined;
  return `has ${domain.length} letters, and a catalogue is deployed as <name>${CATALOGUE_SUFFIX}: ${MOST_LETTERS} at most`;
}
