import { randomUUID } from 'node:crypto';
import type { DescribeRequest__Output } from '../../proto/gen/nlu/v1/DescribeRequest.js';
import type { InterpretRequest__Output } from '../../proto/gen/nlu/v1/InterpretRequest.js';
import type { RerankRequest__Output } from '../../proto/gen/nlu/v1/RerankRequest.js';
import type { Serving } from '../../serving/process/serving.js';
import { definitions, encodedResponses } from '../../serving/rpc/definitions.js';
import type { ServedService } from '../../serving/rpc/server.js';
import { type CallContext, type UnaryHandler, unary } from '../../serving/rpc/unary.js';
import { answer } from '../answer/answer.js';
import { answerRules } from '../answer/answer-rules.js';
import type { MissingRisk } from '../answer/missing-risk.js';
import { splitDeadline } from '../domains/budget.js';
import type { DomainClient } from '../domains/domain-client.js';
import { type AskDomain, fanOut } from '../domains/fan-out.js';
import { InterpretRequest } from '../domains/interpret-request.js';
import { type DomainOutcome, isMissing } from '../domains/outcome.js';
import type { Query } from '../domains/query.js';
import type { EncodedReply } from '../domains/replies/encoded-reply.js';
import { requestFault } from '../domains/request-fault.js';
import { PRIORS, type PriorVersions } from '../priors/prior-versions.js';
import type { GatewayConfig } from './config.js';
import { describe, domainsToDescribe } from './describe.js';
import type { LoopDelay } from './loop-delay.js';
import type { GatewayMetrics } from './metrics.js';
import { checkInterpret, checkRerank } from './request.js';
import { encodeResponse } from './response.js';

/** What the service works with. */
export interface GatewayParts {
  readonly config: GatewayConfig;
  readonly priors: PriorVersions;
  /** One client for every domain of the configuration, by name. */
  readonly domains: ReadonlyMap<string, DomainClient>;
  readonly missingRisk: MissingRisk;
  readonly metrics: GatewayMetrics;
  readonly loopDelay: Pick<LoopDelay, 'longestMs'>;
  readonly serving: Pick<Serving, 'wrap' | 'tracing' | 'logDefect'>;
}

/** The Gateway service: admit, check, ask the domains, answer, reply. */
export function gatewayService(parts: GatewayParts): ServedService {
  const { serving } = parts;
  // Requests name no domain that is not configured.
  const client = (name: string) => parts.domains.get(name)!;
  const interpret: UnaryHandler<InterpretRequest__Output, Buffer> = (request, context) => {
    const query = checkInterpret(request, parts.config, randomUUID);
    const asked = new InterpretRequest(query);
    return reply(parts, query, (name, settings) => client(name).interpret(asked, settings), context);
  };
  const rerank: UnaryHandler<RerankRequest__Output, Buffer> = (request, context) => {
    const query = checkRerank(request, parts.config, randomUUID);
    return reply(parts, query, (name, settings) => client(name).rerank(query, settings), context);
  };
  const { Describe } = definitions().gateway;
  const describeDomains: UnaryHandler<DescribeRequest__Output, Buffer> = async (request, context) => {
    const names = domainsToDescribe(request, parts.config);
    return Describe.responseSerialize(await describe(parts, names, context));
  };
  return {
    name: 'nlu.v1.Gateway',
    definition: encodedResponses(definitions().gateway),
    implementation: {
      Interpret: unary(serving.wrap(interpret), serving.logDefect),
      Rerank: unary(serving.wrap(rerank), serving.logDefect),
      Describe: unary(serving.wrap(describeDomains), serving.logDefect),
    },
  };
}

async function reply(parts: GatewayParts, query: Query, ask: AskDomain, context: CallContext): Promise<Buffer> {
  const { config, priors, missingRisk, metrics } = parts;
  const { table, version, end } = priors.lease(query.versions.get(PRIORS) ?? '');
  try {
    const outcomes = await askDomains(parts, query.domains, ask, context);
    const fault = requestFault(query, outcomes);
    if (fault) throw fault;
    const replies = repliesOf(outcomes);
    const result = answer(query, replies, answerRules(table, query.applyPriors, config));
    const absent = outcomes.filter(isMissing).map(({ domain }) => domain);
    const degraded = absent.length > 0;
    metrics.answered(result, degraded);
    // A user's answer to a question says nothing of which domain wins a request.
    if (!degraded && !query.asked) missingRisk.observe(result.bests, result.decision === 'REJECT');
    return encodeResponse(result, {
      requestId: query.requestId,
      outcomes,
      degraded,
      missingDomainRisk: missingRisk.risk(result.bests, absent),
      priorsVersion: query.applyPriors ? version : '',
    });
  } finally {
    end();
  }
}

/** Asks the domains, all within the request's deadline. */
async function askDomains(
  { config, metrics, loopDelay, serving }: GatewayParts,
  domains: readonly string[],
  ask: AskDomain,
  { deadlineMs, signal, trace }: CallContext,
): Promise<DomainOutcome[]> {
  const budget = splitDeadline(Date.now(), deadlineMs, config.deadline, loopDelay.longestMs);
  const askTraced: AskDomain = (name, settings) =>
    serving.tracing.traceCall(trace, `domain ${name}`, (metadata) =>
      ask(name, metadata ? { ...settings, metadata } : settings),
    );
  const outcomes = await fanOut(domains, askTraced, { ...budget, signal });
  metrics.asked(outcomes);
  return outcomes;
}

/** The replies among the outcomes, by domain in the same order. */
function repliesOf(outcomes: readonly DomainOutcome[]): Map<string, EncodedReply> {
  const replies = new Map<string, EncodedReply>();
  for (const outcome of outcomes) if (outcome.status === 'OK') replies.set(outcome.domain, outcome.reply);
  return replies;
}
