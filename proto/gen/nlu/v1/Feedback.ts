// Original file: proto/nlu/v1/feedback.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ForgetRequest as _nlu_v1_ForgetRequest, ForgetRequest__Output as _nlu_v1_ForgetRequest__Output } from '../../nlu/v1/ForgetRequest.js';
import type { ForgetResponse as _nlu_v1_ForgetResponse, ForgetResponse__Output as _nlu_v1_ForgetResponse__Output } from '../../nlu/v1/ForgetResponse.js';
import type { KnownRequest as _nlu_v1_KnownRequest, KnownRequest__Output as _nlu_v1_KnownRequest__Output } from '../../nlu/v1/KnownRequest.js';
import type { KnownResponse as _nlu_v1_KnownResponse, KnownResponse__Output as _nlu_v1_KnownResponse__Output } from '../../nlu/v1/KnownResponse.js';
import type { PreferencesRequest as _nlu_v1_PreferencesRequest, PreferencesRequest__Output as _nlu_v1_PreferencesRequest__Output } from '../../nlu/v1/PreferencesRequest.js';
import type { PreferencesResponse as _nlu_v1_PreferencesResponse, PreferencesResponse__Output as _nlu_v1_PreferencesResponse__Output } from '../../nlu/v1/PreferencesResponse.js';
import type { ReportRequest as _nlu_v1_ReportRequest, ReportRequest__Output as _nlu_v1_ReportRequest__Output } from '../../nlu/v1/ReportRequest.js';
import type { ReportResponse as _nlu_v1_ReportResponse, ReportResponse__Output as _nlu_v1_ReportResponse__Output } from '../../nlu/v1/ReportResponse.js';
import type { TeachRequest as _nlu_v1_TeachRequest, TeachRequest__Output as _nlu_v1_TeachRequest__Output } from '../../nlu/v1/TeachRequest.js';
import type { TeachResponse as _nlu_v1_TeachResponse, TeachResponse__Output as _nlu_v1_TeachResponse__Output } from '../../nlu/v1/TeachResponse.js';

/**
 * What came of the gateway's answers, and what is kept of a customer. Served by the gateway beside Gateway; FAILED_PRECONDITION
 * where it keeps no events. Every method may be called again.
 */
