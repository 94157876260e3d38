/** The fewest customers who must have said something before it may enter a bundle. */
export const FEWEST_CUSTOMERS = 5;

/** Something that was said, and who said it; without a customer it counts for nobody. */
export interface Sayer {
  readonly key: string;
  readonly customer?: string | undefined;
}

/**
 * The keys of what at least `fewest` different customers said: nothing else that was said may enter a bundle. One customer
 * counts once, however often, and those whom nobody named do not count. A set of what was said, in the order of its first
 * mention.
 * @param fewest at least 1
 */
export function saidByMany(sayings: Iterable<Sayer>, fewest = FEWEST_CUSTOMERS): Set<string> {
  const customers = new Map<string, Set<string>>();
  for (const { key, customer } of sayings) {
    if (customer === undefined) continue;
    const known = customers.get(key);
    if (known) known.add(customer);
    else customers.set(key, new Set([customer]));
  }
  const common = new Set<string>();
  for (const [key, { size }] of customers) if (size >= fewest) common.add(key);
  return common;
}
