import type { NluError } from '../../serving/errors.js';
import type { DomainReply } from './hypothesis.js';

export type FailureStatus = 'DEADLINE' | 'UNAVAILABLE' | 'OVERLOADED' | 'ERROR';

/** The domain answered, and its answer is fit to be merged. */
export interface Answered {
  readonly status: 'OK';
  readonly domain: string;
  readonly latencyMs: number;
  readonly reply: DomainReply;
}

/** The domain did not answer in time, or with something that is no answer. */
export interface Failed {
  readonly status: FailureStatus;
  readonly domain: string;
  readonly latencyMs: number;
  readonly error: NluError;
}

/** What became of asking one domain. */
export type DomainOutcome = Answered | Failed;

/** How a failure is reported: INTERNAL and the caller's faults alike are the domain's ERROR. */
export function failureStatus(error: NluError): FailureStatus {
  switch (error.code) {
    case 'DEADLINE_EXCEEDED':
      return 'DEADLINE';
    case 'UNAVAILABLE':
    // Nobody here cancelled: a peer that dies or is stopped resets its streams with this code.
    case 'CANCELLED':
      return 'UNAVAILABLE';
    case 'RESOURCE_EXHAUSTED':
      // A reply that is too large is the domain's fault; any other lack of resources passes.
      return error.reason === 'MESSAGE_TOO_LARGE' ? 'ERROR' : 'OVERLOADED';
    default:
      return 'ERROR';
  }
}
