import { collectDefaultMetrics, Registry } from 'prom-client';
import { Admission, admit, byAddress } from '../admission/admission.js';
import type { ServingConfig, TracingConfig } from '../config/serving-config.js';
import { logTextOf } from '../errors.js';
import { type Log, openLog } from '../observability/log.js';
import { type OperationsServer, startOperationsServer } from '../observability/operations-server.js';
import { type LoggedRequest, logRequests } from '../observability/request-log.js';
import { RpcMetrics } from '../observability/rpc-metrics.js';
import { noTracing, type Tracing } from '../observability/tracing.js';
import { type RunningServer, type ServedService, startServer } from '../rpc/server.js';
import type { CallContext, DefectLog, UnaryHandler } from '../rpc/unary.js';
import { authorise, CALLER_KEY } from '../security/authorisation.js';
import type { CertificateListener } from '../security/certificate-files.js';
import { serverCredentials } from '../security/credentials.js';
import { exposure, isLoopback } from '../security/exposure.js';
import { knownCallers } from '../security/known-callers.js';
import { privateFiles, readableByAll } from '../security/private-files.js';

/** What every server process has besides its service: log, metrics, traces, admission, and a port that refuses those who may not call. */
export interface Serving {
  readonly log: Log;
  /** Metrics of the process are registered here. */
  readonly registry: Registry;
  readonly tracing: Tracing;
  readonly certificates: CertificateListener;
  readonly logDefect: DefectLog;
  /** Puts a handler behind the request log, the metrics, the traces and the admission, in this order. */
  wrap<Request extends LoggedRequest, Response>(
    handler: UnaryHandler<Request, Response>,
  ): UnaryHandler<Request, Response>;
  /**
   * Listens as the configuration says.
   * @throws NluError for certificates that cannot be used, and for addresses that are taken
   */
  listen(services: readonly ServedService[]): Promise<Listening>;
}

/** A process that listens. */
export interface Listening extends Pick<RunningServer, 'address' | 'setServing'> {
  /** The port of /metrics, /live and /ready; undefined when the configuration has none. */
  readonly operationsPort: number | undefined;
  /** Finishes the calls under way, for `drainMs` at most, and closes the operations port and the tracing. */
  close(): Promise<void>;
}

/**
 * Prepares a server process.
 * @param service name of the process in logs and traces
 * @throws NluError INVALID_ARGUMENT for a port that everybody could reach unasked, and for a file of callers that cannot be
 *   used
 */
export async function openServing(
  service: string,
  config: ServingConfig,
  log = openLog(service, config.log),
): Promise<Serving> {
  for (const warning of [...exposure(config), ...readableByAll(privateFiles(config))]) log.warn(warning);
  const registry = new Registry();
  // Dashboards and alerts group by it, whatever whoever scrapes calls the process.
  registry.setDefaultLabels({ service });
  const admission = new Admission(config.admission);
  const rpc = new RpcMetrics(registry, admission);
  const callers = knownCallers(config, {
    reloaded: (names) => log.info({ callers: names }, 'the callers were read anew'),
    unusable: ({ message }) => log.error(`changed callers are not used: ${message}`),
  });
  // The name counts only where `authorise` has set it: elsewhere any caller could send a name.
  const callerOf = (context: CallContext) =>
    (callers && context.metadata.get(CALLER_KEY)[0]?.toString()) || byAddress(context);
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
    logDefect: (defect, method) => log.error({ method, error: logTextOf(defect) }, 'internal error'),
    wrap: (handler) =>
      logRequests(log, config.log, rpc.measure(tracing.traceHandler(admit(admission, handler, callerOf)))),
    async listen(services) {
      const { tls, host, port } = config.listen;
      const server = await startServer({
        host,
        port,
        services,
        reflection: config.listen.reflection ?? isLoopback(host),
        ...(tls ? { credentials: serverCredentials(tls, certificates) } : {}),
        interceptor: authorise({ callers, clientNames: tls?.clientNames ?? [] }, (call) => {
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
          await tracing.close().catch((error) => log.warn(`the last spans were lost: ${logTextOf(error)}`));
        },
      };
    },
  };
}

/** Loads the tracing libraries only where they are asked for: they take memory. */
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
