import type { NluError } from '../../serving/errors.js';
import type { EncodedReply } from './replies/encoded-reply.js';

/** NO_RECOGNIZER: it interprets no text, which is no failure of an answer as a whole (`isMissing`). */
export type FailureStatus = 'DEADLINE' | 'UNAVAILABLE' | 'OVERLOADED' | 'ERROR' | 'NO_RECOGNIZER';

/** The domain replied, and its reply is fit to be merged. */
export interface Replied {
  readonly status: 'OK';
  readonly domain: string;
  readonly latencyMs: number;
  readonly reply: EncodedReply;
}

/** The domain did not reply in time, or with something that is no reply. */
export interface Failed {
  readonly status: FailureStatus;
  readonly domain: string;
  readonly latencyMs: number;
  readonly error: NluError;
}

/** What became of asking one domain. */
export type DomainOutcome = Replied | Failed;

/** Whether an answer lacks the domain: it was asked and has something to say, and did not. */
export function isMissing({ status }: Pick<DomainOutcome, 'status'>): boolean {
  return status !== 'OK' && status !== 'NO_RECOGNIZER';
}

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
    case 'FAILED_PRECONDITION':
      return error.reason === 'NO_RECOGNIZER' ? 'NO_RECOGNIZER' : 'ERROR';
    default:
      return 'ERROR';
  }
}
