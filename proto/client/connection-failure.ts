/** The caller's options for TLS, by the names under which a message tells of them. */
export interface TlsOptionNames {
  /** Whether TLS was asked for. */
  readonly isTls: boolean;
  /** The option that asks for TLS and names the trusted authorities. */
  readonly authority: string;
  /** The options for the certificate to show, and for its key. */
  readonly certificate: string;
  /** The option for the name in the gateway's certificate. */
  readonly serverName: string;
}

/** gRPC's details for a call that had no connection to travel on; what a gateway answers begins otherwise. */
const noConnection = /^(?:No connection established|No addresses resolved|Name resolution failed)/;
/** gRPC's details for a call whose connection ended, or was found dead, before its answer. */
const LOST_CONNECTION = 'Connection dropped';
const noneInTime = /^Deadline exceeded after .*Waiting for LB pick/s;

/**
 * Tells why there is no connection to a gateway, and what to do about it: the likely cause in words, then the raw text.
 * @param details gRPC's details of a failed call
 * @returns undefined when the call failed for another reason
 */
export function connectionFailure(details: string, gateway: string, options: TlsOptionNames): string | undefined {
  if (noneInTime.test(details)) {
    return `gateway ${gateway}: no connection was made before the deadline; can it be reached, or is more time needed?`;
  }
  if (details === LOST_CONNECTION) {
    return `gateway ${gateway}: the connection was lost before the answer came; is it still running?`;
  }
  if (!noConnection.test(details)) return undefined;
  const raw = shortened(details);
  const cause = causes(options).find(([pattern]) => pattern.test(raw))?.[1];
  return `gateway ${gateway}: no connection could be made${cause === undefined ? '' : `; ${cause}`} (${raw})`;
}

/** What the raw texts of Node, OpenSSL and gRPC mean to the caller; the first that fits counts. */
function causes({ isTls, authority, certificate, serverName }: TlsOptionNames): readonly (readonly [RegExp, string])[] {
  return [
    [/ECONNREFUSED/, 'nothing listens there: is it running?'],
    [/ENOTFOUND|EAI_AGAIN|resol/, 'its name has no address: is it spelt right?'],
    [/ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/, 'its host cannot be reached: is the network open?'],
    [/certificate required/, `it asks for a client certificate: give ${certificate}`],
    [/unknown ca|bad certificate/, `it does not trust the client certificate: check ${certificate}`],
    [/ALTNAME_INVALID/, `its certificate has another name: give the right one as ${serverName}`],
    [/certificate has expired/, 'its certificate has expired: renew it'],
    [
      /self-signed certificate|unable to (?:get|verify)/,
      `its certificate is of an unknown authority: give that authority's certificate as ${authority}`,
    ],
    [/wrong version number/, `it does not speak TLS: leave out ${authority}`],
    [
      /Failed to connect|ECONNRESET|disconnected|hang up/,
      isTls
        ? `it closed the connection: does it trust the certificate of ${certificate}?`
        : `it closed the connection: if it speaks TLS, give ${authority}`,
    ],
  ];
}

/** The raw text on one line, without gRPC's frame, times, and OpenSSL's places in its code. */
function shortened(details: string): string {
  return details
    .replace(/^No connection established\. Last error: /, '')
    .replace(/\.? Resolution note: .*$/s, '')
    .replace(/[0-9A-F]{8,}:error:[0-9A-F]+:[^:]*:[^:]*:([^:]*):.*$/s, '$1')
    .replace(/ ?\(\d{4}-\d\d-\d\dT[^)]*\)/g, '')
    .replace(/^Error: /, '')
    .replace(/\s+/g, ' ')
    .trim();
}
