import type { DescribeResponse__Output } from '../gen/nlu/v1/DescribeResponse.js';
import type { DomainDescription__Output } from '../gen/nlu/v1/DomainDescription.js';
import type { DomainStatus__Output } from '../gen/nlu/v1/DomainStatus.js';
import type { InterpretResponse__Output } from '../gen/nlu/v1/InterpretResponse.js';
import type { OutcomeResult__Output } from '../gen/nlu/v1/OutcomeResult.js';
import type { ReportResponse__Output } from '../gen/nlu/v1/ReportResponse.js';
import {
  type Decision,
  type DomainStatusCode,
  type OutcomeStatus,
  plainDecision,
  plainOutcomeStatus,
  plainStatus,
} from '../plain-names.js';

/** What became of asking one domain for an interpretation; DomainStatus in nlu/v1/gateway.proto. */
export interface DomainStatus extends Omit<DomainStatus__Output, 'status'> {
  readonly status: DomainStatusCode;
}

/** The gateway's answer to an utterance; InterpretResponse in nlu/v1/gateway.proto, its enum values without prefixes. */
export interface Interpretation extends Omit<InterpretResponse__Output, 'decision' | 'domains'> {
  readonly decision: Decision;
  readonly domains: DomainStatus[];
}

/** What one domain can understand and which bundle versions it serves; DomainDescription in nlu/v1/gateway.proto. */
export interface DomainDescription extends Omit<DomainDescription__Output, 'status'> {
  readonly status: DomainStatusCode;
}

/** What the gateway's domains can understand; DescribeResponse in nlu/v1/gateway.proto. */
export interface Description extends Omit<DescribeResponse__Output, 'domains'> {
  readonly domains: DomainDescription[];
}

/** What became of an outcome that was reported; OutcomeResult in nlu/v1/feedback.proto. */
export interface OutcomeResult extends Omit<OutcomeResult__Output, 'status'> {
  readonly status: OutcomeStatus;
}

/** A reply to Report with plain enum values. */
export function outcomeResults({ results }: ReportResponse__Output): OutcomeResult[] {
  return results.map((result) => ({ ...result, status: plainOutcomeStatus(result.status) }));
}

/** A reply to Interpret or Rerank with plain enum values. */
export function interpretation(reply: InterpretResponse__Output): Interpretation {
  return { ...reply, decision: plainDecision(reply.decision), domains: reply.domains.map(withPlainStatus) };
}

/** A reply to Describe with plain enum values. */
export function description(reply: DescribeResponse__Output): Description {
  return { ...reply, domains: reply.domains.map(withPlainStatus) };
}

function withPlainStatus<Entry extends DomainStatus__Output | DomainDescription__Output>(
  entry: Entry,
): Omit<Entry, 'status'> & { readonly status: DomainStatusCode } {
  return { ...entry, status: plainStatus(entry.status) };
}
