import type { ChannelCredentials } from '@grpc/grpc-js';
import { callUnary, encodedMethod, openChannel } from '../../../serving/rpc/client.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import type { Resolve } from '../../../serving/stream/replica-addresses.js';
import { StreamingChannel } from '../../../serving/stream/streaming-channel.js';
import type { CallRules, DomainEntry } from '../domains-config.js';
import type { DomainLine } from './domain-line.js';
import { OUTLIER_RULES, replicaServiceConfig } from './replica-service-config.js';
import { replicaAddresses, replicaName, replicaTarget } from './replicas.js';

/** How the replicas of a domain are called. */
export interface ReplicaRules {
  readonly calls: CallRules;
  /** Time of a call, in ms, under which its being late is no fault of a replica. */
  readonly shortestFairMs: number;
  /** Plain text when absent. */
  readonly credentials?: ChannelCredentials | undefined;
  /** Looks names up for streams. */
  readonly resolve: Resolve;
}

/** Opens the line to a domain's replicas, which connects on the first call. */
export function replicaLine(
  { addresses, serverName }: Pick<DomainEntry, 'addresses' | 'serverName'>,
  { calls, shortestFairMs, credentials, resolve }: ReplicaRules,
): DomainLine {
  const secured = { proxy: calls.proxy, ...(credentials ? { credentials } : {}) };
  // The configuration takes no addresses without a target.
  const channel = openChannel(replicaTarget(addresses)!, {
    serviceConfig: replicaServiceConfig(calls),
    serverName,
    ...secured,
  });
  const replica = replicaIdentity(addresses, serverName);
  const { Interpret, Rerank, Resolve, Describe } = definitions().domain;
  const methods = { Interpret: encodedMethod(Interpret.path), Rerank: encodedMethod(Rerank.path) };
  const streaming =
    calls.transport === 'stream' && calls.hedgeAfterMs === undefined
      ? new StreamingChannel({
          channel,
          addresses: replicaAddresses(addresses, calls.resolveEveryMs, resolve),
          connect: (address) => openChannel(replicaTarget([address])!, { ...replica, ...secured }),
          repeats: calls,
          outliers: { ...OUTLIER_RULES, shortestFairMs },
        })
      : undefined;
  return {
    get streams() {
      return streaming?.streams ?? 0;
    },
    call(method, request, settings) {
      const encoded = methods[method];
      return streaming
        ? streaming.call(encoded, method, request, settings)
        : callUnary(channel, encoded, request, settings);
    },
    resolve: (request, settings) => callUnary(channel, Resolve, request, settings),
    describe: (settings) => callUnary(channel, Describe, {}, settings),
    close() {
      streaming?.close();
      channel.close();
    },
  };
}

/** A replica of a name is asked under that name, and must prove it, though its IP address is dialled. */
function replicaIdentity(addresses: readonly string[], serverName: string | undefined) {
  const name = replicaName(addresses);
  return name ? { serverName: serverName ?? name.host, authority: `${name.host}:${name.port}` } : { serverName };
}
