import type { ResolveRequest__Output } from '../../proto/gen/nlu/v1/ResolveRequest.js';
import type { ResolveResponse__Output } from '../../proto/gen/nlu/v1/ResolveResponse.js';
import { checkName } from '../../serving/checks/hypothesis.js';
import { invalidField, NluError } from '../../serving/errors.js';
import type { CallContext } from '../../serving/rpc/unary.js';
import { splitDeadline } from '../domains/budget.js';
import type { DomainClient } from '../domains/domain-client.js';
import type { GatewayConfig } from './config.js';
import type { LoopDelay } from './loop-delay.js';
import { checkDomain } from './request/known-domain.js';

/** What a gateway resolves by. */
export interface ResolvingParts {
  readonly config: Pick<GatewayConfig, 'deadline' | 'domains'>;
  readonly domains: ReadonlyMap<string, Pick<DomainClient, 'resolve'>>;
  readonly loopDelay: Pick<LoopDelay, 'longestMs'>;
}

/**
 * Asks the domain that a request names what its slots or text mean.
 * @param caller key of who asks: domains are fair between callers
 * @param newId makes the id of a request that has none
 * @throws NluError INVALID_ARGUMENT naming the field; the domain's own error, with the domain's name where it is the domain's
 *   state
 */
export async function resolveSlots(
  { config, domains, loopDelay }: ResolvingParts,
  request: ResolveRequest__Output,
  { deadlineMs, signal }: Pick<CallContext, 'deadlineMs' | 'signal'>,
  caller: string,
  newId: () => string,
): Promise<ResolveResponse__Output> {
  const known = config.domains.map(({ name }) => name);
  if (request.domain === '') throw invalidField('domain', `is empty; one of ${known.join(', ')}`);
  checkDomain('domain', request.domain, known);
  const requestId = request.requestId === '' ? newId() : checkName('request_id', request.requestId);
  const { fanOutMs } = splitDeadline(performance.now(), deadlineMs, config.deadline, loopDelay.longestMs);
  // A domain of the configuration has a client.
  const client = domains.get(request.domain)!;
  try {
    return await client.resolve({ ...request, requestId }, { timeoutMs: fanOutMs, signal, caller });
  } catch (error) {
    if (!(error instanceof NluError) || error.code === 'INVALID_ARGUMENT' || error.code === 'CANCELLED') throw error;
    throw new NluError(error.code, `${request.domain}: ${error.message}`, { cause: error, reason: error.reason });
  }
}
