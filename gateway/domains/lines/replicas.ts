import { isIPv4, isIPv6 } from 'node:net';
import {
  fixedAddresses,
  type ReplicaAddresses,
  type Resolve,
  ResolvedAddresses,
} from '../../../serving/stream/replica-addresses.js';

/**
 * The gRPC target of a domain's addresses: one `host:port`, whose name may resolve to many replicas, or several IP
 * addresses of one family. undefined for a list that gRPC has no target for.
 */
export function replicaTarget(addresses: readonly string[]): string | undefined {
  if (addresses.length === 1) return `dns:///${withoutScheme(addresses[0])}`;
  const hosts = addresses.map((address) => address.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1'));
  if (hosts.every((host) => isIPv4(host))) return `ipv4:${addresses.join(',')}`;
  if (hosts.every((host) => isIPv6(host))) return `ipv6:${addresses.join(',')}`;
  return undefined;
}

/** The DNS name that stands for a domain's replicas; undefined where its addresses are IP addresses. */
export function replicaName(addresses: readonly string[]): { host: string; port: string } | undefined {
  const [, host, port] = /^([^[\]]+):(\d+)$/.exec(withoutScheme(addresses[0])) ?? [];
  return host === undefined || port === undefined || isIPv4(host) ? undefined : { host, port };
}

/** The addresses of a domain's replicas: the given ones, or those that their name stands for, looked up every `everyMs`. */
export function replicaAddresses(addresses: readonly string[], everyMs: number, resolve: Resolve): ReplicaAddresses {
  const name = replicaName(addresses);
  return name ? new ResolvedAddresses(name, everyMs, resolve) : fixedAddresses(addresses.map(withoutScheme));
}

function withoutScheme(address: string): string {
  return address.replace(/^dns:\/\/\//, '');
}
