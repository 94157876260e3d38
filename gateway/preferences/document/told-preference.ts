import type { KnownPreference } from '../../../proto/gen/nlu/v1/KnownPreference.js';
import type { Preference as Wire } from '../../../proto/gen/nlu/v1/Preference.js';
import type { Preference, Said } from './preference.js';

const ORIGINS = {
  taught: 'PREFERENCE_ORIGIN_TAUGHT',
  confirmed: 'PREFERENCE_ORIGIN_CONFIRMED',
  inferred: 'PREFERENCE_ORIGIN_INFERRED',
} as const;

/** A preference as the contract tells it. */
export function toldPreference({ id, said, origin, time }: Preference): KnownPreference {
  const title = said.type === 'default' ? '' : said.title;
  return { id, preference: wirePreference(said), origin: ORIGINS[origin], time, title };
}

/** What a preference says, as the contract has it. */
export function wirePreference(said: Said): Wire {
  switch (said.type) {
    case 'like':
    case 'dislike': {
      const { domain, kind, value, entity } = said;
      return { [said.type]: { domain, kind, value, entity } };
    }
    case 'default': {
      const { domain, isOfAll, intents, slot, value } = said;
      return { defaultSlot: { domain, intent: isOfAll ? '' : (intents[0] ?? ''), slot, value } };
    }
    case 'meaning': {
      const { words, domain, kind, entity } = said;
      return { meaning: { words, domain, kind, entity } };
    }
  }
}
