import type { OutlierRules } from '../../../serving/stream/outliers.js';
import type { CallRules } from '../domains-config.js';
import { CANCELLATION_POLICY, registerCancellationPolicy } from './cancellation-balancer.js';

/** Durations as a service config writes them: `0.005s` in policies for calls, an object in those for balancing. */
const seconds = (ms: number) => `${ms / 1000}s`;
const duration = (ms: number) => ({ seconds: Math.floor(ms / 1000), nanos: (ms % 1000) * 1e6 });

/**
 * The gRPC service config, as JSON, of unary calls to a domain's replicas: in turn, round those that fail more than half
 * of their calls that were not cancelled, and with another attempt at the next replica. Every RPC of a domain is
 * idempotent. All attempts share the one deadline of their call, and they stop when there are too many for the successes
 * (gRFC A6: each failure takes a token, each success gives `ratio` back, and below half of the tokens nothing is tried
 * again).
 */
export function replicaServiceConfig(calls: CallRules): string {
  registerCancellationPolicy();
  return JSON.stringify({
    loadBalancingConfig: [{ [CANCELLATION_POLICY]: { child_policy: [{ outlier_detection: outlierDetection }] } }],
    methodConfig: [{ name: [{ service: 'nlu.v1.Domain' }], ...repetition(calls) }],
    retryThrottling: { maxTokens: calls.retryBudget.tokens, tokenRatio: calls.retryBudget.ratio },
  });
}

/**
 * When a replica that fails is left out: at most half of the replicas at a time, for 2 to 4 s, so that a service that is ill
 * as a whole is still asked. Calls by stream and unary calls are counted apart.
 */
export const OUTLIER_RULES: Omit<OutlierRules, 'shortestFairMs'> = {
  intervalMs: 1_000,
  outMs: 2_000,
  longestOutMs: 4_000,
  outShare: 0.5,
  failureShare: 0.5,
  minimumCalls: 10,
  minimumReplicas: 2,
};

const outlierDetection = {
  interval: duration(OUTLIER_RULES.intervalMs),
  base_ejection_time: duration(OUTLIER_RULES.outMs),
  max_ejection_time: duration(OUTLIER_RULES.longestOutMs),
  max_ejection_percent: 100 * OUTLIER_RULES.outShare,
  failure_percentage_ejection: {
    threshold: 100 * OUTLIER_RULES.failureShare,
    enforcement_percentage: 100,
    minimum_hosts: OUTLIER_RULES.minimumReplicas,
    request_volume: OUTLIER_RULES.minimumCalls,
  },
  child_policy: [{ round_robin: {} }],
};

/** How a call is repeated; gRPC takes one of the two: a retry after a failure, or a hedge after a while. */
function repetition({ attempts, retryBackoffMs, hedgeAfterMs }: CallRules): object {
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
