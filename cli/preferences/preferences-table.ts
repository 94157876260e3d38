import type { KnownPreference__Output } from '../../proto/gen/nlu/v1/KnownPreference.js';
import type { TaughtPreference__Output } from '../../proto/gen/nlu/v1/TaughtPreference.js';
import { plainPreferenceOrigin } from '../../proto/plain-names.js';
import { fittedTable } from '../interpretation/fitted-table.js';
import { saidText } from '../interpretation/preference-text.js';

/** What is known of a customer as a table for a terminal. */
export function preferencesTable(preferences: readonly KnownPreference__Output[], width: number): string {
  if (preferences.length === 0) return 'nothing is known';
  const rows = preferences.map((known) => {
    return [known.id, preferenceText(known), plainPreferenceOrigin(known.origin).toLowerCase(), known.time];
  });
  return fittedTable(['id', 'preference', 'how', 'when'], rows, width);
}

/** What became of what was taught, a line each. */
export function taughtText(taught: readonly TaughtPreference__Output[]): string {
  return taught
    .map(({ known, replaced }) => {
      const before = replaced.length === 0 ? '' : `, in place of: ${replaced.map(preferenceText).join('; ')}`;
      return known ? `${known.id} ${preferenceText(known)}${before}` : '';
    })
    .join('\n');
}

/** A preference in one line. */
export function preferenceText({ preference, title }: Pick<KnownPreference__Output, 'preference' | 'title'>): string {
  return preference ? saidText(preference, title) : '';
}
