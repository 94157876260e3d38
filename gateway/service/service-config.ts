import type { OutlierRules } from '../../serving/stream/outliers.js';
import type { GatewayConfig } from './config.js';

/** Durations as a service config writes them: `0.005s` in policies for calls, an object in those for balancing. */
const seconds = (ms: number) => `${ms / 1000}s`;
const duration = (ms: number) => ({ seconds: Math.floor(ms / 1000), nanos: (ms % 1000) * 1e6 });

/**
 * How unary calls go to a domain's replicas, as a gRPC service config in JSON: in turn, round those that fail more than half
 * of their calls, and with another attempt at the next replica. Every RPC of a domain is idempotent. All attempts share
 * the one deadline of their call, and they stop when there are too many for the successes (gRFC A6: each failure takes
 * a token, each success gives `ratio` back, and below half of the tokens nothing is tried again).
 */
export function replicaServiceConfig(calls: GatewayConfig['calls']): string {
  return JSON.stringify({
    loadBalancingConfig: [{ outlier_detection: outlierDetection }],
    methodConfig: [{ name: [{ service: 'nlu.v1.Domain' }], ...repetition(calls) }],
    retryThrottling: { maxTokens: calls.retryBudget.tokens, tokenRatio: calls.retryBudget.ratio },
  });
}

/**
 * At most half of the replicas are left out at a time, for 2 to 4 s: a service that is ill as a whole is still asked. For calls in
 * streams and for unary ones, each by its own count.
 */
export const outlierRules: OutlierRules = {
  intervalMs: 1_000,
  outMs: 2_000,
  longestOutMs: 4_000,
  outShare: 0.5,
  failureShare: 0.5,
  minimumCalls: 10,
  minimumReplicas: 2,
};

const outlierDetection = {
  interval: duration(outlierRules.intervalMs),
  base_ejection_time: duration(outlierRules.outMs),
  max_ejection_time: duration(outlierRules.longestOutMs),
  max_ejection_percent: 100 * outlierRules.outShare,
  failure_percentage_ejection: {
    threshold: 100 * outlierRules.failureShare,
    enforcement_percentage: 100,
    minimum_hosts: outlierRules.minimumReplicas,
    request_volume: outlierRules.minimumCalls,
  },
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
