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
