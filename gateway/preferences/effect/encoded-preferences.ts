import type { Answer } from '../../answer/answer.js';
import type { ShiftedHypothesis } from '../../answer/hypothesis.js';
import type { PreferenceShifts } from '../../answer/preferences/preference-shifts.js';
import type { EncodedHypothesis } from '../../domains/replies/encoded-reply.js';
import { handedOn } from '../../feedback/recording/encoded-fields.js';
import type { CustomerPreferences } from './customer-preferences.js';
import type { SpokenHypothesis } from './spoken-hypothesis.js';

type Shifted = ShiftedHypothesis<EncodedHypothesis>;

/** A customer's preferences on hypotheses as domains replied them. @param explain whether contributions are wanted */
export function encodedShifts(preferences: CustomerPreferences, explain: boolean): PreferenceShifts<EncodedHypothesis> {
  return {
    maxShift: preferences.maxShift,
    ofDomain: (domain) => preferences.ofDomain(domain),
    ofHypothesis: (domain, hypothesis) => preferences.ofHypothesis(spoken(domain, hypothesis), explain),
  };
}

/** An answer with the entities of what it returns after the preferences. */
export function withPreferredEntities(
  answer: Answer<EncodedHypothesis>,
  preferences: CustomerPreferences,
): Answer<EncodedHypothesis> {
  const shift = (shifted: Shifted): Shifted => {
    const { domain, hypothesis } = shifted;
    const { found } = hypothesis;
    if (!found) return shifted;
    const after = preferences.entitiesOf(spoken(domain, hypothesis), found);
    return after === found ? shifted : { ...shifted, hypothesis: { ...hypothesis, found: after } };
  };
  return {
    ...answer,
    hypotheses: answer.hypotheses.map(shift),
    readings: answer.readings.map((reading) => ({ ...reading, hypothesis: shift(reading.hypothesis) })),
  };
}

function spoken(domain: string, { intent, title, encoded, found }: EncodedHypothesis): SpokenHypothesis {
  return { domain, intent, title, slots: handedOn(encoded).slots, entities: found?.entities };
}
