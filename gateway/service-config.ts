import type { GatewayConfig } from './config.js';

/** Durations as a service config writes them: `0.005s` in policies for calls, an object in those for balancing. */
const seconds = (ms: number) => `${ms / 1000}s`;
const duration = (ms: number) => ({ seconds: Math.floor(ms / 1000), nanos: (ms % 1000) * 1e6 });

/**
 * How calls go to a domain's replicas, as a gRPC service config in JSON: in turn, round those that fail more than half
 * of their calls, and with another attempt at the next replica. Every RPC of a domain is idempotent. All attempts share
 * the one deadline of their call, and they stop when there are too many for the successes (gRFC A6: each failure takes
 * a token, each success gives `ratio` back, and below half of the tokens nothing is tried again).
 */
export function replicaServiceConfig(calls: GatewayConfig['calls']): string {
  return JSON.stringify({
    loadBalancingConfig: [{ outlier_detection: outlierDetection }],
    methodConfig: [{ name: repeatable, ...repetition(calls) }],
    retryThrottling: { maxTokens: calls.retryBudget.tokens, tokenRatio: calls.retryBudget.ratio },
  });
}

/** The exchange's streams are not to be doubled; the calls in them are repeated by their own line. */
const repeatable = ['Interpret', 'Rerank', 'Describe'].map((method) => ({ service: 'nlu.v1.Domain', method }));

/** At most half of the replicas are left out at a time, for 2 to 4 s: a service that is ill as a whole is still asked. */
const outlierDetection = {
  interval: duration(1_000),
  base_ejection_time: duration(2_000),
  max_ejection_time: duration(4_000),
  max_ejection_percent: 50,
  failure_percentage_ejection: { threshold: 50, enforcement_percentage: 100, minimum_hosts: 2, request_volume: 10 },
  child_policy: [{ round_robin: {} }],
};

/** gRPC takes one of the two: retry after a failure, or hedge after a while. */
function repetition({ attempts, retryBackoffMs, hedgeAfterMs }: GatewayConfig['calls']): object {
  if (attempts === 1) return {};
  if (hedgeAfterMs !== undefined) {
    const nonFatalStatusCodes = ['UNAVAILABLE', 'RESOURCE_EXHAUSTED'];
    return { hedgingPolicy: { maxAttempts: attempts, hedgingDelay: seconds(hedgeAfterMs), nonFatalStatusCodes } };
  }
  return {
    retryPolicy: {
      maxAttempts: attempts,
      initialBackoff: seconds(retryBackoffMs),
      maxBackoff: seconds(retryBackoffMs * 4),
      backoffMultiplier: 2,
      retryableStatusCodes: ['UNAVAILABLE'],
    },
  };
}
