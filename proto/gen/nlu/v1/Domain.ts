// Original file: proto/nlu/v1/domain.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CallBatch as _nlu_v1_CallBatch, CallBatch__Output as _nlu_v1_CallBatch__Output } from '../../nlu/v1/CallBatch.js';
import type { DomainDescribeRequest as _nlu_v1_DomainDescribeRequest, DomainDescribeRequest__Output as _nlu_v1_DomainDescribeRequest__Output } from '../../nlu/v1/DomainDescribeRequest.js';
import type { DomainDescribeResponse as _nlu_v1_DomainDescribeResponse, DomainDescribeResponse__Output as _nlu_v1_DomainDescribeResponse__Output } from '../../nlu/v1/DomainDescribeResponse.js';
import type { DomainInterpretRequest as _nlu_v1_DomainInterpretRequest, DomainInterpretRequest__Output as _nlu_v1_DomainInterpretRequest__Output } from '../../nlu/v1/DomainInterpretRequest.js';
import type { DomainInterpretResponse as _nlu_v1_DomainInterpretResponse, DomainInterpretResponse__Output as _nlu_v1_DomainInterpretResponse__Output } from '../../nlu/v1/DomainInterpretResponse.js';
import type { DomainRerankRequest as _nlu_v1_DomainRerankRequest, DomainRerankRequest__Output as _nlu_v1_DomainRerankRequest__Output } from '../../nlu/v1/DomainRerankRequest.js';
import type { ReplyBatch as _nlu_v1_ReplyBatch, ReplyBatch__Output as _nlu_v1_ReplyBatch__Output } from '../../nlu/v1/ReplyBatch.js';
import type { ResolveRequest as _nlu_v1_ResolveRequest, ResolveRequest__Output as _nlu_v1_ResolveRequest__Output } from '../../nlu/v1/ResolveRequest.js';
import type { ResolveResponse as _nlu_v1_ResolveResponse, ResolveResponse__Output as _nlu_v1_ResolveResponse__Output } from '../../nlu/v1/ResolveResponse.js';

/**
 * One domain's recognizer and re-ranker. Gateways call it; an orchestrator calls the Gateway service.
 */
