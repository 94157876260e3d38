import { invalidField } from '../../../serving/errors.js';
import type { OutcomeEvent } from '../../feedback/events/outcome-event.js';
import type { PreferenceCalls } from '../../feedback/service/preference-calls.js';
import type { CustomerMemory } from '../customer-memory.js';
import type { Said } from '../document/preference.js';
import { toldPreference } from '../document/told-preference.js';
import { checkPreference } from '../teaching/check-preference.js';
import { domainKnowledge, type KnowledgeParts } from '../teaching/domain-knowledge.js';

/** Learns from outcomes. */
interface OutcomeListener {
  heard(outcome: OutcomeEvent): void;
}

/** The most preferences of one request. */
const MOST_TAUGHT = 20;

/**
 * What the Feedback service asks of a memory.
 * @param listeners told of outcomes that were kept; undefined ones are not there
 * @param onFault told what fails and nobody waits for
 */
export function preferenceCalls(
  memory: CustomerMemory,
  listeners: readonly (OutcomeListener | undefined)[],
  parts: KnowledgeParts,
  onFault: (error: Error) => void,
): PreferenceCalls {
  return {
    async teach(customer, preferences, context) {
      if (preferences.length === 0) throw invalidField('preferences', 'is empty; send at least one');
      if (preferences.length > MOST_TAUGHT) {
        throw invalidField('preferences', `${preferences.length} are too many; at most ${MOST_TAUGHT}`);
      }
      const knowledge = domainKnowledge(parts, context);
      const said: Said[] = [];
      for (const [place, preference] of preferences.entries()) {
        said.push(await checkPreference(`preferences[${place}]`, preference, knowledge));
      }
      const taught = await memory.teach(customer, said, 'taught');
      return {
        taught: taught.map(({ known, replaced }) => ({
          known: toldPreference(known),
          replaced: replaced.map(toldPreference),
        })),
      };
    },
    async preferences(customer) {
      return { preferences: (await memory.preferences(customer)).map(toldPreference) };
    },
    forgetOne: (customer, id) => memory.forgetOne(customer, id),
    forget: (customer, destroy) => memory.forget(customer, destroy, onFault),
    heard(outcome) {
      for (const listener of listeners) listener?.heard(outcome);
    },
    ownTexts: async (customer) => (await memory.document(customer)).texts.length,
  };
}
