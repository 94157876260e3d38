import { collectDefaultMetrics, Registry } from 'prom-client';
import { Admission, addressOf, admit, type DearCalls } from '../admission/admission.js';
import type { ServingConfig, TracingConfig } from '../config/serving-config.js';
import { logTextOf } from '../errors.js';
import { type InProcessCalls, InProcessChannel } from '../in-process/in-process-channel.js';
import { type Log, openLog } from '../observability/log.js';
import { mergedMetrics } from '../observability/merged-metrics.js';
import { type OperationsServer, startOperationsServer } from '../observability/operations-server.js';
import { RefusalLog } from '../observability/refusal-log.js';
import { type LoggedRequest, logRequests } from '../observability/request-log.js';
import { RpcMetrics } from '../observability/rpc-metrics.js';
import { noTracing, type Tracing } from '../observability/tracing.js';
import { CALLER_KEY } from '../rpc/client.js';
import { peerOf } from '../rpc/connections/arriving-call.js';
import type { EncodedMethod } from '../rpc/encoded-method.js';
import { type RunningServer, type ServedService, startServer } from '../rpc/server.js';
import type { CallContext, DefectLog, UnaryHandler } from '../rpc/unary.js';
import { authorise } from '../security/authorisation.js';
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
  /**
   * Puts a handler behind the request log, the metrics, the traces and the admission, in this order.
   * @param costOf places that a request takes, at least 1; absent: each takes one
   * @param own places of their own for calls that wait for something else than the others do, whose slowness says nothing of
   *   this process's load; absent: they share those of the process
   */
  wrap<Request extends LoggedRequest, Response>(
    handler: UnaryHandler<Request, Response>,
    costOf?: (request: Request) => number,
    own?: Admission,
  ): UnaryHandler<Request, Response>;
  /** The key of a call's caller: its name, where it has a token, or its address. */
  readonly callerOf: (context: CallContext) => string;
  /**
   * Listens as the configuration says.
   * @throws NluError for certificates that cannot be used, and for addresses that are taken
   */
  listen(services: readonly ServedService[], rules?: ListenRules): Promise<Listening>;
  /** Serves callers in this process alone, who need no port and prove nothing. @param methods by short name */
  serveInProcess(methods: Readonly<Record<string, EncodedMethod>>): InProcessService;
}

/** What a listening process may be told besides its configuration. */
export interface ListenRules {
  /** Time that a call may take; 10,000 when absent. */
  readonly longestCallMs?: number | undefined;
  /** Metrics of further services in this process, which its operations port shows too. */
  readonly beside?: readonly Registry[] | undefined;
}

/** A service that is called from within its process. */
export interface InProcessService extends InProcessCalls {
  readonly registry: Registry;
  /** Refuses further calls, finishes those under way, for `drainMs` at most, and closes the tracing. */
  close(): Promise<void>;
}

/** A process that listens. */
export interface Listening extends Pick<RunningServer, 'address' | 'setServing'> {
  /** The port of /metrics, /live and /ready; undefined when the configuration has none. */
  readonly operationsPort: number | undefined;
  /** Finishes the calls under way, for `drainMs` at most, and closes the operations port and the tracing. */
  close(): Promise<void>;
}

