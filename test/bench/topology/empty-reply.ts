import type { DomainInterpretResponse } from '../../../proto/gen/nlu/v1/DomainInterpretResponse.js';

/** What a domain that does no work answers; a share of one half is neither its own nor not. */
export function emptyReply(requestId: string): DomainInterpretResponse {
  return { requestId, hypotheses: [], inDomain: 0.5, bundleVersion: 'empty', bundleDigest: '' };
}
