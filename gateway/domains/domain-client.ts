import type { ChannelCredentials } from '@grpc/grpc-js';
import { catalogueName } from '../../bundles/format/catalogue-name.js';
import type { DomainDescribeResponse__Output } from '../../proto/gen/nlu/v1/DomainDescribeResponse.js';
import type { ResolveRequest } from '../../proto/gen/nlu/v1/ResolveRequest.js';
import type { ResolveResponse__Output } from '../../proto/gen/nlu/v1/ResolveResponse.js';
import { NluError } from '../../serving/errors.js';
import type { InProcessCalls } from '../../serving/in-process/in-process-channel.js';
import { definitions } from '../../serving/rpc/definitions.js';
import { type Resolve, systemResolve } from '../../serving/stream/replica-addresses.js';
import { type BreakerState, domainBreaker } from './breaker.js';
import { splitDeadline } from './budget.js';
import { type DomainEntry, type DomainRules, isInProcess } from './domains-config.js';
import type { AskSettings } from './fan-out.js';
import type { InterpretRequest } from './interpret-request.js';
import type { DomainLine } from './lines/domain-line.js';
import { inProcessLine } from './lines/in-process-line.js';
import { replicaLine } from './lines/replica-line.js';
import type { Query, RerankQuery } from './query.js';
import type { EncodedReply } from './replies/encoded-reply.js';
import { checkReply } from './replies/reply-check.js';

/** The gateway's client of one domain: all its replicas, or its service in this process, behind one circuit breaker. */
export interface DomainClient {
  readonly name: string;
  readonly breakerState: BreakerState;
  /**
   * Number of replicas that are called by a stream now; missing streams are opened in the background. undefined where the
   * domain is in this process.
   */
  readonly streams: number | undefined;
  /** @throws NluError the domain's own, INTERNAL for a reply that is refused, UNAVAILABLE by the breaker */
  interpret(request: InterpretRequest, settings: AskSettings): Promise<EncodedReply>;
  /** @throws NluError as `interpret` does */
  rerank(query: RerankQuery, settings: AskSettings): Promise<EncodedReply>;
  /** Looks in the domain's catalogue. @throws NluError the domain's own, UNAVAILABLE by the breaker */
  resolve(request: ResolveRequest, settings: AskSettings): Promise<ResolveResponse__Output>;
  /** Describes what one replica serves; asked even while the breaker is open. */
  describe(settings: AskSettings): Promise<DomainDescribeResponse__Output>;
  close(): void;
}

/** What a domain's client is opened with. */
export interface DomainAccess {
  /** For calls over the network; plain text when absent. */
  readonly credentials?: ChannelCredentials | undefined;
  /** Looks names up for streams; the operating system's when absent. */
  readonly resolve?: Resolve | undefined;
  /** The services of this process, by domain; absent: there are none. */
  readonly inProcess?: ReadonlyMap<string, InProcessCalls> | undefined;
}

/**
 * Opens a domain's client, which connects on the first call.
 * @throws NluError FAILED_PRECONDITION for a domain that is said to be in this process, and is not
 */
export function openDomain(entry: DomainEntry, rules: DomainRules, access: DomainAccess = {}): DomainClient {
  const shortestFairMs = splitDeadline(0, undefined, rules.deadline).fanOutMs / 2;
  const { credentials, resolve = systemResolve, inProcess } = access;
  const line = isInProcess(entry)
    ? inProcessLine(serviceHere(entry.name, inProcess))
    : replicaLine(entry, { calls: rules.calls, shortestFairMs, credentials, resolve });
  return clientOver(line, entry.name, rules, shortestFairMs);
}

function serviceHere(name: string, inProcess: DomainAccess['inProcess']): InProcessCalls {
  const service = inProcess?.get(name);
  if (service) return service;
  throw new NluError(
    'FAILED_PRECONDITION',
    `domains: ${name} is in-process, and this process is a gateway alone; start it with "nlu-reranker serve-all", or give host:port`,
  );
}

function clientOver(line: DomainLine, name: string, rules: DomainRules, shortestFairMs: number): DomainClient {
  const breaker = domainBreaker(rules.breaker, shortestFairMs);
  const { Rerank } = definitions().domain;
  const catalogueOf = ({ versions }: Query) => versions.get(catalogueName(name)) ?? '';
  const expectation = ({ utterance, textLength, versions, explain, resolve }: Query) => ({
    domain: name,
    utterance,
    textLength,
    version: versions.get(name),
    maxHypotheses: rules.hypotheses.limit,
    explain,
    resolve,
  });
  return {
    name,
    get breakerState() {
      return breaker.state;
    },
    get streams() {
      return line.streams;
    },
    // How many hypotheses is left to the bundle: its re-ranker was trained on lists of that length.
    interpret: (request, settings) =>
      breaker.run(settings.timeoutMs, () => {
        const { query } = request;
        const encoded = request.encode(query.versions.get(name) ?? '', catalogueOf(query));
        return line.call('Interpret', encoded, settings).then((bytes) => checkReply(bytes, expectation(query)));
      }),
    rerank(query, settings) {
      const hypotheses = (query.hypotheses.get(name) ?? []).map(({ hypothesis }) => ({
        ...hypothesis,
        slots: [...hypothesis.slots],
        // An absent field is missing; one that is set to nothing would be refused by the codec.
        scores: hypothesis.scores ?? null,
      }));
      const { utterance, requestId, versions, explain, resolve, context, trialBucket } = query;
      const version = versions.get(name) ?? '';
      const { deviceType, hour } = context;
      const options = { catalogueVersion: catalogueOf(query), deviceType, ...(hour !== undefined && { hour }) };
      const entities = resolve ? options : null;
      const told = { utterance, requestId, version, explain, hypotheses, entities, trialBucket };
      const request = Rerank.requestSerialize(told);
      return breaker.run(settings.timeoutMs, () =>
        line.call('Rerank', request, settings).then((bytes) => checkReply(bytes, expectation(query))),
      );
    },
    resolve: (request, settings) => breaker.run(settings.timeoutMs, () => line.resolve(request, settings)),
    describe: (settings) => line.describe(settings),
    close: () => line.close(),
  };
}