/** How a process differs from the others. */
export interface ServingTraits {
  /** Which calls have places of their own; absent: those that cost nine or more have half of the places. */
  readonly dear?: DearCalls;
  /** Whether its peers call for others, and are believed who these are. */
  readonly believesPeers?: boolean;
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
  { dear, believesPeers = false }: ServingTraits = {},
): Promise<Serving> {
  for (const warning of [...exposure(config), ...readableByAll(privateFiles(config))]) log.warn(warning);
  const registry = new Registry();
  // Dashboards and alerts group by it, whatever whoever scrapes calls the process.
  registry.setDefaultLabels({ service });
  const admission = new Admission({ ...config.admission, dear });
  const rpc = new RpcMetrics(registry, admission);
  const callers = knownCallers(config, {
    reloaded: (names) => log.info({ callers: names }, 'the callers were read anew'),
    unusable: ({ message }) => log.error(`changed callers are not used: ${message}`),
  });
  // A name counts only where `authorise` has set it, or a peer that calls for others: any caller could send one.
  const keyOf = (peer: string, name: string | undefined) => {
    const address = addressOf(peer);
    if (callers) return name || address;
    return name && believesPeers ? `${address} ${name.slice(0, LONGEST_NAME)}` : address;
  };
  const callerOf = ({ peer, metadata }: CallContext) => keyOf(peer, metadata.get(CALLER_KEY)[0]?.toString());
  const tracing = config.tracing ? await openTracing(service, config.tracing) : noTracing;
  const certificates: CertificateListener = {
    reloaded: () => log.info('certificates were read anew'),
    unusable: (error) => log.error(`changed certificates are not used: ${error.message}`),
  };
  const logDefect: DefectLog = (defect, method) => log.error({ method, error: logTextOf(defect) }, 'internal error');
  const release = async () => {
    callers?.close();
    await tracing.close().catch((error) => log.warn(`the last spans were lost: ${logTextOf(error)}`));
  };
  return {
    log,
    registry,
    tracing,
    certificates,
    logDefect,
    wrap: (handler, costOf, own = admission) =>
      logRequests(log, config.log, rpc.measure(tracing.traceHandler(admit(own, handler, callerOf, costOf)))),
    callerOf,
    async listen(services, { longestCallMs, beside = [] } = {}) {
      const { tls, host, port, connections } = config.listen;
      const calls = new RefusalLog(log, 'a call was turned away');
      const turnedAway = new RefusalLog(log, 'a connection was turned away');
      const authorised = authorise({ callers, clientNames: tls?.clientNames ?? [] }, (call) => {
        rpc.turnedAway('identity');
        calls.note({ ...call });
      });
      const admitted = new Set(services.flatMap(unaryPaths));
      const server = await startServer({
        host,
        port,
        services,
        ...(longestCallMs === undefined ? {} : { longestCallMs }),
        reflection: config.listen.reflection ?? isLoopback(host),
        ...(tls ? { credentials: serverCredentials(tls, certificates) } : {}),
        gate: (call) => {
          const refusal = authorised?.(call);
          if (refusal || !admitted.has(call.path)) return refusal;
          const full = admission.refusal(keyOf(peerOf(call.session), call.headers[CALLER_KEY]?.toString()));
          if (full) rpc.refused(call.path, full.code);
          return full;
        },
        connections,
        onEndedConnection: ({ cause, ...ended }) => {
          rpc.turnedAway(cause);
          turnedAway.note(ended);
        },
        onFailedHandshake: (failed) => {
          rpc.turnedAway('handshake');
          turnedAway.note({ ...failed });
        },
      });
      const operations = await startOperations(config, [registry, ...beside], server);
      return {
        address: server.address,
        setServing: server.setServing,
        operationsPort: operations?.port,
        async close() {
          await server.drain(config.drainMs);
          await operations?.close();
          await release();
        },
      };
    },
    serveInProcess(methods) {
      const channel = new InProcessChannel(methods, logDefect);
      return {
        registry,
        call: (name, request, settings) => channel.call(name, request, settings),
        async close() {
          await channel.drain(config.drainMs);
          await release();
        },
      };
    },
  };
}

function unaryPaths({ definition }: ServedService): string[] {
  return Object.values(definition)
    .filter(({ requestStream }) => !requestStream)
    .map(({ path }) => path);
}

/** In UTF-16 code units; a caller's name has 100 at most, each of which may be encoded as nine. */
const LONGEST_NAME = 900;

/** Loads the tracing libraries only where they are asked for: they take memory. */
async function openTracing(service: string, config: TracingConfig): Promise<Tracing> {
  const { openOtlpTracing } = await import('../observability/otlp-tracing.js');
  return openOtlpTracing(service, config);
}

async function startOperations(
  { operations }: ServingConfig,
  registries: readonly [Registry, ...Registry[]],
  server: RunningServer,
): Promise<OperationsServer | undefined> {
  if (!operations) return undefined;
  const [own, ...beside] = registries;
  collectDefaultMetrics({ register: own });
  const shown = beside.length === 0 ? own : mergedMetrics(registries);
  try {
    return await startOperationsServer(operations, shown, () => server.serving);
  } catch (error) {
    await server.drain(1);
    throw error;
  }
}
