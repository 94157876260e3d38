import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Contribution as _nlu_v1_Contribution, Contribution__Output as _nlu_v1_Contribution__Output } from './nlu/v1/Contribution.js';
import type { CountedHearing as _nlu_v1_CountedHearing, CountedHearing__Output as _nlu_v1_CountedHearing__Output } from './nlu/v1/CountedHearing.js';
import type { DeclaredScore as _nlu_v1_DeclaredScore, DeclaredScore__Output as _nlu_v1_DeclaredScore__Output } from './nlu/v1/DeclaredScore.js';
import type { DescribeRequest as _nlu_v1_DescribeRequest, DescribeRequest__Output as _nlu_v1_DescribeRequest__Output } from './nlu/v1/DescribeRequest.js';
import type { DescribeResponse as _nlu_v1_DescribeResponse, DescribeResponse__Output as _nlu_v1_DescribeResponse__Output } from './nlu/v1/DescribeResponse.js';
import type { DeviceContext as _nlu_v1_DeviceContext, DeviceContext__Output as _nlu_v1_DeviceContext__Output } from './nlu/v1/DeviceContext.js';
import type { DomainDescription as _nlu_v1_DomainDescription, DomainDescription__Output as _nlu_v1_DomainDescription__Output } from './nlu/v1/DomainDescription.js';
import type { DomainStatus as _nlu_v1_DomainStatus, DomainStatus__Output as _nlu_v1_DomainStatus__Output } from './nlu/v1/DomainStatus.js';
import type { GatewayClient as _nlu_v1_GatewayClient, GatewayDefinition as _nlu_v1_GatewayDefinition } from './nlu/v1/Gateway.js';
import type { Hearing as _nlu_v1_Hearing, Hearing__Output as _nlu_v1_Hearing__Output } from './nlu/v1/Hearing.js';
import type { Hypothesis as _nlu_v1_Hypothesis, Hypothesis__Output as _nlu_v1_Hypothesis__Output } from './nlu/v1/Hypothesis.js';
import type { IntentSchema as _nlu_v1_IntentSchema, IntentSchema__Output as _nlu_v1_IntentSchema__Output } from './nlu/v1/IntentSchema.js';
import type { InterpretRequest as _nlu_v1_InterpretRequest, InterpretRequest__Output as _nlu_v1_InterpretRequest__Output } from './nlu/v1/InterpretRequest.js';
import type { InterpretResponse as _nlu_v1_InterpretResponse, InterpretResponse__Output as _nlu_v1_InterpretResponse__Output } from './nlu/v1/InterpretResponse.js';
import type { LoadedVersion as _nlu_v1_LoadedVersion, LoadedVersion__Output as _nlu_v1_LoadedVersion__Output } from './nlu/v1/LoadedVersion.js';
import type { PriorFlip as _nlu_v1_PriorFlip, PriorFlip__Output as _nlu_v1_PriorFlip__Output } from './nlu/v1/PriorFlip.js';
import type { RawHypothesis as _nlu_v1_RawHypothesis, RawHypothesis__Output as _nlu_v1_RawHypothesis__Output } from './nlu/v1/RawHypothesis.js';
import type { Reading as _nlu_v1_Reading, Reading__Output as _nlu_v1_Reading__Output } from './nlu/v1/Reading.js';
import type { RecentActivity as _nlu_v1_RecentActivity, RecentActivity__Output as _nlu_v1_RecentActivity__Output } from './nlu/v1/RecentActivity.js';
import type { RerankRequest as _nlu_v1_RerankRequest, RerankRequest__Output as _nlu_v1_RerankRequest__Output } from './nlu/v1/RerankRequest.js';
import type { Scores as _nlu_v1_Scores, Scores__Output as _nlu_v1_Scores__Output } from './nlu/v1/Scores.js';
import type { Slot as _nlu_v1_Slot, Slot__Output as _nlu_v1_Slot__Output } from './nlu/v1/Slot.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  nlu: {
    v1: {
      Contribution: MessageTypeDefinition<_nlu_v1_Contribution, _nlu_v1_Contribution__Output>
      CountedHearing: MessageTypeDefinition<_nlu_v1_CountedHearing, _nlu_v1_CountedHearing__Output>
      Decision: EnumTypeDefinition
      DeclaredScore: MessageTypeDefinition<_nlu_v1_DeclaredScore, _nlu_v1_DeclaredScore__Output>
      DescribeRequest: MessageTypeDefinition<_nlu_v1_DescribeRequest, _nlu_v1_DescribeRequest__Output>
      DescribeResponse: MessageTypeDefinition<_nlu_v1_DescribeResponse, _nlu_v1_DescribeResponse__Output>
      DeviceContext: MessageTypeDefinition<_nlu_v1_DeviceContext, _nlu_v1_DeviceContext__Output>
      DomainDescription: MessageTypeDefinition<_nlu_v1_DomainDescription, _nlu_v1_DomainDescription__Output>
      DomainStatus: MessageTypeDefinition<_nlu_v1_DomainStatus, _nlu_v1_DomainStatus__Output>
      DomainStatusCode: EnumTypeDefinition
      /**
       * What a dialogue orchestrator calls. Every method may be called again: none changes anything.
       */
      Gateway: SubtypeConstructor<typeof grpc.Client, _nlu_v1_GatewayClient> & { service: _nlu_v1_GatewayDefinition }
      Hearing: MessageTypeDefinition<_nlu_v1_Hearing, _nlu_v1_Hearing__Output>
      Hypothesis: MessageTypeDefinition<_nlu_v1_Hypothesis, _nlu_v1_Hypothesis__Output>
      IntentSchema: MessageTypeDefinition<_nlu_v1_IntentSchema, _nlu_v1_IntentSchema__Output>
      InterpretRequest: MessageTypeDefinition<_nlu_v1_InterpretRequest, _nlu_v1_InterpretRequest__Output>
      InterpretResponse: MessageTypeDefinition<_nlu_v1_InterpretResponse, _nlu_v1_InterpretResponse__Output>
      LoadedVersion: MessageTypeDefinition<_nlu_v1_LoadedVersion, _nlu_v1_LoadedVersion__Output>
      PriorFlip: MessageTypeDefinition<_nlu_v1_PriorFlip, _nlu_v1_PriorFlip__Output>
      RawHypothesis: MessageTypeDefinition<_nlu_v1_RawHypothesis, _nlu_v1_RawHypothesis__Output>
      Reading: MessageTypeDefinition<_nlu_v1_Reading, _nlu_v1_Reading__Output>
      RecentActivity: MessageTypeDefinition<_nlu_v1_RecentActivity, _nlu_v1_RecentActivity__Output>
      RerankRequest: MessageTypeDefinition<_nlu_v1_RerankRequest, _nlu_v1_RerankRequest__Output>
      Scores: MessageTypeDefinition<_nlu_v1_Scores, _nlu_v1_Scores__Output>
      Slot: MessageTypeDefinition<_nlu_v1_Slot, _nlu_v1_Slot__Output>
    }
  }
}

