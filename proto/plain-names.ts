import type { Decision__Output } from './gen/nlu/v1/Decision.js';
import type { DomainStatusCode__Output } from './gen/nlu/v1/DomainStatusCode.js';

/** What to do with an utterance: act on the first reading, ask which reading was meant, or leave it to somebody else. */
export type Decision = 'ACCEPT' | 'CLARIFY' | 'REJECT';

/** What became of asking one domain; the values are explained at DomainStatusCode in nlu/v1/gateway.proto. */
export type DomainStatusCode = 'OK' | 'DEADLINE' | 'UNAVAILABLE' | 'OVERLOADED' | 'ERROR';

/** A decision without the prefix that protobuf's enum values carry; UNSPECIFIED, or a newer value, stays as it is. */
export function plainDecision(decision: Decision__Output): Decision {
  return decision.replace(/^DECISION_/u, '') as Decision;
}

/** A status without the prefix that protobuf's enum values carry; UNSPECIFIED, or a newer value, stays as it is. */
export function plainStatus(status: DomainStatusCode__Output): DomainStatusCode {
  return status.replace(/^DOMAIN_STATUS_CODE_/u, '') as DomainStatusCode;
}
