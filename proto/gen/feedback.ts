import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Answer as _nlu_v1_Answer, Answer__Output as _nlu_v1_Answer__Output } from './nlu/v1/Answer.js';
import type { BargeIn as _nlu_v1_BargeIn, BargeIn__Output as _nlu_v1_BargeIn__Output } from './nlu/v1/BargeIn.js';
import type { Choice as _nlu_v1_Choice, Choice__Output as _nlu_v1_Choice__Output } from './nlu/v1/Choice.js';
import type { DefaultSlot as _nlu_v1_DefaultSlot, DefaultSlot__Output as _nlu_v1_DefaultSlot__Output } from './nlu/v1/DefaultSlot.js';
import type { FeedbackClient as _nlu_v1_FeedbackClient, FeedbackDefinition as _nlu_v1_FeedbackDefinition } from './nlu/v1/Feedback.js';
import type { ForgetRequest as _nlu_v1_ForgetRequest, ForgetRequest__Output as _nlu_v1_ForgetRequest__Output } from './nlu/v1/ForgetRequest.js';
import type { ForgetResponse as _nlu_v1_ForgetResponse, ForgetResponse__Output as _nlu_v1_ForgetResponse__Output } from './nlu/v1/ForgetResponse.js';
import type { KnownPreference as _nlu_v1_KnownPreference, KnownPreference__Output as _nlu_v1_KnownPreference__Output } from './nlu/v1/KnownPreference.js';
import type { KnownRequest as _nlu_v1_KnownRequest, KnownRequest__Output as _nlu_v1_KnownRequest__Output } from './nlu/v1/KnownRequest.js';
import type { KnownResponse as _nlu_v1_KnownResponse, KnownResponse__Output as _nlu_v1_KnownResponse__Output } from './nlu/v1/KnownResponse.js';
import type { Meaning as _nlu_v1_Meaning, Meaning__Output as _nlu_v1_Meaning__Output } from './nlu/v1/Meaning.js';
import type { Outcome as _nlu_v1_Outcome, Outcome__Output as _nlu_v1_Outcome__Output } from './nlu/v1/Outcome.js';
import type { OutcomeResult as _nlu_v1_OutcomeResult, OutcomeResult__Output as _nlu_v1_OutcomeResult__Output } from './nlu/v1/OutcomeResult.js';
import type { Playback as _nlu_v1_Playback, Playback__Output as _nlu_v1_Playback__Output } from './nlu/v1/Playback.js';
import type { Preference as _nlu_v1_Preference, Preference__Output as _nlu_v1_Preference__Output } from './nlu/v1/Preference.js';
import type { PreferencesRequest as _nlu_v1_PreferencesRequest, PreferencesRequest__Output as _nlu_v1_PreferencesRequest__Output } from './nlu/v1/PreferencesRequest.js';
import type { PreferencesResponse as _nlu_v1_PreferencesResponse, PreferencesResponse__Output as _nlu_v1_PreferencesResponse__Output } from './nlu/v1/PreferencesResponse.js';
import type { ReportRequest as _nlu_v1_ReportRequest, ReportRequest__Output as _nlu_v1_ReportRequest__Output } from './nlu/v1/ReportRequest.js';
import type { ReportResponse as _nlu_v1_ReportResponse, ReportResponse__Output as _nlu_v1_ReportResponse__Output } from './nlu/v1/ReportResponse.js';
import type { Served as _nlu_v1_Served, Served__Output as _nlu_v1_Served__Output } from './nlu/v1/Served.js';
import type { Stop as _nlu_v1_Stop, Stop__Output as _nlu_v1_Stop__Output } from './nlu/v1/Stop.js';
import type { TaughtPreference as _nlu_v1_TaughtPreference, TaughtPreference__Output as _nlu_v1_TaughtPreference__Output } from './nlu/v1/TaughtPreference.js';
import type { TeachRequest as _nlu_v1_TeachRequest, TeachRequest__Output as _nlu_v1_TeachRequest__Output } from './nlu/v1/TeachRequest.js';
import type { TeachResponse as _nlu_v1_TeachResponse, TeachResponse__Output as _nlu_v1_TeachResponse__Output } from './nlu/v1/TeachResponse.js';
import type { Thing as _nlu_v1_Thing, Thing__Output as _nlu_v1_Thing__Output } from './nlu/v1/Thing.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  nlu: {
    v1: {
      Answer: MessageTypeDefinition<_nlu_v1_Answer, _nlu_v1_Answer__Output>
      AnswerValue: EnumTypeDefinition
      BargeIn: MessageTypeDefinition<_nlu_v1_BargeIn, _nlu_v1_BargeIn__Output>
      Choice: MessageTypeDefinition<_nlu_v1_Choice, _nlu_v1_Choice__Output>
      DefaultSlot: MessageTypeDefinition<_nlu_v1_DefaultSlot, _nlu_v1_DefaultSlot__Output>
      /**
       * What came of the gateway's answers, and what is kept of a customer. Served by the gateway beside Gateway; FAILED_PRECONDITION
       * where it keeps no events. Every method may be called again.
       */
      Feedback: SubtypeConstructor<typeof grpc.Client, _nlu_v1_FeedbackClient> & { service: _nlu_v1_FeedbackDefinition }
      ForgetRequest: MessageTypeDefinition<_nlu_v1_ForgetRequest, _nlu_v1_ForgetRequest__Output>
      ForgetResponse: MessageTypeDefinition<_nlu_v1_ForgetResponse, _nlu_v1_ForgetResponse__Output>
      KnownPreference: MessageTypeDefinition<_nlu_v1_KnownPreference, _nlu_v1_KnownPreference__Output>
      KnownRequest: MessageTypeDefinition<_nlu_v1_KnownRequest, _nlu_v1_KnownRequest__Output>
      KnownResponse: MessageTypeDefinition<_nlu_v1_KnownResponse, _nlu_v1_KnownResponse__Output>
      Meaning: MessageTypeDefinition<_nlu_v1_Meaning, _nlu_v1_Meaning__Output>
      Outcome: MessageTypeDefinition<_nlu_v1_Outcome, _nlu_v1_Outcome__Output>
      OutcomeResult: MessageTypeDefinition<_nlu_v1_OutcomeResult, _nlu_v1_OutcomeResult__Output>
      OutcomeStatus: EnumTypeDefinition
      Playback: MessageTypeDefinition<_nlu_v1_Playback, _nlu_v1_Playback__Output>
      Preference: MessageTypeDefinition<_nlu_v1_Preference, _nlu_v1_Preference__Output>
      PreferenceOrigin: EnumTypeDefinition
      PreferencesRequest: MessageTypeDefinition<_nlu_v1_PreferencesRequest, _nlu_v1_PreferencesRequest__Output>
      PreferencesResponse: MessageTypeDefinition<_nlu_v1_PreferencesResponse, _nlu_v1_PreferencesResponse__Output>
      ReportRequest: MessageTypeDefinition<_nlu_v1_ReportRequest, _nlu_v1_ReportRequest__Output>
      ReportResponse: MessageTypeDefinition<_nlu_v1_ReportResponse, _nlu_v1_ReportResponse__Output>
      Served: MessageTypeDefinition<_nlu_v1_Served, _nlu_v1_Served__Output>
      Stop: MessageTypeDefinition<_nlu_v1_Stop, _nlu_v1_Stop__Output>
      TaughtPreference: MessageTypeDefinition<_nlu_v1_TaughtPreference, _nlu_v1_TaughtPreference__Output>
      TeachRequest: MessageTypeDefinition<_nlu_v1_TeachRequest, _nlu_v1_TeachRequest__Output>
      TeachResponse: MessageTypeDefinition<_nlu_v1_TeachResponse, _nlu_v1_TeachResponse__Output>
      Thing: MessageTypeDefinition<_nlu_v1_Thing, _nlu_v1_Thing__Output>
    }
  }
}

