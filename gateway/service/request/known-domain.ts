import { quote } from '../../../serving/checks/quote.js';
import { invalidField } from '../../../serving/errors.js';

/** @throws NluError INVALID_ARGUMENT when `name`, the value of `field`, is none of the domains that are known. */
export function checkDomain(field: string, name: string, known: readonly string[]): void {
  if (!known.includes(name)) throw invalidField(field, `${quote(name)} is unknown; one of ${known.join(', ')}`);
}
