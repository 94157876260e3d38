/** What an orchestrator imports: `import { createGatewayClient } from 'nlu-reranker'`. */
export type { Contribution__Output as Contribution } from '../gen/nlu/v1/Contribution.js';
export type { CountedHearing__Output as CountedHearing } from '../gen/nlu/v1/CountedHearing.js';
export type { DescribeRequest } from '../gen/nlu/v1/DescribeRequest.js';
export type { DeviceContext } from '../gen/nlu/v1/DeviceContext.js';
export type { Entity__Output as Entity } from '../gen/nlu/v1/Entity.js';
export type { EntityOptions } from '../gen/nlu/v1/EntityOptions.js';
export type { ForgetRequest } from '../gen/nlu/v1/ForgetRequest.js';
export type { ForgetResponse__Output as ForgetResponse } from '../gen/nlu/v1/ForgetResponse.js';
export type { Hearing } from '../gen/nlu/v1/Hearing.js';
export type { Hypothesis__Output as Hypothesis } from '../gen/nlu/v1/Hypothesis.js';
export type { IntentSchema__Output as IntentSchema } from '../gen/nlu/v1/IntentSchema.js';
export type { InterpretRequest } from '../gen/nlu/v1/InterpretRequest.js';
export type { KnownRequest } from '../gen/nlu/v1/KnownRequest.js';
export type { KnownResponse__Output as KnownResponse } from '../gen/nlu/v1/KnownResponse.js';
export type { LoadedVersion__Output as LoadedVersion } from '../gen/nlu/v1/LoadedVersion.js';
export type { Outcome } from '../gen/nlu/v1/Outcome.js';
export type { Preference, Preference__Output as SaidPreference } from '../gen/nlu/v1/Preference.js';
export type { PreferencesRequest } from '../gen/nlu/v1/PreferencesRequest.js';
export type { RawHypothesis } from '../gen/nlu/v1/RawHypothesis.js';
export type { Reading__Output as Reading } from '../gen/nlu/v1/Reading.js';
export type { RecentActivity } from '../gen/nlu/v1/RecentActivity.js';
export type { ReportRequest } from '../gen/nlu/v1/ReportRequest.js';
export type { RerankRequest } from '../gen/nlu/v1/RerankRequest.js';
export type { ResolveRequest } from '../gen/nlu/v1/ResolveRequest.js';
export type { ResolveResponse__Output as ResolveResponse } from '../gen/nlu/v1/ResolveResponse.js';
export type { Slot__Output as Slot } from '../gen/nlu/v1/Slot.js';
export type { StrategyRun__Output as StrategyRun } from '../gen/nlu/v1/StrategyRun.js';
export type { TeachRequest } from '../gen/nlu/v1/TeachRequest.js';
export type { Decision, DomainStatusCode, OutcomeStatus, PreferenceOrigin, QuestionKind } from '../plain-names.js';
export type { ClientTls } from './access.js';
export type { GatewayClientOptions } from './client-options.js';
export { createGatewayClient, type GatewayCallOptions, type GatewayClient } from './gateway-client.js';
export { GatewayError, type GatewayErrorCode } from './gateway-error.js';
export type {
  Description,
  DomainDescription,
  DomainStatus,
  Interpretation,
  KnownPreference,
  OutcomeResult,
  Question,
  TaughtPreference,
} from './replies.js';
