/** One window of load on one gateway. */
export interface LoadWindow {
  readonly address: string;
  readonly texts: readonly string[];
  readonly seconds: number;
  /** A number of callers that each wait for an answer before the next request, or a rate of arrivals per second. */
  readonly load:
    | { readonly kind: 'closed'; readonly callers: number }
    | { readonly kind: 'open'; readonly rate: number };
  /** Seed of the arrivals' random times. */
  readonly seed: number;
  /** Number of customers that the requests come from, in turn; absent: from nobody. */
  readonly customers?: number;
}

/**
 * Result of a window. Latencies are in ms; in an open loop they count from when a request was due, not from when it was
 * sent.
 */
export interface LoadResult {
  readonly requests: number;
  readonly errors: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** CPU time of the load generator itself per request, in ms. */
  readonly cpuMs: number;
}
