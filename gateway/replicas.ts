import { isIPv4, isIPv6 } from 'node:net';

/**
 * The gRPC target of a domain's addresses: one `host:port`, whose name may resolve to many replicas, or several IP
 * addresses of one family. undefined for a list that gRPC has no target for.
 */
export function replicaTarget(addresses: readonly string[]): string | undefined {
  if (addresses.length === 1) return addresses[0].startsWith('dns:') ? addresses[0] : `dns:///${addresses[0]}`;
  const hosts = addresses.map((address) => address.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1'));
  if (hosts.every((host) => isIPv4(host))) return `ipv4:${addresses.join(',')}`;
  if (hosts.every((host) => isIPv6(host))) return `ipv6:${addresses.join(',')}`;
  return undefined;
}

/** Whether the addresses are one peer for sure: a name may stand for many. */
export function isOneReplica(addresses: readonly string[]): boolean {
  return addresses.length === 1 && /^([\d.]+|\[[0-9a-fA-F:.]+\]):\d+$/.test(addresses[0]!);
}
