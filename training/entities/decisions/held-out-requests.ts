import { combine, hashText } from '../../../domains/core/numeric/hash.js';

/** Share of the requests that no policy learns from. */
const HELD_OUT = 1 / 3;
const SALT = hashText('held out');

/**
 * Whether policies are compared by a request, and none ever learns from it: a third of all, by a hash of the id. It is the
 * same third whenever and wherever it is asked, so that a gate never measures on what some version has learned.
 */
export function isHeldOut(requestId: string): boolean {
  return combine(hashText(requestId), SALT) / 2 ** 32 < HELD_OUT;
}
