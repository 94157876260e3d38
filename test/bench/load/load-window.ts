/** One window of load on one gateway. */
export interface LoadWindow {
  readonly address: string;
  readonly texts: readonly string[];
  readonly seconds: number;
  /** Callers that each wait for their answer before they ask again, or arrivals a second that wait for nobody. */
  readonly load:
    | { readonly kind: 'closed'; readonly callers: number }
    | { readonly kind: 'open'; readonly rate: number };
  /** Seeds the arrivals. */
  readonly seed: number;
}

/** What came of it. Latencies in ms; in an open loop they count from when a request was due, not from when it was sent. */
export interface LoadResult {
  readonly requests: number;
  readonly errors: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** The generator's own CPU a request, in ms. */
  readonly cpuMs: number;
}
