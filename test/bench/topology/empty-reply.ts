import type { DomainInterpretResponse } from '../../../proto/gen/nlu/v1/DomainInterpretResponse.js';

/** What a domain that does no work answers: it claims nothing and has left nothing out, so that it is asked once. */
export function emptyReply(requestId: string): DomainInterpretResponse {
  return { requestId, hypotheses: [], inDomain: 0, bundleVersion: 'empty', bundleDigest: '' };
}
