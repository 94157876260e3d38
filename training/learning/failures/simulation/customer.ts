import type { Random } from '../../../numeric/random.js';
import { drawKey } from './draws.js';
import type { FailureParameters } from './parameters.js';

/** Somebody who asks, with the device that hears it. */
export interface Customer {
  readonly id: string;
  /** Share of their words that are misheard, a key of the parameters' `noise`. */
  readonly noise: string;
  /** Whether the device tells how sure it is of its wake word. */
  readonly tellsWake: boolean;
  /** Whether the device sends the recogniser's n-best list. */
  readonly tellsRecognised: boolean;
  /** Whether the recogniser gives an order and no confidences. */
  readonly isRanked: boolean;
  readonly tellsPlayback: boolean;
}

/** Draws a customer for each of so many requests: as many customers as the parameters say, all equally likely. */
export function drawCustomers(requests: number, parameters: FailureParameters, random: Random): Customer[] {
  const { requestsEach, noise, wake, recognised, customers } = parameters;
  const all = Array.from({ length: Math.ceil(requests / requestsEach) }, (_, index): Customer => {
    return {
      id: `customer ${index}`,
      noise: drawKey(noise, random),
      tellsWake: random.next() < wake.told,
      tellsRecognised: random.next() < recognised.told,
      isRanked: random.next() < recognised.ranked,
      tellsPlayback: random.next() < customers.played,
    };
  });
  return Array.from({ length: requests }, () => all[random.below(all.length)]);
}
