import { setTimeout } from 'node:timers/promises';
import type { Answer } from '../../answer/answer.js';
import type { Query } from '../../domains/query.js';
import type { EncodedHypothesis } from '../../domains/replies/encoded-reply.js';
import type { CustomerMemory } from '../customer-memory.js';
import type { CustomerDocument } from '../document/customer-document.js';
import { CustomerPreferences } from '../effect/customer-preferences.js';
import { encodedShifts, withPreferredEntities } from '../effect/encoded-preferences.js';
import type { PreferencesConfig } from '../preferences-config.js';

/** What preferences are looked up with. */
interface PreferenceParts {
  readonly config: { readonly preferences: PreferencesConfig };
  readonly memory?: CustomerMemory | undefined;
  readonly metrics: { preferencesMissed(): void };
}

/** What is known of who asks: at once, or while the domains work. Undefined: nothing, or nobody asks. */
export type Remembered = CustomerDocument | Promise<CustomerDocument | undefined> | undefined;

/**
 * Looks up what is known of who asks. Nothing is looked up where nobody is named, where neither preferences nor rewrites shall
 * count, and for a request of pinned versions, which shall say the same tomorrow. A store that fails costs the answer nothing but these.
 */
export function remembered({ config, memory, metrics }: PreferenceParts, query: Query): Remembered {
  const customer = query.asker?.customer;
  if (!memory || customer === undefined || query.versions.size > 0) return undefined;
  if (!query.rewrite && !preferencesCount(query, config)) return undefined;
  const known = memory.lookUp(customer);
  if (!(known instanceof Promise)) return known;
  return known.catch(() => {
    metrics.preferencesMissed();
    return undefined;
  });
}

/** Whether an answer shall follow what the customer prefers. */
export function preferencesCount(
  { applyPreferences }: Pick<Query, 'applyPreferences'>,
  { preferences }: PreferenceParts['config'],
): boolean {
  return applyPreferences === true && preferences.apply;
}

/** What is known when the domains have replied, or a little later. */
export async function knownInTime(
  known: Remembered,
  { config, metrics }: Pick<PreferenceParts, 'config' | 'metrics'>,
): Promise<CustomerDocument | undefined> {
  if (!(known instanceof Promise)) return known;
  const timer = new AbortController();
  const late = setTimeout(config.preferences.waitMs, 'late' as const, { signal: timer.signal }).catch(() => undefined);
  const document = await Promise.race([known, late]);
  timer.abort();
  if (document !== 'late') return document;
  metrics.preferencesMissed();
  return undefined;
}

/**
 * An answer with a customer's preferences.
 * @param document undefined: nothing is known of anybody
 * @param answerTo answers a query
 */
export function preferredAnswer(
  query: Query,
  document: CustomerDocument | undefined,
  { preferences: { maxShift } }: { readonly preferences: PreferencesConfig },
  answerTo: (query: Query) => Answer<EncodedHypothesis>,
): Answer<EncodedHypothesis> {
  if (!document || document.preferences.length === 0) return answerTo(query);
  const preferences = new CustomerPreferences(document.preferences, maxShift);
  const answer = answerTo({ ...query, preferences: encodedShifts(preferences, query.explain) });
  return query.resolve ? withPreferredEntities(answer, preferences) : answer;
}
