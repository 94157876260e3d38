import { randomUUID } from 'node:crypto';
import type { InterpretRequest__Output } from '../proto/gen/nlu/v1/InterpretRequest.js';
import type { InterpretResponse } from '../proto/gen/nlu/v1/InterpretResponse.js';
import type { RerankRequest__Output } from '../proto/gen/nlu/v1/RerankRequest.js';
import { definitions } from '../proto/rpc/definitions.js';
import type { ServedService } from '../proto/rpc/server.js';
import { type CallContext, unary } from '../proto/rpc/unary.js';
import { answer } from './answer.js';
import { fanOutBudgetMs } from './budget.js';
import type { GatewayConfig } from './config.js';
import type { DomainClient } from './domain-client.js';
import { type AskDomain, fanOut } from './fan-out.js';
import type { PriorTable } from './prior-table.js';
import { checkInterpret, checkRerank, type Query } from './request.js';
import { requestFault } from './request-fault.js';
import { toResponse } from './response.js';

/** What the service works with. */
export interface GatewayParts {
  readonly config: GatewayConfig;
  readonly priors: PriorTable;
  /** One client for every domain of the configuration, by name. */
  readonly domains: ReadonlyMap<string, DomainClient>;
}

/** The Gateway service: check, fan out, weigh, merge, decide, reply. */
export function gatewayService(parts: GatewayParts): ServedService {
  const client = (name: string) => parts.domains.get(name)!;
  return {
    name: 'nlu.v1.Gateway',
    definition: definitions().gateway,
    implementation: {
      Interpret: unary((request: InterpretRequest__Output, context) => {
        const query = checkInterpret(request, parts.config, randomUUID);
        return reply(parts, query, (name, settings) => client(name).interpret(query, settings), context);
      }),
      Rerank: unary((request: RerankRequest__Output, context) => {
        const query = checkRerank(request, parts.config, randomUUID);
        return reply(parts, query, (name, settings) => client(name).rerank(query, settings), context);
      }),
    },
  };
}

async function reply(
  { config, priors }: GatewayParts,
  query: Query,
  ask: AskDomain,
  { deadlineMs, signal }: CallContext,
): Promise<InterpretResponse> {
  const timeoutMs = fanOutBudgetMs(Date.now(), deadlineMs, config.deadline);
  const outcomes = await fanOut(query.domains, ask, { timeoutMs, signal });
  const fault = requestFault(query, outcomes);
  if (fault) throw fault;
  return toResponse(query.requestId, answer(query, outcomes, { priors, rejection: config.rejection }), outcomes);
}
