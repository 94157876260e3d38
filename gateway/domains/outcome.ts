import type { NluError } from '../../serving/errors.js';
import { isMessageTooLarge } from '../../serving/rpc/message-too-large.js';
import type { EncodedReply } from './replies/encoded-reply.js';

export type FailureStatus = 'DEADLINE' | 'UNAVAILABLE' | 'OVERLOADED' | 'ERROR';

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
      // gRPC has one code for a peer that is busy and for a message over the limit; the gateway's own to a domain never are.
      return isMessageTooLarge(error) ? 'ERROR' : 'OVERLOADED';
    default:
      return 'ERROR';
  }
}
