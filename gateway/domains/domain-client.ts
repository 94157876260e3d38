import type { ChannelCredentials } from '@grpc/grpc-js';
import type { DomainDescribeResponse__Output } from '../../proto/gen/nlu/v1/DomainDescribeResponse.js';
import { type CallSettings, callUnary, encodedMethod, openChannel } from '../../serving/rpc/client.js';
import { definitions } from '../../serving/rpc/definitions.js';
import { type Resolve, systemResolve } from '../../serving/stream/replica-addresses.js';
import { StreamingChannel } from '../../serving/stream/streaming-channel.js';
import { type BreakerState, domainBreaker } from './breaker.js';
import { splitDeadline } from './budget.js';
import type { DomainEntry, DomainRules } from './domains-config.js';
import type { AskSettings } from './fan-out.js';
import type { InterpretRequest } from './interpret-request.js';
import type { Query, RerankQuery } from './query.js';
import { OUTLIER_RULES, replicaServiceConfig } from './replica-service-config.js';
import { replicaAddresses, replicaName, replicaTarget } from './replicas.js';
import type { EncodedReply } from './replies/encoded-reply.js';
import { checkReply } from './replies/reply-check.js';

/** The gateway's client of one domain: all its replicas, behind one circuit breaker. */
export interface DomainClient {
  readonly name: string;
  readonly breakerState: BreakerState;
  /** Number of replicas that are called by a stream now; missing streams are opened in the background. */
  readonly streams: number;
  /** @throws NluError the domain's own, INTERNAL for a reply that is refused, UNAVAILABLE by the breaker */
  interpret(request: InterpretRequest, settings: AskSettings): Promise<EncodedReply>;
  /** @throws NluError as `interpret` does */
  rerank(query: RerankQuery, settings: AskSettings): Promise<EncodedReply>;
  /** Describes what one replica serves; asked even while the breaker is open. */
  describe(settings: AskSettings): Promise<DomainDescribeResponse__Output>;
  close(): void;
}

/**
 * Opens a domain's client, which connects on the first call.
 * @param resolve looks names up for streams
 */
export function openDomain(
  { name, addresses, serverName }: DomainEntry,
  rules: DomainRules,
  credentials?: ChannelCredentials,
  resolve: Resolve = systemResolve,
): DomainClient {
  const secured = { proxy: rules.calls.proxy, ...(credentials ? { credentials } : {}) };
  // The configuration takes no addresses without a target.
  const channel = openChannel(replicaTarget(addresses)!, {
    serviceConfig: replicaServiceConfig(rules.calls),
    serverName,
    ...secured,
  });
  const replica = replicaIdentity(addresses, serverName);
  const breaker = domainBreaker(rules.breaker, splitDeadline(0, undefined, rules.deadline).fanOutMs / 2);
  const { Interpret, Rerank, Describe } = definitions().domain;
  const methods = { Interpret: encodedMethod(Interpret.path), Rerank: encodedMethod(Rerank.path) };
  const { transport, hedgeAfterMs, resolveEveryMs } = rules.calls;
  const line =
    transport === 'stream' && hedgeAfterMs === undefined
      ? new StreamingChannel({
          channel,
          addresses: replicaAddresses(addresses, resolveEveryMs, resolve),
          connect: (address) => openChannel(replicaTarget([address])!, { ...replica, ...secured }),
          repeats: rules.calls,
          outliers: OUTLIER_RULES,
        })
      : undefined;
  const call = (method: 'Interpret' | 'Rerank', request: Buffer, settings: CallSettings): Promise<Buffer> => {
    const encoded = methods[method];
    return line ? line.call(encoded, method, request, settings) : callUnary(channel, encoded, request, settings);
  };
  const expectation = ({ utterance, textLength, versions, explain }: Query) => ({
    domain: name,
    utterance,
    textLength,
    version: versions.get(name),
    maxHypotheses: rules.hypotheses.limit,
    explain,
  });
  return {
    name,
    get breakerState() {
      return breaker.state;
    },
    get streams() {
      return line?.streams ?? 0;
    },
    // How many hypotheses is left to the bundle: its re-ranker was trained on lists of that length.
    interpret: (request, settings) =>
      breaker.run(settings.timeoutMs, () => {
        const { query } = request;
        const encoded = request.encode(query.versions.get(name) ?? '');
        return call('Interpret', encoded, settings).then((bytes) => checkReply(bytes, expectation(query)));
      }),
    rerank(query, settings) {
      const hypotheses = (query.hypotheses.get(name) ?? []).map(({ hypothesis }) => ({
        ...hypothesis,
        slots: [...hypothesis.slots],
        // An absent field is missing; one that is set to nothing would be refused by the codec.
        scores: hypothesis.scores ?? null,
      }));
      const { utterance, requestId, versions, explain } = query;
      const version = versions.get(name) ?? '';
      const request = Rerank.requestSerialize({ utterance, requestId, version, explain, hypotheses });
      return breaker.run(settings.timeoutMs, () =>
        call('Rerank', request, settings).then((bytes) => checkReply(bytes, expectation(query))),
      );
    },
    describe: (settings) => callUnary(channel, Describe, {}, settings),
    close() {
      line?.close();
      channel.close();
    },
  };
}

/** A replica of a name is asked under that name, and must prove it, though its IP address is dialled. */
function replicaIdentity(addresses: readonly string[], serverName: string | undefined) {
  const name = replicaName(addresses);
  return name ? { serverName: serverName ?? name.host, authority: `${name.host}:${name.port}` } : { serverName };
}
