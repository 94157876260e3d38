import { randomUUID } from 'node:crypto';
import { catalogueName } from '../../bundles/format/catalogue-name.js';
import type { DescribeRequest__Output } from '../../proto/gen/nlu/v1/DescribeRequest.js';
import type { InterpretRequest__Output } from '../../proto/gen/nlu/v1/InterpretRequest.js';
import type { RerankRequest__Output } from '../../proto/gen/nlu/v1/RerankRequest.js';
import type { ResolveRequest__Output } from '../../proto/gen/nlu/v1/ResolveRequest.js';
import { rerankCost } from '../../serving/admission/rerank-cost.js';
import { codePointLength } from '../../serving/checks/utterance.js';
import type { Serving } from '../../serving/process/serving.js';
import { definitions, encodedResponses } from '../../serving/rpc/definitions.js';
import type { ServedService } from '../../serving/rpc/server.js';
import { type CallContext, type UnaryHandler, unary } from '../../serving/rpc/unary.js';
import { answer, answerHearings } from '../answer/answer.js';
import { type AnswerRules, answerRules } from '../answer/answer-rules.js';
import type { Claims } from '../answer/claims/claims.js';
import type { SentHearing } from '../answer/hearings/weights.js';
import type { PriorTable } from '../answer/priors/prior-table.js';
import { splitDeadline } from '../domains/budget.js';
import type { DomainClient } from '../domains/domain-client.js';
import { type AskDomain, fanOut } from '../domains/fan-out.js';
import { countedHearings, type HeardOutcomes, pooledOutcomes, repliesTo } from '../domains/heard-outcomes.js';
import { InterpretRequest } from '../domains/interpret-request.js';
import { type DomainOutcome, isMissing } from '../domains/outcome.js';
import type { Query } from '../domains/query.js';
import { encodedMeanings } from '../domains/replies/encoded-meaning.js';
import { requestFault } from '../domains/request-fault.js';
import type { Recorder } from '../feedback/recording/recorder.js';
import { PRIORS } from '../priors/prior-tables.js';
import { knownRewrite, type Rewriting } from '../rewriting/rewrite.js';
import { REWRITES } from '../rewriting/rewrite-tables.js';
import type { RewriteIndex } from '../rewriting/table/rewrite-table.js';
import type { TableVersions } from '../tables/table-versions.js';
import type { GatewayConfig } from './config.js';
import { describe, domainsToDescribe } from './describe.js';
import { countedMethods, MOST_REQUEST_BYTES } from './field-counts.js';
import type { LoopDelay } from './loop-delay.js';
import type { GatewayMetrics } from './metrics.js';
import { outlineOf } from './outline.js';
import { checkInterpret, checkRerank } from './request.js';
import { resolveSlots } from './resolve.js';
import { type EncodedAnswer, encodeResponse } from './response.js';

/** What the service works with. */
export interface GatewayParts {
  readonly config: GatewayConfig;
  readonly priors: TableVersions<PriorTable>;
  readonly rewrites: TableVersions<RewriteIndex>;
  /** One client for every domain of the configuration, by name. */
  readonly domains: ReadonlyMap<string, DomainClient>;
  readonly claims: Claims;
  readonly metrics: GatewayMetrics;
  readonly loopDelay: Pick<LoopDelay, 'longestMs'>;
  /** Takes the events of requests; undefined: none are kept. */
  readonly events?: Recorder | undefined;
  readonly serving: Pick<Serving, 'wrap' | 'callerOf' | 'tracing' | 'logDefect'>;
}