export interface DomainClient extends grpc.Client {
  /**
   * Describes what this service serves: schema, bundle version and digest, re-ranker weights.
   */
  Describe(argument: _nlu_v1_DomainDescribeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DomainDescribeResponse__Output>): grpc.ClientUnaryCall;
  Describe(argument: _nlu_v1_DomainDescribeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_DomainDescribeResponse__Output>): grpc.ClientUnaryCall;
  Describe(argument: _nlu_v1_DomainDescribeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DomainDescribeResponse__Output>): grpc.ClientUnaryCall;
  Describe(argument: _nlu_v1_DomainDescribeRequest, callback: grpc.requestCallback<_nlu_v1_DomainDescribeResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Describes what this service serves: schema, bundle version and digest, re-ranker weights.
   */
  describe(argument: _nlu_v1_DomainDescribeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DomainDescribeResponse__Output>): grpc.ClientUnaryCall;
  describe(argument: _nlu_v1_DomainDescribeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_DomainDescribeResponse__Output>): grpc.ClientUnaryCall;
  describe(argument: _nlu_v1_DomainDescribeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DomainDescribeResponse__Output>): grpc.ClientUnaryCall;
  describe(argument: _nlu_v1_DomainDescribeRequest, callback: grpc.requestCallback<_nlu_v1_DomainDescribeResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Carries calls of Interpret and Rerank from a gateway, those of one tick in one message. A call means the same as the
   * unary call of its method, which every service has; callers other than the gateway use those.
   */
  Exchange(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_nlu_v1_CallBatch, _nlu_v1_ReplyBatch__Output>;
  Exchange(options?: grpc.CallOptions): grpc.ClientDuplexStream<_nlu_v1_CallBatch, _nlu_v1_ReplyBatch__Output>;
  /**
   * Carries calls of Interpret and Rerank from a gateway, those of one tick in one message. A call means the same as the
   * unary call of its method, which every service has; callers other than the gateway use those.
   */
  exchange(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_nlu_v1_CallBatch, _nlu_v1_ReplyBatch__Output>;
  exchange(options?: grpc.CallOptions): grpc.ClientDuplexStream<_nlu_v1_CallBatch, _nlu_v1_ReplyBatch__Output>;
  
  /**
   * Returns the domain's n-best hypotheses of an utterance, with calibrated confidences. FAILED_PRECONDITION where the bundle
   * has no recognizer: it re-ranks the hypotheses of a caller's own NLU only.
   */
  Interpret(argument: _nlu_v1_DomainInterpretRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  Interpret(argument: _nlu_v1_DomainInterpretRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  Interpret(argument: _nlu_v1_DomainInterpretRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  Interpret(argument: _nlu_v1_DomainInterpretRequest, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Returns the domain's n-best hypotheses of an utterance, with calibrated confidences. FAILED_PRECONDITION where the bundle
   * has no recognizer: it re-ranks the hypotheses of a caller's own NLU only.
   */
  interpret(argument: _nlu_v1_DomainInterpretRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  interpret(argument: _nlu_v1_DomainInterpretRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  interpret(argument: _nlu_v1_DomainInterpretRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  interpret(argument: _nlu_v1_DomainInterpretRequest, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Returns calibrated confidences for hypotheses that the caller's own NLU made.
   */
  Rerank(argument: _nlu_v1_DomainRerankRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  Rerank(argument: _nlu_v1_DomainRerankRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  Rerank(argument: _nlu_v1_DomainRerankRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  Rerank(argument: _nlu_v1_DomainRerankRequest, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Returns calibrated confidences for hypotheses that the caller's own NLU made.
   */
  rerank(argument: _nlu_v1_DomainRerankRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  rerank(argument: _nlu_v1_DomainRerankRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  rerank(argument: _nlu_v1_DomainRerankRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  rerank(argument: _nlu_v1_DomainRerankRequest, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Looks in the domain's catalogue for what the caller's own slots, or a text, may mean. FAILED_PRECONDITION where the service
   * has no catalogue.
   */
  Resolve(argument: _nlu_v1_ResolveRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_ResolveResponse__Output>): grpc.ClientUnaryCall;
  Resolve(argument: _nlu_v1_ResolveRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_ResolveResponse__Output>): grpc.ClientUnaryCall;
  Resolve(argument: _nlu_v1_ResolveRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_ResolveResponse__Output>): grpc.ClientUnaryCall;
  Resolve(argument: _nlu_v1_ResolveRequest, callback: grpc.requestCallback<_nlu_v1_ResolveResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Looks in the domain's catalogue for what the caller's own slots, or a text, may mean. FAILED_PRECONDITION where the service
   * has no catalogue.
   */
  resolve(argument: _nlu_v1_ResolveRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_ResolveResponse__Output>): grpc.ClientUnaryCall;
  resolve(argument: _nlu_v1_ResolveRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_ResolveResponse__Output>): grpc.ClientUnaryCall;
  resolve(argument: _nlu_v1_ResolveRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_ResolveResponse__Output>): grpc.ClientUnaryCall;
  resolve(argument: _nlu_v1_ResolveRequest, callback: grpc.requestCallback<_nlu_v1_ResolveResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * One domain's recognizer and re-ranker. Gateways call it; an orchestrator calls the Gateway service.
 */
export interface DomainHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Describes what this service serves: schema, bundle version and digest, re-ranker weights.
   */
  Describe: grpc.handleUnaryCall<_nlu_v1_DomainDescribeRequest__Output, _nlu_v1_DomainDescribeResponse>;
  
  /**
   * Carries calls of Interpret and Rerank from a gateway, those of one tick in one message. A call means the same as the
   * unary call of its method, which every service has; callers other than the gateway use those.
   */
  Exchange: grpc.handleBidiStreamingCall<_nlu_v1_CallBatch__Output, _nlu_v1_ReplyBatch>;
  
  /**
   * Returns the domain's n-best hypotheses of an utterance, with calibrated confidences. FAILED_PRECONDITION where the bundle
   * has no recognizer: it re-ranks the hypotheses of a caller's own NLU only.
   */
  Interpret: grpc.handleUnaryCall<_nlu_v1_DomainInterpretRequest__Output, _nlu_v1_DomainInterpretResponse>;
  
  /**
   * Returns calibrated confidences for hypotheses that the caller's own NLU made.
   */
  Rerank: grpc.handleUnaryCall<_nlu_v1_DomainRerankRequest__Output, _nlu_v1_DomainInterpretResponse>;
  
  /**
   * Looks in the domain's catalogue for what the caller's own slots, or a text, may mean. FAILED_PRECONDITION where the service
   * has no catalogue.
   */
  Resolve: grpc.handleUnaryCall<_nlu_v1_ResolveRequest__Output, _nlu_v1_ResolveResponse>;
  
}

export interface DomainDefinition extends grpc.ServiceDefinition {
  Describe: MethodDefinition<_nlu_v1_DomainDescribeRequest, _nlu_v1_DomainDescribeResponse, _nlu_v1_DomainDescribeRequest__Output, _nlu_v1_DomainDescribeResponse__Output>
  Exchange: MethodDefinition<_nlu_v1_CallBatch, _nlu_v1_ReplyBatch, _nlu_v1_CallBatch__Output, _nlu_v1_ReplyBatch__Output>
  Interpret: MethodDefinition<_nlu_v1_DomainInterpretRequest, _nlu_v1_DomainInterpretResponse, _nlu_v1_DomainInterpretRequest__Output, _nlu_v1_DomainInterpretResponse__Output>
  Rerank: MethodDefinition<_nlu_v1_DomainRerankRequest, _nlu_v1_DomainInterpretResponse, _nlu_v1_DomainRerankRequest__Output, _nlu_v1_DomainInterpretResponse__Output>
  Resolve: MethodDefinition<_nlu_v1_ResolveRequest, _nlu_v1_ResolveResponse, _nlu_v1_ResolveRequest__Output, _nlu_v1_ResolveResponse__Output>
}
