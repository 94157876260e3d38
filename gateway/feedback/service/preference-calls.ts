import type { PreferencesResponse } from '../../../proto/gen/nlu/v1/PreferencesResponse.js';
import type { TeachRequest__Output } from '../../../proto/gen/nlu/v1/TeachRequest.js';
import type { TeachResponse } from '../../../proto/gen/nlu/v1/TeachResponse.js';
import type { CallContext } from '../../../serving/rpc/unary.js';
import type { OutcomeEvent } from '../events/outcome-event.js';

/** What the Feedback service asks of those who keep preferences. Customers are fingerprints. */
export interface PreferenceCalls {
  /** @throws NluError INVALID_ARGUMENT naming the field, RESOURCE_EXHAUSTED, UNAVAILABLE: none is kept */
  teach(
    customer: string,
    preferences: TeachRequest__Output['preferences'],
    context: Pick<CallContext, 'deadlineMs' | 'signal'>,
  ): Promise<TeachResponse>;
  /** @throws NluError UNAVAILABLE */
  preferences(customer: string): Promise<PreferencesResponse>;
  /** Forgets one. @returns whether there was one of that id. @throws NluError UNAVAILABLE */
  forgetOne(customer: string, id: string): Promise<boolean>;
  /** Forgets all with what `destroy` destroys: the customer's key. @throws NluError UNAVAILABLE: it is not destroyed */
  forget<T>(customer: string, destroy: () => Promise<T>): Promise<T>;
  /** Number of the customer's own words that are kept with success. @throws NluError UNAVAILABLE */
  ownTexts(customer: string): Promise<number>;
  /** Takes notice of an outcome that was kept. Never throws, and nobody waits for it. */
  heard(outcome: OutcomeEvent): void;
}
