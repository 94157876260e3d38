/** What happened between two readings of the metrics. */
export interface LiveSample {
  /** When the later reading was taken, Unix time in ms. */
  readonly atMs: number;
  /** Answers a second. */
  readonly requests: number;
  /** Answers a second by decision: `ACCEPT`, `CLARIFY`, `REJECT`, `UNDECIDED`. */
  readonly decisions: Readonly<Record<string, number>>;
  /** Share of the answers that lack a domain; undefined without answers, as all below. */
  readonly degraded?: number | undefined;
  /** Time of a gateway's call, in ms. */
  readonly p50Ms?: number | undefined;
  readonly p99Ms?: number | undefined;
  readonly domains: Readonly<Record<string, LiveDomain>>;
}

/** One domain, as gateways saw it. */
export interface LiveDomain {
  /** Times that it was asked, a second. */
  readonly calls: number;
  /** Share of these that came to nothing. */
  readonly failed?: number | undefined;
  readonly p50Ms?: number | undefined;
  readonly p99Ms?: number | undefined;
  /** Share of the utterances that its classifier alone ruled out. */
  readonly screened?: number | undefined;
  /** `closed`, `half-open` or `open`; the worst of several gateways. */
  readonly breaker?: string | undefined;
}

/** How a domain's confidences are spread. */
export interface ConfidenceSpread {
  /** Upper ends of the buckets. */
  readonly ends: readonly number[];
  /** [ends]: share of the answers in the bucket. */
  readonly shares: readonly number[];
  readonly count: number;
  /** Whether it is of the minutes that the console watched, or of all since the processes started. */
  readonly of: 'watched' | 'started';
}

/** What the metrics tell of what learns. */
export interface LearningCounts {
  /** Requests that were rewritten since the processes started, by layer. */
  readonly rewrites: Readonly<Record<string, number>>;
  /** Requests answered since then. */
  readonly answers: number;
  /** Questions asked, by kind. */
  readonly questions: Readonly<Record<string, number>>;
  /** Events by result. */
  readonly events: Readonly<Record<string, number>>;
  /** By domain: how often each way of looking for entities ran. */
  readonly strategies: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly forecasts: readonly Forecast[];
  /** Outcomes by domain, version and outcome: `fine` or `defect`. */
  readonly outcomes: readonly OutcomeCount[];
}

/** Outcomes of one version. */
export interface OutcomeCount {
  readonly domain: string;
  readonly version: string;
  readonly fine: number;
  readonly defect: number;
}

/** Load to come of one domain, in requests a second. */
export interface Forecast {
  readonly domain: string;
  /** What it is made by: `model`, `naive` or `none`. */
  readonly by: string;
  readonly replicasWanted?: number | undefined;
  /** By horizon in seconds, ascending: quantile to requests a second. */
  readonly horizons: readonly { readonly seconds: number; readonly quantiles: Readonly<Record<string, number>> }[];
}

/** A place that metrics are read from. */
export interface MetricsPlace {
  readonly url: string;
  /** Why it could not be read, or what of it is broken; absent: all is well. */
  readonly problem?: string | undefined;
}

/** All that the page Live shows, and what Learning shows of it. */
export interface LiveView {
  readonly places: readonly MetricsPlace[];
  /** Oldest first. */
  readonly samples: readonly LiveSample[];
  readonly confidence: Readonly<Record<string, ConfidenceSpread>>;
  readonly learning: LearningCounts;
}
