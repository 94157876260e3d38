import { z } from 'zod';
import { servedName } from '../../bundles/format/catalogue-name.js';
import { milliseconds } from '../../serving/config/serving-config.js';
import { replicaTarget } from './lines/replicas.js';

/** The address of a domain whose service runs in the gateway's process (`nlu-reranker serve-all`). */
export const IN_PROCESS = 'in-process';

const address = z
  .string()
  .regex(/^(in-process|(dns:\/\/\/)?(\[[0-9a-fA-F:.]+\]|[^\s:,/[\]]+):\d{1,5})$/, 'host:port, or in-process');

/** One domain: its name, as in its bundles, and where its service is. */
export const domainEntrySchema = z.strictObject({
  name: servedName,
  /** One `host:port` (a DNS name may stand for many replicas), several IP addresses with ports, or `in-process` alone. */
  addresses: z
    .array(address)
    .min(1)
    .refine(
      (list) => isInProcess({ addresses: list }) || (!list.includes(IN_PROCESS) && replicaTarget(list) !== undefined),
      'several must be IP addresses of one family; or one DNS name; or in-process alone',
    ),
  /** The name in the domain's certificate, where it is not the one that is dialled. */
  serverName: z.string().min(1).optional(),
});

/** How a request's time is limited and split. */
export const deadlineSchema = z.strictObject({
  /** Deadline of callers that set none. */
  defaultMs: milliseconds(60_000).default(300),
  /** A caller's longer deadline is cut to it. */
  maxMs: milliseconds(600_000).default(10_000),
  /**
   * Time that is kept back from the fan-out for merging and replying, a fifth of the deadline at most. Where the process
   * gets to its work late, twice that delay comes on top, up to a third in all.
   */
  replyReserveMs: milliseconds(1_000).default(20),
});

/** Numbers of hypotheses. */
export const hypothesesSchema = z
  .strictObject({
    /** The number that callers get who do not say how many. */
    default: z.int().min(1).max(1000).default(10),
    /** The most that a caller may ask for or send, and that a domain may reply. */
    limit: z.int().min(1).max(1000).default(100),
  })
  .prefault({})
  .refine((value) => value.default <= value.limit, 'default must not be over limit');

/** How calls to the domains' replicas are made. */
export const callsSchema = z.strictObject({
  /**
   * stream: calls of one tick together, over a stream to each replica; unary where no stream takes calls, and with hedging.
   * unary: one by one.
   */
  transport: z.enum(['stream', 'unary']).default('stream'),
  /**
   * Time between two look-ups of a domain's name for its streams; 2 s after the last at the soonest where a stream breaks. A
   * replica that is new gets calls after this time at the latest.
   */
  resolveEveryMs: milliseconds(600_000).default(10_000),
  /** Attempts of one call in all; 1: none is repeated. */
  attempts: z.int().min(1).max(5).default(2),
  retryBackoffMs: milliseconds(1_000).default(5),
  /** Make the next attempt when there is no answer after this time, by unary calls; absent: only after a failure. */
  hedgeAfterMs: milliseconds(10_000).optional(),
  /** Whether http_proxy, https_proxy and no_proxy of the environment count for domains; on this machine they never do. */
  proxy: z.boolean().default(false),
  /** gRPC's retry throttling: below half of the tokens nothing is repeated. */
  retryBudget: z
    .strictObject({
      tokens: z.int().min(1).max(1000).default(20),
      /** Tokens that a success gives back. */
      ratio: z.number().gt(0).max(1).default(0.1),
    })
    .prefault({}),
});

/** When a domain is left alone for a while. */
export const breakerSchema = z.strictObject({
  failureShare: z.number().gt(0).lt(1).default(0.5),
  windowMs: milliseconds(60_000).default(5_000),
  /** Rate of calls below which the circuit stays closed. */
  minimumPerSecond: z.number().gt(0).max(10_000).default(5),
  /** Time until a trial call. */
  openMs: milliseconds(60_000).default(1_000),
});

/** Whether a domain's service runs in the gateway's process. */
export function isInProcess({ addresses }: { readonly addresses: readonly string[] }): boolean {
  return addresses.length === 1 && addresses[0] === IN_PROCESS;
}

export type DomainEntry = z.output<typeof domainEntrySchema>;
export type DeadlineRules = z.output<typeof deadlineSchema>;
export type CallRules = z.output<typeof callsSchema>;
export type BreakerRules = z.output<typeof breakerSchema>;

/** The configuration of one domain's client. */
export interface DomainRules {
  readonly deadline: DeadlineRules;
  readonly hypotheses: z.output<typeof hypothesesSchema>;
  readonly calls: CallRules;
  readonly breaker: BreakerRules;
}
