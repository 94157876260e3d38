import type { DescribeResponse__Output } from '../gen/nlu/v1/DescribeResponse.js';
import type { DomainDescription__Output } from '../gen/nlu/v1/DomainDescription.js';
import type { DomainStatus__Output } from '../gen/nlu/v1/DomainStatus.js';
import type { InterpretResponse__Output } from '../gen/nlu/v1/InterpretResponse.js';
import type { KnownPreference__Output } from '../gen/nlu/v1/KnownPreference.js';
import type { OutcomeResult__Output } from '../gen/nlu/v1/OutcomeResult.js';
import type { PreferencesResponse__Output } from '../gen/nlu/v1/PreferencesResponse.js';
import type { Question__Output } from '../gen/nlu/v1/Question.js';
import type { ReportResponse__Output } from '../gen/nlu/v1/ReportResponse.js';
import type { TeachResponse__Output } from '../gen/nlu/v1/TeachResponse.js';
import {
  type Decision,
  type DomainStatusCode,
  type OutcomeStatus,
  type PreferenceOrigin,
  plainDecision,
  plainOutcomeStatus,
  plainPreferenceOrigin,
  plainQuestionKind,
  plainStatus,
  type QuestionKind,
} from '../plain-names.js';

/** What became of asking one domain for an interpretation; DomainStatus in nlu/v1/gateway.proto. */
export interface DomainStatus extends Omit<DomainStatus__Output, 'status'> {
  readonly status: DomainStatusCode;
}

/** What the user may be asked besides; Question in nlu/v1/gateway.proto. */
export interface Question extends Omit<Question__Output, 'kind'> {
  readonly kind: QuestionKind;
}

/** The gateway's answer to an utterance; InterpretResponse in nlu/v1/gateway.proto, its enum values without prefixes. */
export interface Interpretation extends Omit<InterpretResponse__Output, 'decision' | 'domains' | 'question'> {
  readonly decision: Decision;
  /** Absent: nothing is to be asked. */
  readonly question?: Question | undefined;
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

/** A preference that is kept; KnownPreference in nlu/v1/preference.proto. */
export interface KnownPreference extends Omit<KnownPreference__Output, 'origin'> {
  readonly origin: PreferenceOrigin;
}

/** What became of a preference that was taught; TaughtPreference in nlu/v1/preference.proto. */
export interface TaughtPreference {
  readonly known: KnownPreference;
  /** What it took the place of. */
  readonly replaced: KnownPreference[];
}

/** A reply to Preferences with plain enum values. */
export function knownPreferences({ preferences }: PreferencesResponse__Output): KnownPreference[] {
  return preferences.map(knownPreference);
}

/** A reply to Teach with plain enum values. */
export function taughtPreferences({ taught }: TeachResponse__Output): TaughtPreference[] {
  // A gateway says what it keeps of each.
  return taught.map(({ known, replaced }) => ({
    known: knownPreference(known!),
    replaced: replaced.map(knownPreference),
  }));
}

function knownPreference(known: KnownPreference__Output): KnownPreference {
  return { ...known, origin: plainPreferenceOrigin(known.origin) };
}

/** A reply to Report with plain enum values. */
export function outcomeResults({ results }: ReportResponse__Output): OutcomeResult[] {
  return results.map((result) => ({ ...result, status: plainOutcomeStatus(result.status) }));
}

/** A reply to Interpret or Rerank with plain enum values. */
export function interpretation(reply: InterpretResponse__Output): Interpretation {
  const { question, ...answer } = reply;
  return {
    ...answer,
    ...(question && { question: { ...question, kind: plainQuestionKind(question.kind) } }),
    decision: plainDecision(reply.decision),
    domains: reply.domains.map(withPlainStatus),
  };
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