export interface FeedbackClient extends grpc.Client {
  /**
   * Forgets one preference, or everything. Of everything it destroys the key that a customer's events and preferences are sealed
   * by: when it returns, nobody can read what was kept of the customer, in copies neither. What is sealed is then removed,
   * which takes longer.
   */
  Forget(argument: _nlu_v1_ForgetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_ForgetResponse__Output>): grpc.ClientUnaryCall;
  Forget(argument: _nlu_v1_ForgetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_ForgetResponse__Output>): grpc.ClientUnaryCall;
  Forget(argument: _nlu_v1_ForgetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_ForgetResponse__Output>): grpc.ClientUnaryCall;
  Forget(argument: _nlu_v1_ForgetRequest, callback: grpc.requestCallback<_nlu_v1_ForgetResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Forgets one preference, or everything. Of everything it destroys the key that a customer's events and preferences are sealed
   * by: when it returns, nobody can read what was kept of the customer, in copies neither. What is sealed is then removed,
   * which takes longer.
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
   * Tells which preferences of a customer are known, and how each came about.
   */
  Preferences(argument: _nlu_v1_PreferencesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_PreferencesResponse__Output>): grpc.ClientUnaryCall;
  Preferences(argument: _nlu_v1_PreferencesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_PreferencesResponse__Output>): grpc.ClientUnaryCall;
  Preferences(argument: _nlu_v1_PreferencesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_PreferencesResponse__Output>): grpc.ClientUnaryCall;
  Preferences(argument: _nlu_v1_PreferencesRequest, callback: grpc.requestCallback<_nlu_v1_PreferencesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Tells which preferences of a customer are known, and how each came about.
   */
  preferences(argument: _nlu_v1_PreferencesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_PreferencesResponse__Output>): grpc.ClientUnaryCall;
  preferences(argument: _nlu_v1_PreferencesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_PreferencesResponse__Output>): grpc.ClientUnaryCall;
  preferences(argument: _nlu_v1_PreferencesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_PreferencesResponse__Output>): grpc.ClientUnaryCall;
  preferences(argument: _nlu_v1_PreferencesRequest, callback: grpc.requestCallback<_nlu_v1_PreferencesResponse__Output>): grpc.ClientUnaryCall;
  
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
  
  /**
   * Keeps what a customer wants to be known: likes, default slots, what words mean. INVALID_ARGUMENT for a domain, intent, slot,
   * kind or entity that does not exist.
   */
  Teach(argument: _nlu_v1_TeachRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_TeachResponse__Output>): grpc.ClientUnaryCall;
  Teach(argument: _nlu_v1_TeachRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_TeachResponse__Output>): grpc.ClientUnaryCall;
  Teach(argument: _nlu_v1_TeachRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_TeachResponse__Output>): grpc.ClientUnaryCall;
  Teach(argument: _nlu_v1_TeachRequest, callback: grpc.requestCallback<_nlu_v1_TeachResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Keeps what a customer wants to be known: likes, default slots, what words mean. INVALID_ARGUMENT for a domain, intent, slot,
   * kind or entity that does not exist.
   */
  teach(argument: _nlu_v1_TeachRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_TeachResponse__Output>): grpc.ClientUnaryCall;
  teach(argument: _nlu_v1_TeachRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_nlu_v1_TeachResponse__Output>): grpc.ClientUnaryCall;
  teach(argument: _nlu_v1_TeachRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_nlu_v1_TeachResponse__Output>): grpc.ClientUnaryCall;
  teach(argument: _nlu_v1_TeachRequest, callback: grpc.requestCallback<_nlu_v1_TeachResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * What came of the gateway's answers, and what is kept of a customer. Served by the gateway beside Gateway; FAILED_PRECONDITION
 * where it keeps no events. Every method may be called again.
 */
export interface FeedbackHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Forgets one preference, or everything. Of everything it destroys the key that a customer's events and preferences are sealed
   * by: when it returns, nobody can read what was kept of the customer, in copies neither. What is sealed is then removed,
   * which takes longer.
   */
  Forget: grpc.handleUnaryCall<_nlu_v1_ForgetRequest__Output, _nlu_v1_ForgetResponse>;
  
  /**
   * Tells what is kept of a customer.
   */
  Known: grpc.handleUnaryCall<_nlu_v1_KnownRequest__Output, _nlu_v1_KnownResponse>;
  
  /**
   * Tells which preferences of a customer are known, and how each came about.
   */
  Preferences: grpc.handleUnaryCall<_nlu_v1_PreferencesRequest__Output, _nlu_v1_PreferencesResponse>;
  
  /**
   * Reports what came of answers. Each outcome has a status of its own: one that is wrong harms no other. Answers to users never
   * wait for it.
   */
  Report: grpc.handleUnaryCall<_nlu_v1_ReportRequest__Output, _nlu_v1_ReportResponse>;
  
  /**
   * Keeps what a customer wants to be known: likes, default slots, what words mean. INVALID_ARGUMENT for a domain, intent, slot,
   * kind or entity that does not exist.
   */
  Teach: grpc.handleUnaryCall<_nlu_v1_TeachRequest__Output, _nlu_v1_TeachResponse>;
  
}

export interface FeedbackDefinition extends grpc.ServiceDefinition {
  Forget: MethodDefinition<_nlu_v1_ForgetRequest, _nlu_v1_ForgetResponse, _nlu_v1_ForgetRequest__Output, _nlu_v1_ForgetResponse__Output>
  Known: MethodDefinition<_nlu_v1_KnownRequest, _nlu_v1_KnownResponse, _nlu_v1_KnownRequest__Output, _nlu_v1_KnownResponse__Output>
  Preferences: MethodDefinition<_nlu_v1_PreferencesRequest, _nlu_v1_PreferencesResponse, _nlu_v1_PreferencesRequest__Output, _nlu_v1_PreferencesResponse__Output>
  Report: MethodDefinition<_nlu_v1_ReportRequest, _nlu_v1_ReportResponse, _nlu_v1_ReportRequest__Output, _nlu_v1_ReportResponse__Output>
  Teach: MethodDefinition<_nlu_v1_TeachRequest, _nlu_v1_TeachResponse, _nlu_v1_TeachRequest__Output, _nlu_v1_TeachResponse__Output>
}
