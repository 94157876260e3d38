import type { DomainSchema } from '../../../domains/core/schema/schema.js';
import type { LearnedRow } from './learned-rows.js';

/** Rows that fit the schemas of today, and how many do not: an intent or a slot was renamed since they were said. */
export function fittingRows(
  rows: readonly LearnedRow[],
  schemas: readonly Pick<DomainSchema, 'domain' | 'intents'>[],
): { readonly rows: LearnedRow[]; readonly unknown: number } {
  const intents = new Map(
    schemas.flatMap(({ domain, intents }) =>
      intents.map(({ name, slots }) => [`${domain}/${name}`, new Set(slots)] as const),
    ),
  );
  const domains = new Set(schemas.map(({ domain }) => domain));
  const fitting = rows.filter(({ domain, intent, slots = [] }) => {
    if (!domains.has(domain)) return true;
    const known = intents.get(`${domain}/${intent}`);
    return known !== undefined && slots.every(({ name }) => known.has(name));
  });
  return { rows: fitting, unknown: rows.length - fitting.length };
}
