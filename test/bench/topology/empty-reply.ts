import type { DomainInterpretResponse } from '../../../proto/gen/nlu/v1/DomainInterpretResponse.js';

/** What a domain that does no work answers. It claims nothing: of one that claims an utterance and offers no hypothesis the gateway would ask again. */
export function emptyReply(requestId: string): DomainInterpretResponse {
  return { requestId, hypotheses: [], inDomain: 0, bundleVersion: 'empty', bundleDigest: '' };
}
