import { isIPv6 } from 'node:net';
import type { ClientTls } from './access.js';
import { GatewayError } from './gateway-error.js';

/** How gateways are called. */
export interface GatewayClientOptions {
  /** `host:port` of each gateway, at least one. The host is a DNS name, an IPv4 address, or an IPv6 address in brackets. */
  readonly gateways: readonly string[];
  /** Absent: plain text. */
  readonly tls?: ClientTls | undefined;
  /** Bearer token, where the gateways ask for one. Only over TLS, or to this machine. */
  readonly token?: string | undefined;
  /** Path of a file that holds the token instead; it is read again every 30 s. */
  readonly tokenFile?: string | undefined;
  /** Time that a call may take in all, in ms; default 300. */
  readonly deadlineMs?: number | undefined;
  /** When there is no answer after this time, in ms, the next gateway is asked too; default a third of the deadline. */
  readonly hedgeAfterMs?: number | undefined;
  /** Whether http_proxy, https_proxy and no_proxy of the environment count; default false. To this machine they never do. */
  readonly proxy?: boolean | undefined;
}

/** Checks what can be checked without reading certificates and tokens. @throws GatewayError INVALID_ARGUMENT */
export function checkOptions(options: GatewayClientOptions): void {
  if (typeof options !== 'object' || options === null) throw invalid('options: no object; name gateways at least');
  const { gateways, tls, token, tokenFile, deadlineMs, hedgeAfterMs, proxy } = options;
  if (!Array.isArray(gateways) || gateways.length === 0) throw invalid('gateways: name at least one, in a list');
  for (const gateway of gateways) {
    if (isHostAndPort(gateway)) continue;
    throw invalid(
      `gateways: ${typeof gateway === 'string' ? JSON.stringify(gateway) : String(gateway)} is not host:port`,
    );
  }
  if (deadlineMs !== undefined) checkTime('deadlineMs', deadlineMs);
  if (hedgeAfterMs !== undefined) checkTime('hedgeAfterMs', hedgeAfterMs);
  if (proxy !== undefined && typeof proxy !== 'boolean')
    throw invalid(`proxy: ${String(proxy)} is neither true nor false`);
  const far = gateways.find((gateway) => !/^(127\.0\.0\.1|\[::1\]|localhost):\d+$/u.test(gateway));
  if ((token ?? tokenFile) !== undefined && !tls && far !== undefined) {
    throw invalid(`token: would travel to ${far} in plain text; give tls`);
  }
}

/** Checks that `ms` is a time that a timer can wait. @throws GatewayError INVALID_ARGUMENT naming the option */
export function checkTime(option: string, ms: number): void {
  if (typeof ms === 'number' && ms > 0 && ms <= 2 ** 31 - 1) return;
  throw invalid(`${option}: ${String(ms)} is not a positive number of milliseconds`);
}

function isHostAndPort(address: unknown): boolean {
  if (typeof address !== 'string') return false;
  const [, host, port] = /^(.*):(\d{1,5})$/u.exec(address) ?? [];
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) return false;
  // Names may have letters of any script, which the resolver writes in ASCII.
  return /^[\p{L}\p{M}\p{N}._-]+$/u.test(host) || (/^\[.*\]$/u.test(host) && isIPv6(host.slice(1, -1)));
}

function invalid(problem: string): GatewayError {
  return new GatewayError('INVALID_ARGUMENT', problem);
}
