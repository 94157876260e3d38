import type { LearnedRow, Refusal } from '../../training/learning/rows/learned-rows.js';
import { LABEL_ORIGINS } from '../../training/learning/rows/turn-labels.js';
import type { Use } from '../release/gates/use/read-use.js';

/** What was read of events, a line each. */
export function useLines({ read, oneIn, counts, requests, sessions, defects, opposed, turns }: Use): string[] {
  const withText = turns.filter(({ text }) => text !== undefined).length;
  const left = told({
    'seen before': read.duplicates + counts.repeated,
    'of customers who were forgotten': read.forgotten,
    "of another deployment's key": read.foreign,
    broken: read.broken,
    'cut off': read.cut,
    'of an unknown request': counts.unknownRequest,
    'of a request whose id two have': counts.ambiguousRequest,
    'reported by another customer': counts.otherCustomer,
  });
  const taught = {
    trained: "what a defect is was learned from the deployment's own answers",
    assumed: 'too few explicit answers say what a defect is: assumed weights stand',
  };
  return [
    `${read.events} events: ${requests} requests (${withText} with text) in ${sessions} sessions`,
    ...(oneIn > 1 ? [`one customer in ${oneIn} is learned from: more events are kept than can be held`] : []),
    ...(left === '' ? [] : [`left out: ${left}`]),
    taught[defects],
    ...(opposed > 0 ? [`${opposed} customers tell the opposite of what others tell, and teach nothing`] : []),
  ];
}

/** The rows by what they stand on, and what teaches nothing by why. */
export function rowLines(rows: readonly LearnedRow[], refused: Readonly<Partial<Record<Refusal | string, number>>>) {
  const byOrigin = told(
    Object.fromEntries(
      LABEL_ORIGINS.map((origin) => [`by ${origin}`, rows.filter((row) => row.origin === origin).length]),
    ),
  );
  const domains = told(
    Object.fromEntries(
      [...new Set(rows.map(({ domain }) => domain))]
        .sort()
        .map((domain) => [`of ${domain}`, rows.filter((row) => row.domain === domain).length]),
    ),
  );
  const reasons = told(refused);
  return [
    `${rows.length} rows learned${rows.length > 0 ? `: ${byOrigin}; ${domains}` : ''}`,
    ...(reasons === '' ? [] : [`teach nothing: ${reasons}`]),
  ];
}

/** The counts above 0, with their names. */
function told(counts: Readonly<Partial<Record<string, number>>>): string {
  return Object.entries(counts)
    .filter(([, count]) => (count ?? 0) > 0)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}