/** The Gateway service: admit, check, ask the domains, answer, reply. */
export function gatewayService(parts: GatewayParts): ServedService {
  const { serving } = parts;
  // Requests name no domain that is not configured.
  const client = (name: string) => parts.domains.get(name)!;
  const interpret: UnaryHandler<InterpretRequest__Output, Buffer> = (request, context) => {
    const query = checkInterpret(request, parts.config, randomUUID);
    const ask = (heard: Query): AskDomain => {
      const asked = new InterpretRequest(heard);
      return (name, settings) => client(name).interpret(asked, settings);
    };
    // What a pinned version says, or one says of an answer to a question, is not what a request would hear.
    const isOrdinary = query.versions.size === 0;
    return reply(parts, query, ask, context, {
      teaches: isOrdinary && !query.asked,
      recognised: isOrdinary ? request.recognised : undefined,
    });
  };
  const rerank: UnaryHandler<RerankRequest__Output, Buffer> = (request, context) => {
    const query = checkRerank(request, parts.config, randomUUID);
    return reply(parts, query, () => (name, settings) => client(name).rerank(query, settings), context);
  };
  const { Describe, Resolve } = definitions().gateway;
  const resolve: UnaryHandler<ResolveRequest__Output, Buffer> = async (request, context) => {
    const caller = encodeURIComponent(serving.callerOf(context));
    const resolved = await resolveSlots(parts, request, context, caller, randomUUID);
    const versions = { [catalogueName(request.domain)]: resolved.catalogueVersion };
    context.tell?.({ requestId: resolved.requestId, versions });
    return Resolve.responseSerialize(resolved);
  };
  const describeDomains: UnaryHandler<DescribeRequest__Output, Buffer> = async (request, context) => {
    const names = domainsToDescribe(request, parts.config);
    return Describe.responseSerialize(await describe(parts, names, context));
  };
  return {
    name: 'nlu.v1.Gateway',
    definition: encodedResponses(countedMethods(definitions().gateway, parts.config.hypotheses.limit)),
    mostRequestBytes: MOST_REQUEST_BYTES,
    implementation: {
      Interpret: unary(
        serving.wrap(interpret, ({ recognised }) => hearingsCost(recognised.length, parts.config.hearings.most)),
        serving.logDefect,
      ),
      Rerank: unary(serving.wrap(rerank, rerankCost), serving.logDefect),
      Resolve: unary(serving.wrap(resolve), serving.logDefect),
      Describe: unary(serving.wrap(describeDomains), serving.logDefect),
    },
  };
}

/** Each hearing that is interpreted costs as much as a request of its own. */
const hearingsCost = (sent: number, most: number) => Math.max(1, Math.min(sent, most));

/** What a reply is used for besides. */
interface ReplyUses {
  /** Whether the domains' replies tell what they say of such words. */
  readonly teaches?: boolean;
  /** The n-best list as it was sent, for the request's event; undefined: it has none. */
  readonly recognised?: readonly SentHearing[] | undefined;
}

/** @param ask makes the way to ask a domain for its reply to one hearing of the query */
async function reply(
  parts: GatewayParts,
  sent: Query,
  ask: (heard: Query) => AskDomain,
  context: CallContext,
  { teaches = false, recognised }: ReplyUses = {},
): Promise<Buffer> {
  // A caller need not give an id, and the domains log the one that the gateway made then.
  context.tell?.({ requestId: sent.requestId });
  const { config, priors, claims, metrics, events } = parts;
  const rewriting = rewritingOf(sent, parts.rewrites);
  const { rewrite } = rewriting;
  const query = rewrite ? said(sent, rewrite.text) : sent;
  const { table, version, end } = priors.lease(query.versions.get(PRIORS) ?? '');
  try {
    const asked = await askHearings(parts, query, ask, context);
    const fault = requestFault(query, asked[0].outcomes);
    if (fault) throw fault;
    const counted = countedHearings(asked);
    const outcomes = pooledOutcomes(counted);
    const absent = outcomes.filter(isMissing).map(({ domain }) => domain);
    const result = answerOf(query, counted, answerRules(table, query.applyPriors, config), claims, absent);
    const degraded = absent.length > 0;
    metrics.answered(result, degraded);
    const priorsVersion = query.applyPriors ? version : '';
    context.tell?.(outlineOf(result, outcomes, degraded, priorsVersion, rewrite));
    if (teaches) claims.learn(counted[0].text, repliesTo(counted[0], counted[0]));
    const { requestId } = query;
    const hearings = query.hearings ? counted : [];
    const response = encodeResponse(result, { requestId, outcomes, degraded, priorsVersion, hearings, rewrite });
    if (events && recognised) {
      const { halfLifeMinutes } = table;
      const { time } = events;
      const told = { recognised, rewriting, answer: result, outcomes, degraded, priorsVersion, halfLifeMinutes, time };
      events.offer({ query: sent, ...told });
    }
    return response;
  } finally {
    end();
  }
}

/** What rewriting comes to. The lease is short: nothing of the table is needed once its pair is found. */
function rewritingOf({ rewrite, utterance, asker, versions }: Query, rewrites: GatewayParts['rewrites']): Rewriting {
  if (!rewrite) return { isControl: false };
  const { table, version, end } = rewrites.lease(versions.get(REWRITES) ?? '');
  try {
    return knownRewrite({ utterance, customer: asker?.customer }, table, version);
  } finally {
    end();
  }
}

/** A request as if a text had been said, for certain. */
function said({ hearings: _, ...query }: Query, text: string): Query {
  return { ...query, utterance: text, textLength: codePointLength(text) };
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
