import type { DescribeRequest__Output } from '../../../proto/gen/nlu/v1/DescribeRequest.js';
import type { DescribeResponse } from '../../../proto/gen/nlu/v1/DescribeResponse.js';
import type { InterpretRequest__Output } from '../../../proto/gen/nlu/v1/InterpretRequest.js';
import type { InterpretResponse } from '../../../proto/gen/nlu/v1/InterpretResponse.js';
import type { RerankRequest__Output } from '../../../proto/gen/nlu/v1/RerankRequest.js';
import { NluError } from '../../../serving/errors.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import type { ServedService } from '../../../serving/rpc/server.js';
import { type UnaryHandler, unary } from '../../../serving/rpc/unary.js';

/** The handlers of a scripted gateway; methods without one answer FAILED_PRECONDITION. */
export interface GatewayScript {
  readonly interpret?: UnaryHandler<InterpretRequest__Output, InterpretResponse>;
  readonly rerank?: UnaryHandler<RerankRequest__Output, InterpretResponse>;
  readonly describe?: UnaryHandler<DescribeRequest__Output, DescribeResponse>;
}

const unscripted = () => Promise.reject(new NluError('FAILED_PRECONDITION', 'not scripted'));

/** A real gateway service that answers by script: it may be slow or wrong. */
export function gatewayPeer({ interpret, rerank, describe }: GatewayScript): ServedService {
  return {
    name: 'nlu.v1.Gateway',
    definition: definitions().gateway,
    implementation: {
      Interpret: unary(interpret ?? unscripted, () => {}),
      Rerank: unary(rerank ?? unscripted, () => {}),
      Describe: unary(describe ?? unscripted, () => {}),
    },
  };
}
