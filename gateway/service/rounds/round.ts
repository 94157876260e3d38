import { codePointLength } from '../../../serving/checks/utterance.js';
import type { CallContext } from '../../../serving/rpc/unary.js';
import { answer, answerHearings } from '../../answer/answer.js';
import type { AnswerRules } from '../../answer/answer-rules.js';
import type { Claims } from '../../answer/claims/claims.js';
import { splitDeadline } from '../../domains/budget.js';
import { type AskDomain, fanOut } from '../../domains/fan-out.js';
import { countedHearings, type HeardOutcomes, pooledOutcomes, repliesTo } from '../../domains/heard-outcomes.js';
import { type DomainOutcome, isMissing } from '../../domains/outcome.js';
import type { Query } from '../../domains/query.js';
import { encodedMeanings } from '../../domains/replies/encoded-meaning.js';
import { requestFault } from '../../domains/request-fault.js';
import {
  knownInTime,
  preferencesCount,
  preferredAnswer,
  type Remembered,
} from '../../preferences/answering/preferred-answer.js';
import type { CustomerDocument } from '../../preferences/document/customer-document.js';
import type { GatewayParts } from '../parts.js';
import type { EncodedAnswer } from '../response.js';

/** One time of asking the domains, and the answer that it gave. */
export interface Round {
  readonly query: Query;
  /** Likeliest first, at least one. */
  readonly counted: readonly HeardOutcomes[];
  /** Of all hearings together. */
  readonly outcomes: readonly DomainOutcome[];
  readonly result: EncodedAnswer;
  /** What was known of who asks when the domains had replied; undefined: nothing, or nobody asks. */
  readonly known: CustomerDocument | undefined;
  /** The same where the answer follows it; undefined where preferences shall not count. */
  readonly document: CustomerDocument | undefined;
}

/** What an answer follows besides the domains' replies. */
export interface Answering {
  readonly rules: AnswerRules;
  /** Looked up while the domains work. */
  readonly remembered: Remembered;
}

/** Whether a domain that was asked did not reply. */
export const isDegraded = ({ outcomes }: Pick<Round, 'outcomes'>): boolean => outcomes.some(isMissing);

/**
 * Asks the domains, and answers by what they say.
 * @param ask makes the way to ask a domain for its reply to one hearing of the query
 * @throws NluError for what is wrong with the request, by what the domains say; DEADLINE_EXCEEDED
 */
export async function round(
  parts: GatewayParts,
  query: Query,
  ask: (heard: Query) => AskDomain,
  context: CallContext,
  { rules, remembered }: Answering,
): Promise<Round> {
  const asked = await askHearings(parts, query, ask, context);
  const fault = requestFault(query, asked[0].outcomes);
  if (fault) throw fault;
  const counted = countedHearings(asked);
  const outcomes = pooledOutcomes(counted);
  const absent = outcomes.filter(isMissing).map(({ domain }) => domain);
  const known = remembered instanceof Promise ? await knownInTime(remembered, parts) : remembered;
  const document = preferencesCount(query, parts.config) ? known : undefined;
  const answerTo = (preferring: Query) => answerOf(preferring, counted, rules, parts.claims, absent);
  return {
    query,
    counted,
    outcomes,
    known,
    document,
    result: preferredAnswer(query, document, parts.config, answerTo),
  };
}

function answerOf(
  query: Query,
  counted: readonly HeardOutcomes[],
  rules: AnswerRules,
  claims: Claims,
  absent: readonly string[],
): EncodedAnswer {
  const [first] = counted;
  if (!query.hearings) return answer(query, repliesTo(first, first), rules, claims.absent(query.utterance, absent));
  const hearings = counted.map((hearing) => ({
    utterance: hearing.text,
    weight: hearing.weight,
    replies: repliesTo(hearing, first),
    absent: claims.absent(hearing.text, absent),
  }));
  return answerHearings(query, hearings, rules, encodedMeanings());
}

/**
 * Asks the domains for each hearing, all within the request's deadline. All calls are made in one tick, the likeliest hearing's
 * first: those to a replica travel as one message, and one that is busy takes the likeliest before it turns others away.
 * @returns likeliest first, at least one
 */
async function askHearings(
  { config, metrics, loopDelay, serving }: GatewayParts,
  query: Query,
  ask: (heard: Query) => AskDomain,
  context: CallContext,
): Promise<HeardOutcomes[]> {
  const { deadlineMs, signal, trace } = context;
  // Names and addresses are text of any kind, and travel in headers.
  const caller = encodeURIComponent(serving.callerOf(context));
  const budget = splitDeadline(performance.now(), deadlineMs, config.deadline, loopDelay.longestMs);
  const outcomesOf = async (heard: Query): Promise<DomainOutcome[]> => {
    const askDomain = ask(heard);
    const askTraced: AskDomain = (name, settings) =>
      serving.tracing.traceCall(trace, `domain ${name}`, (metadata) =>
        askDomain(name, metadata ? { ...settings, caller, metadata } : { ...settings, caller }),
      );
    const outcomes = await fanOut(query.domains, askTraced, { ...budget, signal });
    metrics.asked(outcomes);
    return outcomes;
  };
  const { hearings } = query;
  if (!hearings) return [{ text: query.utterance, weight: 1, outcomes: await outcomesOf(query) }];
  return Promise.all(
    hearings.map(async ({ text, weight }) => {
      const outcomes = await outcomesOf({ ...query, utterance: text, textLength: codePointLength(text) });
      return { text, weight, outcomes };
    }),
  );
}
