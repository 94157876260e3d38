import { randomUUID } from 'node:crypto';
import type { DescribeRequest__Output } from '../../proto/gen/nlu/v1/DescribeRequest.js';
import type { InterpretRequest__Output } from '../../proto/gen/nlu/v1/InterpretRequest.js';
import type { RerankRequest__Output } from '../../proto/gen/nlu/v1/RerankRequest.js';
import type { Serving } from '../../serving/process/serving.js';
import { definitions, encodedResponses } from '../../serving/rpc/definitions.js';
import type { ServedService } from '../../serving/rpc/server.js';
import { type CallContext, type UnaryHandler, unary } from '../../serving/rpc/unary.js';
import { answer } from '../answer/answer.js';
import { thresholdOf } from '../answer/decision.js';
import type { MissingRisk } from '../answer/missing-risk.js';
import type { DomainOutcome } from '../answer/outcome.js';
import { PRIORS } from '../answer/prior-table.js';
import { splitDeadline } from '../domains/budget.js';
import type { DomainClient } from '../domains/domain-client.js';
import { type AskDomain, fanOut } from '../domains/fan-out.js';
import { requestFault } from '../domains/request-fault.js';
import { askInRounds } from '../domains/rounds.js';
import type { PriorVersions } from '../priors/prior-versions.js';
import type { GatewayConfig } from './config.js';
import { describe, domainsToDescribe } from './describe.js';
import type { LoopDelay } from './loop-delay.js';
import type { GatewayMetrics } from './metrics.js';
import { checkInterpret, checkRerank, type Query } from './request.js';
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

/** The Gateway service: admit, check, fan out, weigh, merge, decide, reply. */
export function gatewayService(parts: GatewayParts): ServedService {
  const { serving } = parts;
  const client = (name: string) => parts.domains.get(name)!;
  const interpret: UnaryHandler<InterpretRequest__Output, Buffer> = (request, context) => {
    const query = checkInterpret(request, parts.config, randomUUID);
    return reply(parts, query, (asked) => (name, settings) => client(name).interpret(asked, settings), context);
  };
  const rerank: UnaryHandler<RerankRequest__Output, Buffer> = (request, context) => {
    const query = checkRerank(request, parts.config, randomUUID);
    return reply(parts, query, () => (name, settings) => client(name).rerank(query, settings), context);
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

/** What one domain is asked for a query. */
type AskOf = (query: Query) => AskDomain;

async function reply(parts: GatewayParts, query: Query, askOf: AskOf, context: CallContext): Promise<Buffer> {
  const { config, priors, missingRisk, metrics } = parts;
  const { table, version, end } = priors.lease(query.versions.get(PRIORS) ?? '');
  try {
    const rules = { table: query.applyPriors ? table : undefined, threshold: thresholdOf(table, config.rejection) };
    const outcomes = await askInRounds(query, fanOutOf(parts, askOf, context), rules);
    const fault = requestFault(query, outcomes);
    if (fault) throw fault;
    const result = answer(query, outcomes, { priors: table, rejection: config.rejection });
    metrics.answered(result);
    if (!result.degraded) missingRisk.observe(result.bests, result.decision === 'REJECT');
    const absent = query.domains.filter((domain) => !result.bests.has(domain));
    const priorsVersion = query.applyPriors ? version : '';
    return encodeResponse(query.requestId, result, outcomes, missingRisk.risk(result.bests, absent), priorsVersion);
  } finally {
    end();
  }
}

/** One fan-out of a request after the other, all within its deadline. */
function fanOutOf(
  { config, metrics, loopDelay, serving }: GatewayParts,
  askOf: AskOf,
  { deadlineMs, signal, trace }: CallContext,
): (query: Query) => Promise<DomainOutcome[]> {
  let endMs = deadlineMs;
  return async (query) => {
    const nowMs = Date.now();
    const budget = splitDeadline(nowMs, endMs, config.deadline, loopDelay.longestMs);
    // Whoever asks again has what is left.
    endMs = nowMs + budget.callsMs;
    const ask = askOf(query);
    const askTraced: AskDomain = (name, settings) =>
      serving.tracing.traceCall(trace, `domain ${name}`, (metadata) =>
        ask(name, metadata ? { ...settings, metadata } : settings),
      );
    const outcomes = await fanOut(query.domains, askTraced, { ...budget, signal });
    metrics.asked(outcomes);
    return outcomes;
  };
}
