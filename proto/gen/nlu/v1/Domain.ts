// Original file: proto/nlu/v1/domain.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CallBatch as _nlu_v1_CallBatch, CallBatch__Output as _nlu_v1_CallBatch__Output } from './CallBatch.js';
import type { DescribeRequest as _nlu_v1_DescribeRequest, DescribeRequest__Output as _nlu_v1_DescribeRequest__Output } from './DescribeRequest.js';
import type { DescribeResponse as _nlu_v1_DescribeResponse, DescribeResponse__Output as _nlu_v1_DescribeResponse__Output } from './DescribeResponse.js';
import type { DomainInterpretRequest as _nlu_v1_DomainInterpretRequest, DomainInterpretRequest__Output as _nlu_v1_DomainInterpretRequest__Output } from './DomainInterpretRequest.js';
import type { DomainInterpretResponse as _nlu_v1_DomainInterpretResponse, DomainInterpretResponse__Output as _nlu_v1_DomainInterpretResponse__Output } from './DomainInterpretResponse.js';
import type { DomainRerankRequest as _nlu_v1_DomainRerankRequest, DomainRerankRequest__Output as _nlu_v1_DomainRerankRequest__Output } from './DomainRerankRequest.js';
import type { ReplyBatch as _nlu_v1_ReplyBatch, ReplyBatch__Output as _nlu_v1_ReplyBatch__Output } from './ReplyBatch.js';

export interface DomainClient extends grpc.Client {
  Describe(argument: _nlu_v1_DescribeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DescribeResponse__Output>): grpc.ClientUnaryCall;
  Describe(argument: _nlu_v1_DescribeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_DescribeResponse__Output>): grpc.ClientUnaryCall;
  Describe(argument: _nlu_v1_DescribeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DescribeResponse__Output>): grpc.ClientUnaryCall;
  Describe(argument: _nlu_v1_DescribeRequest, callback: grpc.requestCallback<_nlu_v1_DescribeResponse__Output>): grpc.ClientUnaryCall;
  describe(argument: _nlu_v1_DescribeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DescribeResponse__Output>): grpc.ClientUnaryCall;
  describe(argument: _nlu_v1_DescribeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_DescribeResponse__Output>): grpc.ClientUnaryCall;
  describe(argument: _nlu_v1_DescribeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DescribeResponse__Output>): grpc.ClientUnaryCall;
  describe(argument: _nlu_v1_DescribeRequest, callback: grpc.requestCallback<_nlu_v1_DescribeResponse__Output>): grpc.ClientUnaryCall;
  
  Exchange(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_nlu_v1_CallBatch, _nlu_v1_ReplyBatch__Output>;
  Exchange(options?: grpc.CallOptions): grpc.ClientDuplexStream<_nlu_v1_CallBatch, _nlu_v1_ReplyBatch__Output>;
  exchange(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_nlu_v1_CallBatch, _nlu_v1_ReplyBatch__Output>;
  exchange(options?: grpc.CallOptions): grpc.ClientDuplexStream<_nlu_v1_CallBatch, _nlu_v1_ReplyBatch__Output>;
  
  Interpret(argument: _nlu_v1_DomainInterpretRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  Interpret(argument: _nlu_v1_DomainInterpretRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  Interpret(argument: _nlu_v1_DomainInterpretRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  Interpret(argument: _nlu_v1_DomainInterpretRequest, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  interpret(argument: _nlu_v1_DomainInterpretRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  interpret(argument: _nlu_v1_DomainInterpretRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  interpret(argument: _nlu_v1_DomainInterpretRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  interpret(argument: _nlu_v1_DomainInterpretRequest, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  
  Rerank(argument: _nlu_v1_DomainRerankRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  Rerank(argument: _nlu_v1_DomainRerankRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  Rerank(argument: _nlu_v1_DomainRerankRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  Rerank(argument: _nlu_v1_DomainRerankRequest, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  rerank(argument: _nlu_v1_DomainRerankRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  rerank(argument: _nlu_v1_DomainRerankRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  rerank(argument: _nlu_v1_DomainRerankRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  rerank(argument: _nlu_v1_DomainRerankRequest, callback: grpc.requestCallback<_nlu_v1_DomainInterpretResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface DomainHandlers extends grpc.UntypedServiceImplementation {
  Describe: grpc.handleUnaryCall<_nlu_v1_DescribeRequest__Output, _nlu_v1_DescribeResponse>;
  
  Exchange: grpc.handleBidiStreamingCall<_nlu_v1_CallBatch__Output, _nlu_v1_ReplyBatch>;
  
  Interpret: grpc.handleUnaryCall<_nlu_v1_DomainInterpretRequest__Output, _nlu_v1_DomainInterpretResponse>;
  
  Rerank: grpc.handleUnaryCall<_nlu_v1_DomainRerankRequest__Output, _nlu_v1_DomainInterpretResponse>;
  
}

export interface DomainDefinition extends grpc.ServiceDefinition {
  Describe: MethodDefinition<_nlu_v1_DescribeRequest, _nlu_v1_DescribeResponse, _nlu_v1_DescribeRequest__Output, _nlu_v1_DescribeResponse__Output>
  Exchange: MethodDefinition<_nlu_v1_CallBatch, _nlu_v1_ReplyBatch, _nlu_v1_CallBatch__Output, _nlu_v1_ReplyBatch__Output>
  Interpret: MethodDefinition<_nlu_v1_DomainInterpretRequest, _nlu_v1_DomainInterpretResponse, _nlu_v1_DomainInterpretRequest__Output, _nlu_v1_DomainInterpretResponse__Output>
  Rerank: MethodDefinition<_nlu_v1_DomainRerankRequest, _nlu_v1_DomainInterpretResponse, _nlu_v1_DomainRerankRequest__Output, _nlu_v1_DomainInterpretResponse__Output>
}
