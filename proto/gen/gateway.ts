import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Call as _nlu_v1_Call, Call__Output as _nlu_v1_Call__Output } from './nlu/v1/Call.js';
import type { CallBatch as _nlu_v1_CallBatch, CallBatch__Output as _nlu_v1_CallBatch__Output } from './nlu/v1/CallBatch.js';
import type { Contribution as _nlu_v1_Contribution, Contribution__Output as _nlu_v1_Contribution__Output } from './nlu/v1/Contribution.js';
import type { CountedHearing as _nlu_v1_CountedHearing, CountedHearing__Output as _nlu_v1_CountedHearing__Output } from './nlu/v1/CountedHearing.js';
import type { DeclaredScore as _nlu_v1_DeclaredScore, DeclaredScore__Output as _nlu_v1_DeclaredScore__Output } from './nlu/v1/DeclaredScore.js';
import type { DefaultSlot as _nlu_v1_DefaultSlot, DefaultSlot__Output as _nlu_v1_DefaultSlot__Output } from './nlu/v1/DefaultSlot.js';
import type { DefaultedSlot as _nlu_v1_DefaultedSlot, DefaultedSlot__Output as _nlu_v1_DefaultedSlot__Output } from './nlu/v1/DefaultedSlot.js';
import type { DescribeRequest as _nlu_v1_DescribeRequest, DescribeRequest__Output as _nlu_v1_DescribeRequest__Output } from './nlu/v1/DescribeRequest.js';
import type { DescribeResponse as _nlu_v1_DescribeResponse, DescribeResponse__Output as _nlu_v1_DescribeResponse__Output } from './nlu/v1/DescribeResponse.js';
import type { DeviceContext as _nlu_v1_DeviceContext, DeviceContext__Output as _nlu_v1_DeviceContext__Output } from './nlu/v1/DeviceContext.js';
import type { DomainClient as _nlu_v1_DomainClient, DomainDefinition as _nlu_v1_DomainDefinition } from './nlu/v1/Domain.js';
import type { DomainDescribeRequest as _nlu_v1_DomainDescribeRequest, DomainDescribeRequest__Output as _nlu_v1_DomainDescribeRequest__Output } from './nlu/v1/DomainDescribeRequest.js';
import type { DomainDescribeResponse as _nlu_v1_DomainDescribeResponse, DomainDescribeResponse__Output as _nlu_v1_DomainDescribeResponse__Output } from './nlu/v1/DomainDescribeResponse.js';
import type { DomainDescription as _nlu_v1_DomainDescription, DomainDescription__Output as _nlu_v1_DomainDescription__Output } from './nlu/v1/DomainDescription.js';
import type { DomainInterpretRequest as _nlu_v1_DomainInterpretRequest, DomainInterpretRequest__Output as _nlu_v1_DomainInterpretRequest__Output } from './nlu/v1/DomainInterpretRequest.js';
import type { DomainInterpretResponse as _nlu_v1_DomainInterpretResponse, DomainInterpretResponse__Output as _nlu_v1_DomainInterpretResponse__Output } from './nlu/v1/DomainInterpretResponse.js';
import type { DomainRerankRequest as _nlu_v1_DomainRerankRequest, DomainRerankRequest__Output as _nlu_v1_DomainRerankRequest__Output } from './nlu/v1/DomainRerankRequest.js';
import type { DomainStatus as _nlu_v1_DomainStatus, DomainStatus__Output as _nlu_v1_DomainStatus__Output } from './nlu/v1/DomainStatus.js';
import type { Entity as _nlu_v1_Entity, Entity__Output as _nlu_v1_Entity__Output } from './nlu/v1/Entity.js';
import type { EntityOptions as _nlu_v1_EntityOptions, EntityOptions__Output as _nlu_v1_EntityOptions__Output } from './nlu/v1/EntityOptions.js';
import type { GatewayClient as _nlu_v1_GatewayClient, GatewayDefinition as _nlu_v1_GatewayDefinition } from './nlu/v1/Gateway.js';
import type { Hearing as _nlu_v1_Hearing, Hearing__Output as _nlu_v1_Hearing__Output } from './nlu/v1/Hearing.js';
import type { Hypothesis as _nlu_v1_Hypothesis, Hypothesis__Output as _nlu_v1_Hypothesis__Output } from './nlu/v1/Hypothesis.js';
import type { IntentSchema as _nlu_v1_IntentSchema, IntentSchema__Output as _nlu_v1_IntentSchema__Output } from './nlu/v1/IntentSchema.js';
import type { InterpretRequest as _nlu_v1_InterpretRequest, InterpretRequest__Output as _nlu_v1_InterpretRequest__Output } from './nlu/v1/InterpretRequest.js';
import type { InterpretResponse as _nlu_v1_InterpretResponse, InterpretResponse__Output as _nlu_v1_InterpretResponse__Output } from './nlu/v1/InterpretResponse.js';
import type { KnownPreference as _nlu_v1_KnownPreference, KnownPreference__Output as _nlu_v1_KnownPreference__Output } from './nlu/v1/KnownPreference.js';
import type { LoadedVersion as _nlu_v1_LoadedVersion, LoadedVersion__Output as _nlu_v1_LoadedVersion__Output } from './nlu/v1/LoadedVersion.js';
import type { Meaning as _nlu_v1_Meaning, Meaning__Output as _nlu_v1_Meaning__Output } from './nlu/v1/Meaning.js';
import type { Preference as _nlu_v1_Preference, Preference__Output as _nlu_v1_Preference__Output } from './nlu/v1/Preference.js';
import type { PreferencesRequest as _nlu_v1_PreferencesRequest, PreferencesRequest__Output as _nlu_v1_PreferencesRequest__Output } from './nlu/v1/PreferencesRequest.js';
import type { PreferencesResponse as _nlu_v1_PreferencesResponse, PreferencesResponse__Output as _nlu_v1_PreferencesResponse__Output } from './nlu/v1/PreferencesResponse.js';
import type { PriorFlip as _nlu_v1_PriorFlip, PriorFlip__Output as _nlu_v1_PriorFlip__Output } from './nlu/v1/PriorFlip.js';
import type { Question as _nlu_v1_Question, Question__Output as _nlu_v1_Question__Output } from './nlu/v1/Question.js';
import type { RawHypothesis as _nlu_v1_RawHypothesis, RawHypothesis__Output as _nlu_v1_RawHypothesis__Output } from './nlu/v1/RawHypothesis.js';
import type { Reading as _nlu_v1_Reading, Reading__Output as _nlu_v1_Reading__Output } from './nlu/v1/Reading.js';
import type { RecentActivity as _nlu_v1_RecentActivity, RecentActivity__Output as _nlu_v1_RecentActivity__Output } from './nlu/v1/RecentActivity.js';
import type { Reply as _nlu_v1_Reply, Reply__Output as _nlu_v1_Reply__Output } from './nlu/v1/Reply.js';
import type { ReplyBatch as _nlu_v1_ReplyBatch, ReplyBatch__Output as _nlu_v1_ReplyBatch__Output } from './nlu/v1/ReplyBatch.js';
import type { RerankRequest as _nlu_v1_RerankRequest, RerankRequest__Output as _nlu_v1_RerankRequest__Output } from './nlu/v1/RerankRequest.js';
import type { RerankerWeight as _nlu_v1_RerankerWeight, RerankerWeight__Output as _nlu_v1_RerankerWeight__Output } from './nlu/v1/RerankerWeight.js';
import type { ResolveRequest as _nlu_v1_ResolveRequest, ResolveRequest__Output as _nlu_v1_ResolveRequest__Output } from './nlu/v1/ResolveRequest.js';
import type { ResolveResponse as _nlu_v1_ResolveResponse, ResolveResponse__Output as _nlu_v1_ResolveResponse__Output } from './nlu/v1/ResolveResponse.js';
import type { Rewrite as _nlu_v1_Rewrite, Rewrite__Output as _nlu_v1_Rewrite__Output } from './nlu/v1/Rewrite.js';
import type { Scores as _nlu_v1_Scores, Scores__Output as _nlu_v1_Scores__Output } from './nlu/v1/Scores.js';
import type { Slot as _nlu_v1_Slot, Slot__Output as _nlu_v1_Slot__Output } from './nlu/v1/Slot.js';
import type { StrategyRun as _nlu_v1_StrategyRun, StrategyRun__Output as _nlu_v1_StrategyRun__Output } from './nlu/v1/StrategyRun.js';
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
      Call: MessageTypeDefinition<_nlu_v1_Call, _nlu_v1_Call__Output>
      CallBatch: MessageTypeDefinition<_nlu_v1_CallBatch, _nlu_v1_CallBatch__Output>
      Contribution: MessageTypeDefinition<_nlu_v1_Contribution, _nlu_v1_Contribution__Output>
      CountedHearing: MessageTypeDefinition<_nlu_v1_CountedHearing, _nlu_v1_CountedHearing__Output>
      Decision: EnumTypeDefinition
      DeclaredScore: MessageTypeDefinition<_nlu_v1_DeclaredScore, _nlu_v1_DeclaredScore__Output>
      DefaultSlot: MessageTypeDefinition<_nlu_v1_DefaultSlot, _nlu_v1_DefaultSlot__Output>
      DefaultedSlot: MessageTypeDefinition<_nlu_v1_DefaultedSlot, _nlu_v1_DefaultedSlot__Output>
      DescribeRequest: MessageTypeDefinition<_nlu_v1_DescribeRequest, _nlu_v1_DescribeRequest__Output>
      DescribeResponse: MessageTypeDefinition<_nlu_v1_DescribeResponse, _nlu_v1_DescribeResponse__Output>
      DeviceContext: MessageTypeDefinition<_nlu_v1_DeviceContext, _nlu_v1_DeviceContext__Output>
      /**
       * One domain's recognizer and re-ranker. Gateways call it; an orchestrator calls the Gateway service.
       */
      Domain: SubtypeConstructor<typeof grpc.Client, _nlu_v1_DomainClient> & { service: _nlu_v1_DomainDefinition }
      DomainDescribeRequest: MessageTypeDefinition<_nlu_v1_DomainDescribeRequest, _nlu_v1_DomainDescribeRequest__Output>
      DomainDescribeResponse: MessageTypeDefinition<_nlu_v1_DomainDescribeResponse, _nlu_v1_DomainDescribeResponse__Output>
      DomainDescription: MessageTypeDefinition<_nlu_v1_DomainDescription, _nlu_v1_DomainDescription__Output>
      DomainInterpretRequest: MessageTypeDefinition<_nlu_v1_DomainInterpretRequest, _nlu_v1_DomainInterpretRequest__Output>
      DomainInterpretResponse: MessageTypeDefinition<_nlu_v1_DomainInterpretResponse, _nlu_v1_DomainInterpretResponse__Output>
      DomainRerankRequest: MessageTypeDefinition<_nlu_v1_DomainRerankRequest, _nlu_v1_DomainRerankRequest__Output>
      DomainStatus: MessageTypeDefinition<_nlu_v1_DomainStatus, _nlu_v1_DomainStatus__Output>
      DomainStatusCode: EnumTypeDefinition
      Entity: MessageTypeDefinition<_nlu_v1_Entity, _nlu_v1_Entity__Output>
      EntityOptions: MessageTypeDefinition<_nlu_v1_EntityOptions, _nlu_v1_EntityOptions__Output>
      /**
       * What a dialogue orchestrator calls. Every method may be called again: none changes anything.
       */
      Gateway: SubtypeConstructor<typeof grpc.Client, _nlu_v1_GatewayClient> & { service: _nlu_v1_GatewayDefinition }
      Hearing: MessageTypeDefinition<_nlu_v1_Hearing, _nlu_v1_Hearing__Output>
      Hypothesis: MessageTypeDefinition<_nlu_v1_Hypothesis, _nlu_v1_Hypothesis__Output>
      IntentSchema: MessageTypeDefinition<_nlu_v1_IntentSchema, _nlu_v1_IntentSchema__Output>
      InterpretRequest: MessageTypeDefinition<_nlu_v1_InterpretRequest, _nlu_v1_InterpretRequest__Output>
      InterpretResponse: MessageTypeDefinition<_nlu_v1_InterpretResponse, _nlu_v1_InterpretResponse__Output>
      KnownPreference: MessageTypeDefinition<_nlu_v1_KnownPreference, _nlu_v1_KnownPreference__Output>
      LoadedVersion: MessageTypeDefinition<_nlu_v1_LoadedVersion, _nlu_v1_LoadedVersion__Output>
      Meaning: MessageTypeDefinition<_nlu_v1_Meaning, _nlu_v1_Meaning__Output>
      Preference: MessageTypeDefinition<_nlu_v1_Preference, _nlu_v1_Preference__Output>
      PreferenceOrigin: EnumTypeDefinition
      PreferencesRequest: MessageTypeDefinition<_nlu_v1_PreferencesRequest, _nlu_v1_PreferencesRequest__Output>
      PreferencesResponse: MessageTypeDefinition<_nlu_v1_PreferencesResponse, _nlu_v1_PreferencesResponse__Output>
      PriorFlip: MessageTypeDefinition<_nlu_v1_PriorFlip, _nlu_v1_PriorFlip__Output>
      Question: MessageTypeDefinition<_nlu_v1_Question, _nlu_v1_Question__Output>
      QuestionKind: EnumTypeDefinition
      RawHypothesis: MessageTypeDefinition<_nlu_v1_RawHypothesis, _nlu_v1_RawHypothesis__Output>
      Reading: MessageTypeDefinition<_nlu_v1_Reading, _nlu_v1_Reading__Output>
      RecentActivity: MessageTypeDefinition<_nlu_v1_RecentActivity, _nlu_v1_RecentActivity__Output>
      Reply: MessageTypeDefinition<_nlu_v1_Reply, _nlu_v1_Reply__Output>
      ReplyBatch: MessageTypeDefinition<_nlu_v1_ReplyBatch, _nlu_v1_ReplyBatch__Output>
      RerankRequest: MessageTypeDefinition<_nlu_v1_RerankRequest, _nlu_v1_RerankRequest__Output>
      RerankerWeight: MessageTypeDefinition<_nlu_v1_RerankerWeight, _nlu_v1_RerankerWeight__Output>
      ResolveRequest: MessageTypeDefinition<_nlu_v1_ResolveRequest, _nlu_v1_ResolveRequest__Output>
      ResolveResponse: MessageTypeDefinition<_nlu_v1_ResolveResponse, _nlu_v1_ResolveResponse__Output>
      Rewrite: MessageTypeDefinition<_nlu_v1_Rewrite, _nlu_v1_Rewrite__Output>
      RewriteLayer: EnumTypeDefinition
      Scores: MessageTypeDefinition<_nlu_v1_Scores, _nlu_v1_Scores__Output>
      Slot: MessageTypeDefinition<_nlu_v1_Slot, _nlu_v1_Slot__Output>
      StrategyRun: MessageTypeDefinition<_nlu_v1_StrategyRun, _nlu_v1_StrategyRun__Output>
      TaughtPreference: MessageTypeDefinition<_nlu_v1_TaughtPreference, _nlu_v1_TaughtPreference__Output>
      TeachRequest: MessageTypeDefinition<_nlu_v1_TeachRequest, _nlu_v1_TeachRequest__Output>
      TeachResponse: MessageTypeDefinition<_nlu_v1_TeachResponse, _nlu_v1_TeachResponse__Output>
      Thing: MessageTypeDefinition<_nlu_v1_Thing, _nlu_v1_Thing__Output>
    }
  }
}

