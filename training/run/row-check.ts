import type { DomainSchema } from '../../domains/core/schema/schema.js';
import { NluError } from '../../serving/errors.js';
import { AMBIGUOUS, type CorpusRow, isAnnotated, OTHER } from '../corpus/corpus-row.js';

/**
 * Checks, before anything is trained, that a domain can learn from these rows: some are its own, some are others', and
 * the intents and slots of its own are those of its schema. Generated rows alone are not enough: figures are measured on
 * real ones. A row of its own without slot annotations may have another intent: it teaches whether an utterance is the
 * domain's, and nothing else.
 * @param known the domains that there are; absent: any
 * @returns what may be meant, and as well be a slip, for people: such rows, and rows of domains that are not among `known`
 * @throws NluError INVALID_ARGUMENT naming file, line, field and what is allowed there
 */
export function checkRows(
  rows: readonly CorpusRow[],
  { domain, intents }: DomainSchema,
  known?: readonly string[],
): string[] {
  const slotsOf = new Map(intents.map(({ name, slots }) => [name, slots]));
  const [unknownIntents, unknownDomains] = [new Slips(), new Slips()];
  const counts = new Map<string, number>();
  let taught = 0;
  for (const row of rows) {
    if (!isAnnotated(row)) continue;
    counts.set(row.domain, (counts.get(row.domain) ?? 0) + 1);
    if (row.domain !== domain) {
      if (known && ![...known, OTHER, AMBIGUOUS].includes(row.domain)) unknownDomains.add(row.domain, row);
      continue;
    }
    const slots = slotsOf.get(row.intent);
    if (!slots && row.slots) throw refused(row, domain, `intent ${row.intent}`, [...slotsOf.keys()]);
    if (!slots) unknownIntents.add(row.intent, row);
    else taught++;
    const unknown = slots && row.slots?.find(({ name }) => !slots.includes(name));
    if (unknown) throw refused(row, `${row.intent} of ${domain}`, `slot ${unknown.name}`, slots);
  }
  checkKinds(counts, domain, taught, unknownIntents);
  const allowed = [...slotsOf.keys()].join(', ');
  return [
    ...unknownIntents.text(
      (intent, rows) =>
        `${rows} of intent "${intent}", which ${domain} has not (it has ${allowed}): they teach only whether an utterance is ${domain}'s`,
    ),
    ...unknownDomains.text(
      (name, rows) => `${rows} of domain "${name}", which is not here: to ${domain} they are others'`,
    ),
  ];
}

/** Rows of one kind that are no fault in themselves, by what is unknown in them. */
class Slips {
  readonly #found = new Map<string, { rows: number; readonly first: CorpusRow }>();

  add(unknown: string, row: CorpusRow): void {
    const found = this.#found.get(unknown);
    if (found) found.rows++;
    else this.#found.set(unknown, { rows: 1, first: row });
  }

  get first(): CorpusRow | undefined {
    return this.#found.values().next().value?.first;
  }

  text(sentence: (unknown: string, rows: string) => string): string[] {
    return [...this.#found].map(
      ([unknown, { rows, first }]) =>
        `${placeOf(first)}: ${sentence(unknown, rows === 1 ? 'a row' : `the first of ${rows} rows`)}`,
    );
  }
}

function checkKinds(counts: ReadonlyMap<string, number>, domain: string, taught: number, unknown: Slips): void {
  const own = counts.get(domain) ?? 0;
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const there = [...counts].map(([name, count]) => `${count} of ${name}`).join(', ') || 'none';
  const missing =
    own === 0
      ? `no row is ${domain}'s own (there are ${there})`
      : own === total
        ? `every row is ${domain}'s own`
        : undefined;
  if (missing)
    throw new NluError(
      'INVALID_ARGUMENT',
      `${missing}; a domain learns from rows of its own, whose "domain" is "${domain}", and from others': name a corpus of both kinds, or one more, with --corpus`,
    );
  if (taught > 0 || !unknown.first) return;
  throw new NluError(
    'INVALID_ARGUMENT',
    `${placeOf(unknown.first)}: no row of ${domain} has an intent of its schema; this one has ${unknown.first.intent}`,
  );
}

function refused(row: CorpusRow, owner: string, unknown: string, allowed: readonly string[]): NluError {
  const list = allowed.join(', ') || 'none';
  return new NluError('INVALID_ARGUMENT', `${placeOf(row)}: ${owner} has no ${unknown}; it has ${list}`);
}

function placeOf({ place, source, id }: CorpusRow): string {
  return place ?? `${source}, row ${id}`;
}
