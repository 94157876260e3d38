import { NluError } from '../../../serving/errors.js';
import type { CustomerDocument } from './customer-document.js';
import type { Preference, Said } from './preference.js';
import { replaces, subjectOf } from './subject.js';

/** A preference as it is kept, and what it took the place of. */
export interface Taught {
  readonly known: Preference;
  readonly replaced: readonly Preference[];
}

/** How preferences are named and how many there may be. */
export interface TeachingRules {
  readonly most: number;
  /** The name of a subject. */
  readonly idOf: (subject: string) => string;
}

/**
 * A customer's document with more preferences, one after the other: of two that contradict each other the later counts.
 * @param time when they came about, ISO 8601
 * @throws NluError RESOURCE_EXHAUSTED where there would be more than `most`: none of them is kept
 */
export function taught(
  document: CustomerDocument,
  news: readonly Said[],
  origin: Preference['origin'],
  time: string,
  { most, idOf }: TeachingRules,
): { readonly document: CustomerDocument; readonly taught: Taught[] } {
  let preferences: readonly Preference[] = document.preferences;
  const done: Taught[] = [];
  for (const said of news) {
    const known: Preference = { id: idOf(subjectOf(said)), said, origin, time };
    const replaced = preferences.filter((earlier) => replaces(said, earlier.said));
    preferences = [...preferences.filter((earlier) => !replaced.includes(earlier)), known];
    done.push({ known, replaced });
  }
  if (preferences.length > most) {
    const problem = `the customer would have ${preferences.length} preferences, and ${most} are kept`;
    throw new NluError('RESOURCE_EXHAUSTED', `preferences: ${problem}; forget some first`);
  }
  return { document: { ...document, preferences: [...preferences] }, taught: done };
}
