import type { Decision__Output } from './gen/nlu/v1/Decision.js';
import type { DomainStatusCode__Output } from './gen/nlu/v1/DomainStatusCode.js';
import type { OutcomeStatus__Output } from './gen/nlu/v1/OutcomeStatus.js';
import type { PreferenceOrigin__Output } from './gen/nlu/v1/PreferenceOrigin.js';
import type { QuestionKind__Output } from './gen/nlu/v1/QuestionKind.js';

/**
 * What to do with an utterance: act on the first reading, ask which reading was meant, leave it to somebody else, or,
 * UNDECIDED, none of these, since a domain that did not answer may be the one that was meant. A newer gateway may send a
 * value that has no name here yet, which is then its number.
 */
export type Decision = 'ACCEPT' | 'CLARIFY' | 'REJECT' | 'UNDECIDED';

/** What became of asking one domain; the values are explained in nlu/v1/gateway.proto. A newer one is its number. */
export type DomainStatusCode = 'OK' | 'DEADLINE' | 'UNAVAILABLE' | 'OVERLOADED' | 'ERROR' | 'NO_RECOGNIZER';

/** What became of an outcome that was reported; the values are explained in nlu/v1/feedback.proto. A newer one is its number. */
export type OutcomeStatus =
  | 'STORED'
  | 'DUPLICATE'
  | 'REFUSED'
  | 'TOO_OLD'
  | 'IN_FUTURE'
  | 'FORGOTTEN'
  | 'TOO_MANY'
  | 'NOT_STORED';

/** How a preference came about; the values are explained in nlu/v1/preference.proto. A newer one is its number. */
export type PreferenceOrigin = 'TAUGHT' | 'CONFIRMED' | 'INFERRED';

/** What a question is about; the values are explained in nlu/v1/gateway.proto. A newer one is its number. */
export type QuestionKind = 'SATISFACTION' | 'PREFERENCE';

/** A decision without the prefix that protobuf's enum values carry; a value newer than this contract stays a number. */
export function plainDecision(decision: Decision__Output): Decision {
  return withoutPrefix(decision, 'DECISION_') as Decision;
}

/** A status without the prefix that protobuf's enum values carry; a value newer than this contract stays a number. */
export function plainStatus(status: DomainStatusCode__Output): DomainStatusCode {
  return withoutPrefix(status, 'DOMAIN_STATUS_CODE_') as DomainStatusCode;
}

/** The status of an outcome without the prefix that protobuf's enum values carry; a newer one stays a number. */
export function plainOutcomeStatus(status: OutcomeStatus__Output): OutcomeStatus {
  return withoutPrefix(status, 'OUTCOME_STATUS_') as OutcomeStatus;
}

/** An origin without the prefix that protobuf's enum values carry; a newer one stays a number. */
export function plainPreferenceOrigin(origin: PreferenceOrigin__Output): PreferenceOrigin {
  return withoutPrefix(origin, 'PREFERENCE_ORIGIN_') as PreferenceOrigin;
}

/** A question's kind without the prefix that protobuf's enum values carry; a newer one stays a number. */
export function plainQuestionKind(kind: QuestionKind__Output): QuestionKind {
  return withoutPrefix(kind, 'QUESTION_KIND_') as QuestionKind;
}

function withoutPrefix(value: string | number, prefix: string): string | number {
  return typeof value === 'string' && value.startsWith(prefix) ? value.slice(prefix.length) : value;
}
