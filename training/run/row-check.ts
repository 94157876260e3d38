import type { DomainSchema } from '../../domains/core/schema/schema.js';
import { NluError } from '../../serving/errors.js';
import type { CorpusRow } from '../corpus/corpus-row.js';
import { GENERATED } from '../recipes/generated-corpus.js';

/**
 * Checks, before anything is trained, that a domain can learn from these rows: some are its own, some are others', and
 * their slots are those of its schema. Generated rows alone are not enough: figures are measured on real ones.
 * @throws NluError INVALID_ARGUMENT naming the domain, and the row at fault with the slots that its intent has
 */
export function checkRows(rows: readonly CorpusRow[], { domain, intents }: DomainSchema): void {
  const slotsOf = new Map(intents.map(({ name, slots }) => [name, slots]));
  let own = 0;
  let others = 0;
  for (const row of rows) {
    if (row.source === GENERATED) continue;
    if (row.domain !== domain) {
      others++;
      continue;
    }
    own++;
    const slots = slotsOf.get(row.intent);
    const unknown = slots && row.slots?.find(({ name }) => !slots.includes(name));
    if (unknown)
      throw new NluError(
        'INVALID_ARGUMENT',
        `${row.source}, row ${row.id}: ${row.intent} of ${domain} has no slot ${unknown.name}; it has ${slots.join(', ') || 'none'}`,
      );
  }
  const missing = own === 0 ? `no row is ${domain}'s own` : others === 0 ? `every row is ${domain}'s own` : undefined;
  if (missing)
    throw new NluError(
      'INVALID_ARGUMENT',
      `${missing}; a domain learns from rows of its own and from others': name a corpus of both kinds, or one more, with --corpus`,
    );
}
