// Original file: proto/nlu/v1/feedback.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ForgetRequest as _nlu_v1_ForgetRequest, ForgetRequest__Output as _nlu_v1_ForgetRequest__Output } from '../../nlu/v1/ForgetRequest.js';
import type { ForgetResponse as _nlu_v1_ForgetResponse, ForgetResponse__Output as _nlu_v1_ForgetResponse__Output } from '../../nlu/v1/ForgetResponse.js';
import type { KnownRequest as _nlu_v1_KnownRequest, KnownRequest__Output as _nlu_v1_KnownRequest__Output } from '../../nlu/v1/KnownRequest.js';
import type { KnownResponse as _nlu_v1_KnownResponse, KnownResponse__Output as _nlu_v1_KnownResponse__Output } from '../../nlu/v1/KnownResponse.js';
import type { ReportRequest as _nlu_v1_ReportRequest, ReportRequest__Output as _nlu_v1_ReportRequest__Output } from '../../nlu/v1/ReportRequest.js';
import type { ReportResponse as _nlu_v1_ReportResponse, ReportResponse__Output as _nlu_v1_ReportResponse__Output } from '../../nlu/v1/ReportResponse.js';

/**
 * What came of the gateway's answers, and what is kept of a customer. Served by the gateway beside Gateway; FAILED_PRECONDITION
 * where it keeps no events. Every method may be called again.
 */
export interface FeedbackClient extends grpc.Client {
  /**
   * Destroys the key that a customer's events are sealed by: when it returns, nobody can read what was kept of the customer, in
   * copies neither. What is sealed is then removed, which takes longer.
   */
  Forget(argument: _nlu_v1_ForgetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_ForgetResponse__Output>): grpc.ClientUnaryCall;
  Forget(argument: _nlu_v1_ForgetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_ForgetResponse__Output>): grpc.ClientUnaryCall;
  Forget(argument: _nlu_v1_ForgetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_ForgetResponse__Output>): grpc.ClientUnaryCall;
  Forget(argument: _nlu_v1_ForgetRequest, callback: grpc.requestCallback<_nlu_v1_ForgetResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Destroys the key that a customer's events are sealed by: when it returns, nobody can read what was kept of the customer, in
   * copies neither. What is sealed is then removed, which takes longer.
   */
  forget(argument: _nlu_v1_ForgetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_ForgetResponse__Output>): grpc.ClientUnaryCall;
  forget(argument: _nlu_v1_ForgetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_ForgetResponse__Output>): grpc.ClientUnaryCall;
  forget(argument: _nlu_v1_ForgetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_ForgetResponse__Output>): grpc.ClientUnaryCall;
  forget(argument: _nlu_v1_ForgetRequest, callback: grpc.requestCallback<_nlu_v1_ForgetResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Tells what is kept of a customer.
   */
  Known(argument: _nlu_v1_KnownRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_KnownResponse__Output>): grpc.ClientUnaryCall;
  Known(argument: _nlu_v1_KnownRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_KnownResponse__Output>): grpc.ClientUnaryCall;
  Known(argument: _nlu_v1_KnownRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_KnownResponse__Output>): grpc.ClientUnaryCall;
  Known(argument: _nlu_v1_KnownRequest, callback: grpc.requestCallback<_nlu_v1_KnownResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Tells what is kept of a customer.
   */
  known(argument: _nlu_v1_KnownRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_KnownResponse__Output>): grpc.ClientUnaryCall;
  known(argument: _nlu_v1_KnownRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_KnownResponse__Output>): grpc.ClientUnaryCall;
  known(argument: _nlu_v1_KnownRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_KnownResponse__Output>): grpc.ClientUnaryCall;
  known(argument: _nlu_v1_KnownRequest, callback: grpc.requestCallback<_nlu_v1_KnownResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Reports what came of answers. Each outcome has a status of its own: one that is wrong harms no other. Answers to users never
   * wait for it.
   */
  Report(argument: _nlu_v1_ReportRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_ReportResponse__Output>): grpc.ClientUnaryCall;
  Report(argument: _nlu_v1_ReportRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_ReportResponse__Output>): grpc.ClientUnaryCall;
  Report(argument: _nlu_v1_ReportRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_ReportResponse__Output>): grpc.ClientUnaryCall;
  Report(argument: _nlu_v1_ReportRequest, callback: grpc.requestCallback<_nlu_v1_ReportResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Reports what came of answers. Each outcome has a status of its own: one that is wrong harms no other. Answers to users never
   * wait for it.
   */
  report(argument: _nlu_v1_ReportRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_ReportResponse__Output>): grpc.ClientUnaryCall;
  report(argument: _nlu_v1_ReportRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_ReportResponse__Output>): grpc.ClientUnaryCall;
  report(argument: _nlu_v1_ReportRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_ReportResponse__Output>): grpc.ClientUnaryCall;
  report(argument: _nlu_v1_ReportRequest, callback: grpc.requestCallback<_nlu_v1_ReportResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * What came of the gateway's answers, and what is kept of a customer. Served by the gateway beside Gateway; FAILED_PRECONDITION
 * where it keeps no events. Every method may be called again.
 */
export interface FeedbackHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Destroys the key that a customer's events are sealed by: when it returns, nobody can read what was kept of the customer, in
   * copies neither. What is sealed is then removed, which takes longer.
   */
  Forget: grpc.handleUnaryCall<_nlu_v1_ForgetRequest__Output, _nlu_v1_ForgetResponse>;
  
  /**
   * Tells what is kept of a customer.
   */
  Known: grpc.handleUnaryCall<_nlu_v1_KnownRequest__Output, _nlu_v1_KnownResponse>;
  
  /**
   * Reports what came of answers. Each outcome has a status of its own: one that is wrong harms no other. Answers to users never
   * wait for it.
   */
  Report: grpc.handleUnaryCall<_nlu_v1_ReportRequest__Output, _nlu_v1_ReportResponse>;
  
}

export interface FeedbackDefinition extends grpc.ServiceDefinition {
  Forget: MethodDefinition<_nlu_v1_ForgetRequest, _nlu_v1_ForgetResponse, _nlu_v1_ForgetRequest__Output, _nlu_v1_ForgetResponse__Output>
  Known: MethodDefinition<_nlu_v1_KnownRequest, _nlu_v1_KnownResponse, _nlu_v1_KnownRequest__Output, _nlu_v1_KnownResponse__Output>
  Report: MethodDefinition<_nlu_v1_ReportRequest, _nlu_v1_ReportResponse, _nlu_v1_ReportRequest__Output, _nlu_v1_ReportResponse__Output>
}
