import { collectDefaultMetrics, Registry } from 'prom-client';
import { Admission, admitted, byAddress } from '../admission/admission.js';
import type { ServingConfig, TracingConfig } from '../config/serving-config.js';
import { codeOf } from '../errors.js';
import { type Log, openLog } from '../observability/log.js';
import { type OperationsServer, startOperationsServer } from '../observability/operations-server.js';
import { RpcMetrics } from '../observability/rpc-metrics.js';
import { noTracing, type Tracing } from '../observability/tracing.js';
import { type RunningServer, type ServedService, startServer } from '../rpc/server.js';
import type { CallContext, DefectLog, UnaryHandler } from '../rpc/unary.js';
import type { CertificateListener } from '../security/certificate-files.js';
import { serverCredentials } from '../security/credentials.js';
import { callerKey, gate } from '../security/gate.js';
import { knownCallers } from '../security/known-callers.js';

/** What a handler's request may tell a log. */
interface Loggable {
  readonly requestId: string;
  /** Absent from a request that interprets nothing. */
  readonly utterance?: string;
  /** Of a gateway's request. */
  readonly context?: object | null;
  /** Of one to re-rank. */
  readonly hypotheses?: readonly object[];
}

/** What every server process of ours has besides its service: log, metrics, traces, admission, and a guarded door. */
export interface Serving {
  readonly log: Log;
  /** Metrics of the process are added here. */
  readonly registry: Registry;
  readonly tracing: Tracing;
  readonly certificates: CertificateListener;
  readonly logDefect: DefectLog;
  /** What every handler goes through. */
  around<Request extends Loggable, Response>(handler: UnaryHandler<Request, Response>): UnaryHandler<Request, Response>;
  /** Listens as the configuration says; `close` of the result drains it, and closes the rest. */
  listen(services: readonly ServedService[]): Promise<Listening>;
}

export interface Listening extends Pick<RunningServer, 'address' | 'setServing'> {
  /** The port of /metrics, /live and /ready; undefined when the configuration has none. */
  readonly operationsPort: number | undefined;
  /** Finishes what is in flight, for `drainMs` at most. */
  close(): Promise<void>;
}

/** @throws NluError for certificates that cannot be used, and from `listen` for addresses that are taken */
export async function openServing(
  service: string,
  config: ServingConfig,
  log = openLog(service, config.log),
): Promise<Serving> {
  const registry = new Registry();
  const admission = new Admission(config.admission);
  const rpc = new RpcMetrics(registry, admission);
  const callers = knownCallers(config, {
    reloaded: (names) => log.info({ callers: names }, 'the callers were read anew'),
    unusable: ({ message }) => log.error(`changed callers are not used: ${message}`),
  });
  // By name only where there is a gate: elsewhere anybody could say so of himself.
  const callerOf = (context: CallContext) =>
    (callers && context.metadata.get(callerKey)[0]?.toString()) || byAddress(context);
  const tracing = config.tracing ? await openTracing(service, config.tracing) : noTracing;
  const certificates: CertificateListener = {
    reloaded: () => log.info('certificates were read anew'),
    unusable: (error) => log.error(`changed certificates are not used: ${error.message}`),
  };
  return {
    log,
    registry,
    tracing,
    certificates,
    logDefect: (defect, method) => log.error({ method, error: textOf(defect) }, 'internal error'),
    around: (handler) => logged(log, config, rpc.measured(tracing.served(admitted(admission, handler, callerOf)))),
    async listen(services) {
      const { tls, host, port } = config.listen;
      const onLoopback = ['127.0.0.1', '::1', 'localhost'].includes(host);
      if (callers && !tls && !onLoopback) {
        log.warn('callers send their tokens in plain text: set listen.tls, or let only a local proxy reach this port');
      }
      const server = await startServer({
        host,
        port,
        services,
        reflection: config.listen.reflection ?? onLoopback,
        ...(tls ? { credentials: serverCredentials(tls, certificates) } : {}),
        interceptor: gate({ callers, clientNames: tls?.clientNames ?? [] }, (call) => {
          rpc.turnedAway('identity');
          log.warn(call, 'a call was turned away');
        }),
        onFailedHandshake: (failed) => {
          rpc.turnedAway('handshake');
          log.warn(failed, 'a connection was turned away');
        },
      });
      const operations = await startOperations(config, registry, server);
      return {
        address: server.address,
        setServing: server.setServing,
        operationsPort: operations?.port,
        async close() {
          await server.drain(config.drainMs);
          await operations?.close();
          callers?.close();
          await tracing.close().catch((error) => log.warn(`the last spans were lost: ${textOf(error)}`));
        },
      };
    },
  };
}

/** Loaded only where it is asked for: a process without traces does without the memory of their libraries too. */
async function openTracing(service: string, config: TracingConfig): Promise<Tracing> {
  const { openOtlpTracing } = await import('../observability/otlp-tracing.js');
  return openOtlpTracing(service, config);
}

async function startOperations(
  { operations }: ServingConfig,
  registry: Registry,
  server: RunningServer,
): Promise<OperationsServer | undefined> {
  if (!operations) return undefined;
  collectDefaultMetrics({ register: registry });
  try {
    return await startOperationsServer(operations, registry, () => server.serving);
  } catch (error) {
    await server.drain(1);
    throw error;
  }
}

/** A line a request, where the configuration asks for it; the utterance only where it asks for that. */
function logged<Request extends Loggable, Response>(
  log: Log,
  { log: { requests } }: ServingConfig,
  handler: UnaryHandler<Request, Response>,
): UnaryHandler<Request, Response> {
  if (requests === 'none') return handler;
  return async (request, context) => {
    const startMs = performance.now();
    let code = 'OK';
    try {
      return await handler(request, context);
    } catch (error) {
      code = codeOf(error);
      throw error;
    } finally {
      const asked = requests === 'utterances' ? askedOf(request) : {};
      const latencyMs = Math.round((performance.now() - startMs) * 10) / 10;
      log.info({ method: context.method, requestId: request.requestId, code, latencyMs, ...asked }, 'request');
    }
  };
}

/** What a request asked: enough for `replay` to ask it again. */
function askedOf({ utterance, context, hypotheses }: Loggable) {
  return {
    ...(utterance === undefined ? {} : { utterance }),
    ...(context ? { context } : {}),
    ...(hypotheses ? { hypotheses } : {}),
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
