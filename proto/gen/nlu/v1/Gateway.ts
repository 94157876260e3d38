// Original file: proto/nlu/v1/gateway.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DescribeRequest as _nlu_v1_DescribeRequest, DescribeRequest__Output as _nlu_v1_DescribeRequest__Output } from '../../nlu/v1/DescribeRequest.js';
import type { DescribeResponse as _nlu_v1_DescribeResponse, DescribeResponse__Output as _nlu_v1_DescribeResponse__Output } from '../../nlu/v1/DescribeResponse.js';
import type { InterpretRequest as _nlu_v1_InterpretRequest, InterpretRequest__Output as _nlu_v1_InterpretRequest__Output } from '../../nlu/v1/InterpretRequest.js';
import type { InterpretResponse as _nlu_v1_InterpretResponse, InterpretResponse__Output as _nlu_v1_InterpretResponse__Output } from '../../nlu/v1/InterpretResponse.js';
import type { RerankRequest as _nlu_v1_RerankRequest, RerankRequest__Output as _nlu_v1_RerankRequest__Output } from '../../nlu/v1/RerankRequest.js';
import type { ResolveRequest as _nlu_v1_ResolveRequest, ResolveRequest__Output as _nlu_v1_ResolveRequest__Output } from '../../nlu/v1/ResolveRequest.js';
import type { ResolveResponse as _nlu_v1_ResolveResponse, ResolveResponse__Output as _nlu_v1_ResolveResponse__Output } from '../../nlu/v1/ResolveResponse.js';

/**
 * What a dialogue orchestrator calls. Every method may be called again: none changes anything.
 */
export interface GatewayClient extends grpc.Client {
  /**
   * Describes every configured domain: whether it answers, what it can understand, and which bundle versions it serves.
   */
  Describe(argument: _nlu_v1_DescribeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DescribeResponse__Output>): grpc.ClientUnaryCall;
  Describe(argument: _nlu_v1_DescribeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_DescribeResponse__Output>): grpc.ClientUnaryCall;
  Describe(argument: _nlu_v1_DescribeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DescribeResponse__Output>): grpc.ClientUnaryCall;
  Describe(argument: _nlu_v1_DescribeRequest, callback: grpc.requestCallback<_nlu_v1_DescribeResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Describes every configured domain: whether it answers, what it can understand, and which bundle versions it serves.
   */
  describe(argument: _nlu_v1_DescribeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DescribeResponse__Output>): grpc.ClientUnaryCall;
  describe(argument: _nlu_v1_DescribeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_DescribeResponse__Output>): grpc.ClientUnaryCall;
  describe(argument: _nlu_v1_DescribeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DescribeResponse__Output>): grpc.ClientUnaryCall;
  describe(argument: _nlu_v1_DescribeRequest, callback: grpc.requestCallback<_nlu_v1_DescribeResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Interprets an utterance in every domain, merges the calibrated hypotheses and decides what to do with them.
   */
  Interpret(argument: _nlu_v1_InterpretRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  Interpret(argument: _nlu_v1_InterpretRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  Interpret(argument: _nlu_v1_InterpretRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  Interpret(argument: _nlu_v1_InterpretRequest, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Interprets an utterance in every domain, merges the calibrated hypotheses and decides what to do with them.
   */
  interpret(argument: _nlu_v1_InterpretRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  interpret(argument: _nlu_v1_InterpretRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  interpret(argument: _nlu_v1_InterpretRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  interpret(argument: _nlu_v1_InterpretRequest, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Re-ranks hypotheses that the caller's own NLU made, merges them and decides what to do with them.
   */
  Rerank(argument: _nlu_v1_RerankRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  Rerank(argument: _nlu_v1_RerankRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  Rerank(argument: _nlu_v1_RerankRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  Rerank(argument: _nlu_v1_RerankRequest, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Re-ranks hypotheses that the caller's own NLU made, merges them and decides what to do with them.
   */
  rerank(argument: _nlu_v1_RerankRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  rerank(argument: _nlu_v1_RerankRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  rerank(argument: _nlu_v1_RerankRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  rerank(argument: _nlu_v1_RerankRequest, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Looks in one domain's catalogue for what the caller's own slots, or a text, may mean.
   */
  Resolve(argument: _nlu_v1_ResolveRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_ResolveResponse__Output>): grpc.ClientUnaryCall;
  Resolve(argument: _nlu_v1_ResolveRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_ResolveResponse__Output>): grpc.ClientUnaryCall;
  Resolve(argument: _nlu_v1_ResolveRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_ResolveResponse__Output>): grpc.ClientUnaryCall;
  Resolve(argument: _nlu_v1_ResolveRequest, callback: grpc.requestCallback<_nlu_v1_ResolveResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Looks in one domain's catalogue for what the caller's own slots, or a text, may mean.
   */
  resolve(argument: _nlu_v1_ResolveRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_ResolveResponse__Output>): grpc.ClientUnaryCall;
  resolve(argument: _nlu_v1_ResolveRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_ResolveResponse__Output>): grpc.ClientUnaryCall;
  resolve(argument: _nlu_v1_ResolveRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_ResolveResponse__Output>): grpc.ClientUnaryCall;
  resolve(argument: _nlu_v1_ResolveRequest, callback: grpc.requestCallback<_nlu_v1_ResolveResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * What a dialogue orchestrator calls. Every method may be called again: none changes anything.
 */
export interface GatewayHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Describes every configured domain: whether it answers, what it can understand, and which bundle versions it serves.
   */
  Describe: grpc.handleUnaryCall<_nlu_v1_DescribeRequest__Output, _nlu_v1_DescribeResponse>;
  
  /**
   * Interprets an utterance in every domain, merges the calibrated hypotheses and decides what to do with them.
   */
  Interpret: grpc.handleUnaryCall<_nlu_v1_InterpretRequest__Output, _nlu_v1_InterpretResponse>;
  
  /**
   * Re-ranks hypotheses that the caller's own NLU made, merges them and decides what to do with them.
   */
  Rerank: grpc.handleUnaryCall<_nlu_v1_RerankRequest__Output, _nlu_v1_InterpretResponse>;
  
  /**
   * Looks in one domain's catalogue for what the caller's own slots, or a text, may mean.
   */
  Resolve: grpc.handleUnaryCall<_nlu_v1_ResolveRequest__Output, _nlu_v1_ResolveResponse>;
  
}

export interface GatewayDefinition extends grpc.ServiceDefinition {
  Describe: MethodDefinition<_nlu_v1_DescribeRequest, _nlu_v1_DescribeResponse, _nlu_v1_DescribeRequest__Output, _nlu_v1_DescribeResponse__Output>
  Interpret: MethodDefinition<_nlu_v1_InterpretRequest, _nlu_v1_InterpretResponse, _nlu_v1_InterpretRequest__Output, _nlu_v1_InterpretResponse__Output>
  Rerank: MethodDefinition<_nlu_v1_RerankRequest, _nlu_v1_InterpretResponse, _nlu_v1_RerankRequest__Output, _nlu_v1_InterpretResponse__Output>
  Resolve: MethodDefinition<_nlu_v1_ResolveRequest, _nlu_v1_ResolveResponse, _nlu_v1_ResolveRequest__Output, _nlu_v1_ResolveResponse__Output>
}
