import { randomUUID } from 'node:crypto';
import { catalogueName } from '../../bundles/format/catalogue-name.js';
import type { DescribeRequest__Output } from '../../proto/gen/nlu/v1/DescribeRequest.js';
import type { InterpretRequest__Output } from '../../proto/gen/nlu/v1/InterpretRequest.js';
import type { RerankRequest__Output } from '../../proto/gen/nlu/v1/RerankRequest.js';
import type { ResolveRequest__Output } from '../../proto/gen/nlu/v1/ResolveRequest.js';
import { rerankCost } from '../../serving/admission/rerank-cost.js';
import { definitions, encodedResponses } from '../../serving/rpc/definitions.js';
import type { ServedService } from '../../serving/rpc/server.js';
import { type CallContext, type UnaryHandler, unary } from '../../serving/rpc/unary.js';
import { answerRules } from '../answer/answer-rules.js';
import type { SentHearing } from '../answer/hearings/weights.js';
import type { AskDomain } from '../domains/fan-out.js';
import { repliesTo } from '../domains/heard-outcomes.js';
import { InterpretRequest } from '../domains/interpret-request.js';
import type { Query } from '../domains/query.js';
import { remembered } from '../preferences/answering/preferred-answer.js';
import { questionFor } from '../preferences/answering/question-for.js';
import { PRIORS } from '../priors/prior-tables.js';
import { describe, domainsToDescribe } from './describe.js';
import { outlineOf } from './outline.js';
import type { GatewayParts } from './parts.js';
import { countedMethods, MOST_REQUEST_BYTES } from './request/field-counts.js';
import { checkInterpret, checkRerank } from './request/request.js';
import { resolveSlots } from './resolve.js';
import { encodeResponse } from './response.js';
import { countAnswer } from './rounds/count-answer.js';
import { rememberAnswer } from './rounds/remember-answer.js';
import { rewrittenRound } from './rounds/rewritten-round.js';
import { isDegraded, round } from './rounds/round.js';

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
  const { config, priors, rewrites, claims, metrics, events } = parts;
  const lease = priors.lease(sent.versions.get(PRIORS) ?? '');
  const { table, version } = lease;
  const known = remembered(parts, sent);
  try {
    const answering = { rules: answerRules(table, sent.applyPriors, config), remembered: known };
    const answered = (query: Query) => round(parts, query, ask, context, answering);
    const { rewriting, ...last } = await rewrittenRound(rewrites, sent, answered);
    const { query, counted, outcomes, result, document } = last;
    const { rewrite } = rewriting;
    const degraded = isDegraded(last);
    metrics.answered(result, degraded);
    if (rewrite) metrics.rewritten(rewrite.layer);
    const priorsVersion = query.applyPriors ? version : '';
    context.tell?.(outlineOf(result, outcomes, degraded, priorsVersion, rewrite));
    const preferences = document?.preferences.length ?? 0;
    if (preferences > 0) context.tell?.({ preferences });
    if (teaches) claims.learn(counted[0].text, repliesTo(counted[0], counted[0]));
    const { requestId } = query;
    const hearings = query.hearings ? counted : [];
    const { questions } = parts;
    const question = questions && document && (await questionFor(questions, query, result, document));
    if (question) metrics.questioned(question.kind);
    rememberAnswer(parts, sent, last, rewrite);
    countAnswer(parts, sent, last);
    const frame = { requestId, outcomes, degraded, priorsVersion, hearings, rewrite, question };
    const response = encodeResponse(result, frame);
    if (events && recognised) {
      const { halfLifeMinutes } = table;
      const { time } = events;
      const told = { recognised, rewriting, answer: result, outcomes, degraded, priorsVersion, halfLifeMinutes, time };
      events.offer({ query: sent, ...told, preferences, question });
    }
    return response;
  } finally {
    lease.end();
  }
}
