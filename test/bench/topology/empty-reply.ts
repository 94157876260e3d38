import type { DomainInterpretResponse } from '../../../proto/gen/nlu/v1/DomainInterpretResponse.js';

/** Reply of a domain that does no work: no hypotheses and none left out, so that the domain is asked once. */
export function emptyReply(requestId: string): DomainInterpretResponse {
  return { requestId, hypotheses: [], inDomain: 0, bundleVersion: 'empty', bundleDigest: '' };
}
