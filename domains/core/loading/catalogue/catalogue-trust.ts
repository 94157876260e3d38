import type { z } from 'zod';
import { catalogueName } from '../../../../bundles/format/catalogue-name.js';
import { type Trust, trustOf } from '../../../../bundles/format/trust.js';
import type { trustConfigSchema } from '../../../../bundles/lifecycle/trust-config.js';

/** Whoever may deploy a domain may deploy its catalogue; a key may be for the catalogue alone. */
export function catalogueTrust(
  { publicKeys, allowUnsigned }: z.output<typeof trustConfigSchema>,
  domain: string,
): Trust {
  const keys = [domain, catalogueName(domain)].flatMap((scope) => trustOf(publicKeys, allowUnsigned, scope).keys);
  return { keys, allowUnsigned };
}
