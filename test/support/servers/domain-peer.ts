import type { DomainService } from '../../../domains/core/service/service.js';
import type { DomainDescribeRequest__Output } from '../../../proto/gen/nlu/v1/DomainDescribeRequest.js';
import type { DomainDescribeResponse } from '../../../proto/gen/nlu/v1/DomainDescribeResponse.js';
import type { DomainInterpretRequest__Output } from '../../../proto/gen/nlu/v1/DomainInterpretRequest.js';
import type { DomainInterpretResponse } from '../../../proto/gen/nlu/v1/DomainInterpretResponse.js';
import type { DomainRerankRequest__Output } from '../../../proto/gen/nlu/v1/DomainRerankRequest.js';
import type { ResolveRequest__Output } from '../../../proto/gen/nlu/v1/ResolveRequest.js';
import type { ResolveResponse } from '../../../proto/gen/nlu/v1/ResolveResponse.js';
import { NluError } from '../../../serving/errors.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { encodedHandler } from '../../../serving/rpc/encoded-method.js';
import { type UnaryHandler, unary } from '../../../serving/rpc/unary.js';
import { streamService } from '../../../serving/stream/stream-service.js';

/** The handlers of a scripted domain service; methods without one answer FAILED_PRECONDITION. */
export interface DomainScript {
  readonly interpret?: UnaryHandler<DomainInterpretRequest__Output, DomainInterpretResponse>;
  readonly rerank?: UnaryHandler<DomainRerankRequest__Output, DomainInterpretResponse>;
  readonly resolve?: UnaryHandler<ResolveRequest__Output, ResolveResponse>;
  readonly describe?: UnaryHandler<DomainDescribeRequest__Output, DomainDescribeResponse>;
}

const unscripted = () => Promise.reject(new NluError('FAILED_PRECONDITION', 'not scripted'));

/** A real domain service that answers by script, to unary calls and over streams: it may be slow, wrong or hostile. */
export function domainPeer(script: DomainScript): DomainService {
  const { domain: definition } = definitions();
  const streamed = {
    Interpret: encodedHandler(definition.Interpret, script.interpret ?? unscripted),
    Rerank: encodedHandler(definition.Rerank, script.rerank ?? unscripted),
  };
  const stream = streamService(streamed, () => {});
  return {
    encoded: {
      ...streamed,
      Describe: encodedHandler(definition.Describe, script.describe ?? unscripted),
      Resolve: encodedHandler(definition.Resolve, script.resolve ?? unscripted),
    },
    name: 'nlu.v1.Domain',
    definition,
    drain: stream.drain,
    implementation: {
      Exchange: stream.handler,
      Interpret: unary(script.interpret ?? unscripted, () => {}),
      Rerank: unary(script.rerank ?? unscripted, () => {}),
      Resolve: unary(script.resolve ?? unscripted, () => {}),
      Describe: unary(script.describe ?? unscripted, () => {}),
    },
  };
}
