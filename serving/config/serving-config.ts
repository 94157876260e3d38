import { z } from 'zod';
import { isNetwork } from '../rpc/connections/networks.js';
import { type CallersConfig, callersConfig } from '../security/callers-config.js';
import { serverTlsConfig } from '../security/tls-config.js';

/** Schema of a time in whole ms, from 1 to `most`. */
export const milliseconds = (most: number) => z.int().min(1).max(most);

/** How many calls a process takes. Calls beyond that are refused at once. */
const admissionConfig = (defaults: { queue: number; queueMs: number; slowMs: number }) =>
  z
    .strictObject({
      /** Upper bound of the calls under way at once. The limit below it follows from how long calls take. */
      concurrency: z.int().min(1).max(100_000).default(256),
      /** A call that takes longer lowers the limit. Set it well under the callers' deadline. */
      slowMs: milliseconds(60_000).default(defaults.slowMs),
      /** Number of calls that may wait. */
      queue: z.int().min(0).max(100_000).default(defaults.queue),
      /** Longest wait. Set it well under the callers' deadline, or calls wait in vain. */
      queueMs: milliseconds(60_000).default(defaults.queueMs),
    })
    .prefault({});

/** How fast one peer, by its address, may open connections. */
const connectionsConfig = z
  .strictObject({
    /** New connections a second of one IPv4 address, or one IPv6 network of 64 bits, in the long run. */
    perSecond: z.number().min(0.1).max(100_000).default(20),
    /** New connections at once, of a peer that has opened none for a while. */
    burst: z.int().min(1).max(100_000).default(200),
    /** Addresses and networks that may open as many as they like: what many clients stand behind. */
    exempt: z
      .array(z.string().refine(isNetwork, { error: 'expected an IP address, or a network such as 10.0.0.0/8' }))
      .default(['127.0.0.0/8', '::1']),
  })
  .prefault({});

/** The address that a process listens on, and its TLS. */
const listenConfig = (defaults: { port: number }) =>
  z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1'),
      /** 0 lets the system choose a free port. */
      port: z.int().min(0).max(65535).default(defaults.port),
      /** Plain text when absent. */
      tls: serverTlsConfig.optional(),
      /** Whether everybody who reaches a host beyond the loopback may call, in plain text; it is refused otherwise. */
      insecure: z.boolean().default(false),
      /** Whether to serve reflection, for development. When absent, only on the loopback. */
      reflection: z.boolean().optional(),
      connections: connectionsConfig,
    })
    .prefault({});

type ListenConfig = z.output<ReturnType<typeof listenConfig>>;

/** What a process logs, and how much of it. */
export const logConfig = z
  .strictObject({
    level: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    /**
     * What to log of a request. outline: method, id, result, time, and what the answer was; utterances: also what was
     * asked, that is utterance, context and raw hypotheses.
     */
    requests: z.enum(['none', 'outline', 'utterances']).default('none'),
    /** Share of the requests that `requests` is for, in [0, 1]. Gateways and domains choose by the id, hence the same. */
    share: z.number().min(0).max(1).default(1),
  })
  .prefault({});

export type LogConfig = z.output<typeof logConfig>;

/** The HTTP port for operators: /metrics, /live and /ready, in plain text. Callers must not reach it. */
const operationsConfig = z.strictObject({
  host: z.string().min(1).default('127.0.0.1'),
  /** 0 lets the system choose a free port. */
  port: z.int().min(0).max(65535),
});

export type OperationsConfig = z.output<typeof operationsConfig>;

const tracingConfig = z.strictObject({
  /** URL of an OTLP/HTTP collector, for example http://127.0.0.1:4318/v1/traces */
  endpoint: z.url({ protocol: /^https?$/ }),
  /** Share of the requests to trace, in [0, 1], among those that come without a sampling decision. */
  share: z.number().min(0).max(1).default(0.01),
});

export type TracingConfig = z.output<typeof tracingConfig>;

/**
 * The settings of every server process, as a part of its strict schema.
 * @param defaults the defaults that differ between processes
 */
export const servingConfig = (defaults: {
  port: number;
  admission: { queue: number; queueMs: number; slowMs: number };
}) => ({
  listen: listenConfig(defaults),
  ...callersConfig,
  admission: admissionConfig(defaults.admission),
  log: logConfig,
  /** No such port when absent. */
  operations: operationsConfig.optional(),
  /** Nothing is traced when absent. */
  tracing: tracingConfig.optional(),
  /** Time that calls under way may take after SIGTERM. */
  drainMs: milliseconds(600_000).default(10_000),
});

export interface ServingConfig extends CallersConfig {
  readonly listen: ListenConfig;
  readonly admission: z.output<ReturnType<typeof admissionConfig>>;
  readonly log: LogConfig;
  readonly operations?: OperationsConfig | undefined;
  readonly tracing?: TracingConfig | undefined;
  readonly drainMs: number;
}
