import type { DescribeRequest__Output } from '../../proto/gen/nlu/v1/DescribeRequest.js';
import type { DescribeResponse } from '../../proto/gen/nlu/v1/DescribeResponse.js';
import type { DomainDescription } from '../../proto/gen/nlu/v1/DomainDescription.js';
import { checkName } from '../../serving/checks/hypothesis.js';
import { NluError } from '../../serving/errors.js';
import type { CallContext } from '../../serving/rpc/unary.js';
import type { PriorTable } from '../answer/priors/prior-table.js';
import { splitDeadline } from '../domains/budget.js';
import type { DomainClient } from '../domains/domain-client.js';
import type { AskSettings } from '../domains/fan-out.js';
import { failureStatus } from '../domains/outcome.js';
import type { TableVersions } from '../tables/table-versions.js';
import type { GatewayConfig } from './config.js';
import type { LoopDelay } from './loop-delay.js';
import { checkDomain } from './request/known-domain.js';

/** The parts of the gateway that Describe reports on. */
export interface DescribedParts {
  readonly config: Pick<GatewayConfig, 'deadline' | 'domains'>;
  readonly priors: TableVersions<PriorTable>;
  readonly domains: ReadonlyMap<string, Pick<DomainClient, 'describe'>>;
  readonly loopDelay: Pick<LoopDelay, 'longestMs'>;
}

/**
 * The domains that a Describe request asks for, each once and in the configured order: all when it names none.
 * @throws NluError INVALID_ARGUMENT naming the field that is wrong
 */
export function domainsToDescribe(
  { requestId, domains }: DescribeRequest__Output,
  config: Pick<GatewayConfig, 'domains'>,
): readonly string[] {
  const known = config.domains.map(({ name }) => name);
  for (const [index, name] of domains.entries()) checkDomain(`domains[${index}]`, name, known);
  if (requestId !== '') checkName('request_id', requestId);
  return domains.length === 0 ? known : known.filter((name) => domains.includes(name));
}

/**
 * Asks every domain at once what it serves. A domain that does not answer within the deadline is listed with its status.
 * @throws NluError DEADLINE_EXCEEDED when there is no time left to ask, CANCELLED when the caller cancelled
 */
export async function describe(
  { config, priors, domains, loopDelay }: DescribedParts,
  names: readonly string[],
  { deadlineMs, signal }: Pick<CallContext, 'deadlineMs' | 'signal'>,
): Promise<DescribeResponse> {
  const { fanOutMs } = splitDeadline(performance.now(), deadlineMs, config.deadline, loopDelay.longestMs);
  const settings = { timeoutMs: fanOutMs, signal };
  const described = await Promise.all(names.map((name) => describeDomain(name, domains.get(name), settings)));
  if (signal.aborted) throw new NluError('CANCELLED', 'cancelled by the caller');
  const { version, end } = priors.lease('');
  end();
  return { domains: described, priorsVersion: version };
}

async function describeDomain(
  name: string,
  client: Pick<DomainClient, 'describe'> | undefined,
  settings: AskSettings,
): Promise<DomainDescription> {
  try {
    if (!client) throw new NluError('UNAVAILABLE', 'the gateway has no line to it');
    const described = await client.describe(settings);
    const { domain, bundleVersion, bundleDigest, intents, versions, rerankerForm, ownScores, catalogueVersions } =
      described;
    if (domain !== name) throw new NluError('INTERNAL', `it says that it is ${JSON.stringify(domain.slice(0, 64))}`);
    const model = { bundleVersion, bundleDigest, intents, versions, rerankerForm, ownScores, catalogueVersions };
    return { domain: name, status: 'DOMAIN_STATUS_CODE_OK', ...model };
  } catch (error) {
    if (!(error instanceof NluError)) throw error;
    return { domain: name, status: `DOMAIN_STATUS_CODE_${failureStatus(error)}`, message: error.message };
  }
}
