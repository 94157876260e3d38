/** What an orchestrator imports: `import { createGatewayClient } from 'nlu-reranker'`. */
export type { Contribution__Output as Contribution } from '../gen/nlu/v1/Contribution.js';
export type { DescribeRequest } from '../gen/nlu/v1/DescribeRequest.js';
export type { DeviceContext } from '../gen/nlu/v1/DeviceContext.js';
export type { Hypothesis__Output as Hypothesis } from '../gen/nlu/v1/Hypothesis.js';
export type { IntentSchema__Output as IntentSchema } from '../gen/nlu/v1/IntentSchema.js';
export type { InterpretRequest } from '../gen/nlu/v1/InterpretRequest.js';
export type { LoadedVersion__Output as LoadedVersion } from '../gen/nlu/v1/LoadedVersion.js';
export type { RawHypothesis } from '../gen/nlu/v1/RawHypothesis.js';
export type { Reading__Output as Reading } from '../gen/nlu/v1/Reading.js';
export type { RecentActivity } from '../gen/nlu/v1/RecentActivity.js';
export type { RerankRequest } from '../gen/nlu/v1/RerankRequest.js';
export type { Slot__Output as Slot } from '../gen/nlu/v1/Slot.js';
export type { Decision, DomainStatusCode } from '../plain-names.js';
export type { ClientTls } from './access.js';
export type { GatewayClientOptions } from './client-options.js';
export { createGatewayClient, type GatewayCallOptions, type GatewayClient } from './gateway-client.js';
export { GatewayError, type GatewayErrorCode } from './gateway-error.js';
export type { Description, DomainDescription, DomainStatus, Interpretation } from './replies.js';
