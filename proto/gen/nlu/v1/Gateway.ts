// Original file: proto/nlu/v1/gateway.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { InterpretRequest as _nlu_v1_InterpretRequest, InterpretRequest__Output as _nlu_v1_InterpretRequest__Output } from './InterpretRequest.js';
import type { InterpretResponse as _nlu_v1_InterpretResponse, InterpretResponse__Output as _nlu_v1_InterpretResponse__Output } from './InterpretResponse.js';
import type { RerankRequest as _nlu_v1_RerankRequest, RerankRequest__Output as _nlu_v1_RerankRequest__Output } from './RerankRequest.js';

export interface GatewayClient extends grpc.Client {
  Interpret(argument: _nlu_v1_InterpretRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  Interpret(argument: _nlu_v1_InterpretRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  Interpret(argument: _nlu_v1_InterpretRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  Interpret(argument: _nlu_v1_InterpretRequest, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  interpret(argument: _nlu_v1_InterpretRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  interpret(argument: _nlu_v1_InterpretRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  interpret(argument: _nlu_v1_InterpretRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  interpret(argument: _nlu_v1_InterpretRequest, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  
  Rerank(argument: _nlu_v1_RerankRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  Rerank(argument: _nlu_v1_RerankRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  Rerank(argument: _nlu_v1_RerankRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  Rerank(argument: _nlu_v1_RerankRequest, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  rerank(argument: _nlu_v1_RerankRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  rerank(argument: _nlu_v1_RerankRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  rerank(argument: _nlu_v1_RerankRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  rerank(argument: _nlu_v1_RerankRequest, callback: grpc.requestCallback<_nlu_v1_InterpretResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface GatewayHandlers extends grpc.UntypedServiceImplementation {
  Interpret: grpc.handleUnaryCall<_nlu_v1_InterpretRequest__Output, _nlu_v1_InterpretResponse>;
  
  Rerank: grpc.handleUnaryCall<_nlu_v1_RerankRequest__Output, _nlu_v1_InterpretResponse>;
  
}

export interface GatewayDefinition extends grpc.ServiceDefinition {
  Interpret: MethodDefinition<_nlu_v1_InterpretRequest, _nlu_v1_InterpretResponse, _nlu_v1_InterpretRequest__Output, _nlu_v1_InterpretResponse__Output>
  Rerank: MethodDefinition<_nlu_v1_RerankRequest, _nlu_v1_InterpretResponse, _nlu_v1_RerankRequest__Output, _nlu_v1_InterpretResponse__Output>
}
