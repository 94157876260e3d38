import { z } from 'zod';
import { type CallersConfig, callersConfig } from '../security/callers-config.js';
import { serverTlsConfig } from '../security/tls-config.js';

/** A time in whole ms, from 1 to `most`. */
export const milliseconds = (most: number) => z.int().min(1).max(most);

/** Calls beyond it are refused at once. */
const admissionConfig = (defaults: { queue: number; queueMs: number; slowMs: number }) =>
  z
    .strictObject({
      /** The most calls under way at once; below it the limit is found by how long they take. */
      concurrency: z.int().min(1).max(100_000).default(256),
      /** A call that takes longer says that too many are under way; well under the callers' deadline. */
      slowMs: milliseconds(60_000).default(defaults.slowMs),
      /** Calls that may wait. */
      queue: z.int().min(0).max(100_000).default(defaults.queue),
      /** The longest wait; well under the callers' deadline, or the wait is in vain. */
      queueMs: milliseconds(60_000).default(defaults.queueMs),
    })
    .prefault({});

/** Where a process listens, and for whom. */
const listenConfig = (defaults: { port: number }) =>
  z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1'),
      /** 0 lets the system choose. */
      port: z.int().min(0).max(65535).default(defaults.port),
      /** Absent: plain text. */
      tls: serverTlsConfig.optional(),
      /** Server reflection, for development. Absent: on the loopback only. */
      reflection: z.boolean().optional(),
    })
    .prefault({});

export type ListenConfig = z.output<ReturnType<typeof listenConfig>>;

const logConfig = z
  .strictObject({
    level: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    /** A line a request: with its method, id, result and time, or with what was asked too: utterance, context and raw hypotheses. */
    requests: z.enum(['none', 'outline', 'utterances']).default('none'),
  })
  .prefault({});

export type LogConfig = z.output<typeof logConfig>;

/** The HTTP port for those who run the process: /metrics, /live and /ready, in plain text; not for callers. */
const operationsConfig = z.strictObject({
  host: z.string().min(1).default('127.0.0.1'),
  /** 0 lets the system choose. */
  port: z.int().min(0).max(65535),
});

export type OperationsConfig = z.output<typeof operationsConfig>;

const tracingConfig = z.strictObject({
  /** An OTLP/HTTP collector, for example http://127.0.0.1:4318/v1/traces */
  endpoint: z.url({ protocol: /^https?$/ }),
  /** Of the requests that come without a sampling decision of their own, in [0, 1]. */
  share: z.number().min(0).max(1).default(0.01),
});

export type TracingConfig = z.output<typeof tracingConfig>;

/** What every server process of ours may be told; a part of its strict schema. */
export const servingConfig = (defaults: {
  port: number;
  admission: { queue: number; queueMs: number; slowMs: number };
}) => ({
  listen: listenConfig(defaults),
  ...callersConfig,
  /** Calls beyond it are refused at once. */
  admission: admissionConfig(defaults.admission),
  log: logConfig,
  /** Absent: no such port. */
  operations: operationsConfig.optional(),
  /** Absent: nothing is traced. */
  tracing: tracingConfig.optional(),
  /** How long in-flight calls may take after SIGTERM. */
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
