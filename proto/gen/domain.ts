import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { Call as _nlu_v1_Call, Call__Output as _nlu_v1_Call__Output } from './nlu/v1/Call.js';
import type { CallBatch as _nlu_v1_CallBatch, CallBatch__Output as _nlu_v1_CallBatch__Output } from './nlu/v1/CallBatch.js';
import type { Contribution as _nlu_v1_Contribution, Contribution__Output as _nlu_v1_Contribution__Output } from './nlu/v1/Contribution.js';
import type { DeclaredScore as _nlu_v1_DeclaredScore, DeclaredScore__Output as _nlu_v1_DeclaredScore__Output } from './nlu/v1/DeclaredScore.js';
import type { DefaultedSlot as _nlu_v1_DefaultedSlot, DefaultedSlot__Output as _nlu_v1_DefaultedSlot__Output } from './nlu/v1/DefaultedSlot.js';
import type { DomainClient as _nlu_v1_DomainClient, DomainDefinition as _nlu_v1_DomainDefinition } from './nlu/v1/Domain.js';
import type { DomainDescribeRequest as _nlu_v1_DomainDescribeRequest, DomainDescribeRequest__Output as _nlu_v1_DomainDescribeRequest__Output } from './nlu/v1/DomainDescribeRequest.js';
import type { DomainDescribeResponse as _nlu_v1_DomainDescribeResponse, DomainDescribeResponse__Output as _nlu_v1_DomainDescribeResponse__Output } from './nlu/v1/DomainDescribeResponse.js';
import type { DomainInterpretRequest as _nlu_v1_DomainInterpretRequest, DomainInterpretRequest__Output as _nlu_v1_DomainInterpretRequest__Output } from './nlu/v1/DomainInterpretRequest.js';
import type { DomainInterpretResponse as _nlu_v1_DomainInterpretResponse, DomainInterpretResponse__Output as _nlu_v1_DomainInterpretResponse__Output } from './nlu/v1/DomainInterpretResponse.js';
import type { DomainRerankRequest as _nlu_v1_DomainRerankRequest, DomainRerankRequest__Output as _nlu_v1_DomainRerankRequest__Output } from './nlu/v1/DomainRerankRequest.js';
import type { Entity as _nlu_v1_Entity, Entity__Output as _nlu_v1_Entity__Output } from './nlu/v1/Entity.js';
import type { EntityOptions as _nlu_v1_EntityOptions, EntityOptions__Output as _nlu_v1_EntityOptions__Output } from './nlu/v1/EntityOptions.js';
import type { Hypothesis as _nlu_v1_Hypothesis, Hypothesis__Output as _nlu_v1_Hypothesis__Output } from './nlu/v1/Hypothesis.js';
import type { IntentSchema as _nlu_v1_IntentSchema, IntentSchema__Output as _nlu_v1_IntentSchema__Output } from './nlu/v1/IntentSchema.js';
import type { LoadedVersion as _nlu_v1_LoadedVersion, LoadedVersion__Output as _nlu_v1_LoadedVersion__Output } from './nlu/v1/LoadedVersion.js';
import type { RawHypothesis as _nlu_v1_RawHypothesis, RawHypothesis__Output as _nlu_v1_RawHypothesis__Output } from './nlu/v1/RawHypothesis.js';
import type { Reply as _nlu_v1_Reply, Reply__Output as _nlu_v1_Reply__Output } from './nlu/v1/Reply.js';
import type { ReplyBatch as _nlu_v1_ReplyBatch, ReplyBatch__Output as _nlu_v1_ReplyBatch__Output } from './nlu/v1/ReplyBatch.js';
import type { RerankerWeight as _nlu_v1_RerankerWeight, RerankerWeight__Output as _nlu_v1_RerankerWeight__Output } from './nlu/v1/RerankerWeight.js';
import type { ResolveRequest as _nlu_v1_ResolveRequest, ResolveRequest__Output as _nlu_v1_ResolveRequest__Output } from './nlu/v1/ResolveRequest.js';
import type { ResolveResponse as _nlu_v1_ResolveResponse, ResolveResponse__Output as _nlu_v1_ResolveResponse__Output } from './nlu/v1/ResolveResponse.js';
import type { Scores as _nlu_v1_Scores, Scores__Output as _nlu_v1_Scores__Output } from './nlu/v1/Scores.js';
import type { Slot as _nlu_v1_Slot, Slot__Output as _nlu_v1_Slot__Output } from './nlu/v1/Slot.js';
import type { StrategyRun as _nlu_v1_StrategyRun, StrategyRun__Output as _nlu_v1_StrategyRun__Output } from './nlu/v1/StrategyRun.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  nlu: {
    v1: {
      Call: MessageTypeDefinition<_nlu_v1_Call, _nlu_v1_Call__Output>
      CallBatch: MessageTypeDefinition<_nlu_v1_CallBatch, _nlu_v1_CallBatch__Output>
      Contribution: MessageTypeDefinition<_nlu_v1_Contribution, _nlu_v1_Contribution__Output>
      DeclaredScore: MessageTypeDefinition<_nlu_v1_DeclaredScore, _nlu_v1_DeclaredScore__Output>
      DefaultedSlot: MessageTypeDefinition<_nlu_v1_DefaultedSlot, _nlu_v1_DefaultedSlot__Output>
      /**
       * One domain's recognizer and re-ranker. Gateways call it; an orchestrator calls the Gateway service.
       */
      Domain: SubtypeConstructor<typeof grpc.Client, _nlu_v1_DomainClient> & { service: _nlu_v1_DomainDefinition }
      DomainDescribeRequest: MessageTypeDefinition<_nlu_v1_DomainDescribeRequest, _nlu_v1_DomainDescribeRequest__Output>
      DomainDescribeResponse: MessageTypeDefinition<_nlu_v1_DomainDescribeResponse, _nlu_v1_DomainDescribeResponse__Output>
      DomainInterpretRequest: MessageTypeDefinition<_nlu_v1_DomainInterpretRequest, _nlu_v1_DomainInterpretRequest__Output>
      DomainInterpretResponse: MessageTypeDefinition<_nlu_v1_DomainInterpretResponse, _nlu_v1_DomainInterpretResponse__Output>
      DomainRerankRequest: MessageTypeDefinition<_nlu_v1_DomainRerankRequest, _nlu_v1_DomainRerankRequest__Output>
      Entity: MessageTypeDefinition<_nlu_v1_Entity, _nlu_v1_Entity__Output>
      EntityOptions: MessageTypeDefinition<_nlu_v1_EntityOptions, _nlu_v1_EntityOptions__Output>
      Hypothesis: MessageTypeDefinition<_nlu_v1_Hypothesis, _nlu_v1_Hypothesis__Output>
      IntentSchema: MessageTypeDefinition<_nlu_v1_IntentSchema, _nlu_v1_IntentSchema__Output>
      LoadedVersion: MessageTypeDefinition<_nlu_v1_LoadedVersion, _nlu_v1_LoadedVersion__Output>
      RawHypothesis: MessageTypeDefinition<_nlu_v1_RawHypothesis, _nlu_v1_RawHypothesis__Output>
      Reply: MessageTypeDefinition<_nlu_v1_Reply, _nlu_v1_Reply__Output>
      ReplyBatch: MessageTypeDefinition<_nlu_v1_ReplyBatch, _nlu_v1_ReplyBatch__Output>
      RerankerWeight: MessageTypeDefinition<_nlu_v1_RerankerWeight, _nlu_v1_RerankerWeight__Output>
      ResolveRequest: MessageTypeDefinition<_nlu_v1_ResolveRequest, _nlu_v1_ResolveRequest__Output>
      ResolveResponse: MessageTypeDefinition<_nlu_v1_ResolveResponse, _nlu_v1_ResolveResponse__Output>
      Scores: MessageTypeDefinition<_nlu_v1_Scores, _nlu_v1_Scores__Output>
      Slot: MessageTypeDefinition<_nlu_v1_Slot, _nlu_v1_Slot__Output>
      StrategyRun: MessageTypeDefinition<_nlu_v1_StrategyRun, _nlu_v1_StrategyRun__Output>
    }
  }
}

