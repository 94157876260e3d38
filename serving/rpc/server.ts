import { Server, ServerCredentials, type ServiceDefinition, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { MAX_MESSAGE_BYTES } from '../../proto/client/unary-call.js';
import { NluError } from '../errors.js';
import type { Gate } from './connections/arriving-call.js';
import { ConnectionGuard, type EndedConnection } from './connections/connection-guard.js';
import type { ConnectionRules } from './connections/connection-limit.js';
import { guardServer, methodRules } from './connections/guarded-server.js';
import { type FailedHandshake, onFailedHandshake } from './connections/handshakes.js';
import { HEALTH_METHODS, Health } from './health.js';
import { listenProblem } from './listen-problem.js';
import { OpenStreams } from './open-streams.js';
import { promptReplies } from './prompt-replies.js';
import { tolerant } from './undecodable.js';

/** One service that a server serves. */
export interface ServedService {
  /** Full name, for example `nlu.v1.Domain`. Health is reported under it and under the empty name. */
  readonly name: string;
  readonly definition: ServiceDefinition;
  readonly implementation: UntypedServiceImplementation;
  /** Size of the largest request of its unary methods, in bytes; absent: that of any message. */
  readonly mostRequestBytes?: number;
  /** Begins to end the service's own long streams. A drain waits for them, as for every call. */
  readonly drain?: () => void;
}

export interface ServerOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly services: readonly ServedService[];
  /** Plain text when absent. */
  readonly credentials?: ServerCredentials;
  /** Whether to serve reflection, v1 and v1alpha; default true. */
  readonly reflection?: boolean;
  /** Connections are closed after about this time, in ms, once their calls are finished; default 60,000. */
  readonly maxConnectionAgeMs?: number;
  /** Time that a call may take, in ms; default 10,000. Connections that are too old are cut off after twice of it. */
  readonly longestCallMs?: number;
  /** Decides on every call by its headers, before anything is made of it. */
  readonly gate?: Gate | undefined;
  /** How fast peers may open connections; absent: as fast as they like. */
  readonly connections?: ConnectionRules | undefined;
  /** Called for each connection that is ended for what its client does. */
  readonly onEndedConnection?: (ended: EndedConnection) => void;
  /** Called for each client that fails the TLS handshake. */
  readonly onFailedHandshake?: (failed: FailedHandshake) => void;
}

/** A listening server. Its health is NOT_SERVING until `setServing(true)`. */
export interface RunningServer {
  /** `host:port` to dial, with the port that was bound. */
  readonly address: string;
  readonly port: number;
  /** Whether health says SERVING. */
  readonly serving: boolean;
  setServing(serving: boolean): void;
  /**
   * Sets health to NOT_SERVING, takes no new connections, ends open streams and finishes the calls under way; after
   * `graceMs` it cuts off what is left. Resolves once nothing is open. Later calls of `drain` wait for the first.
   */
  drain(graceMs: number): Promise<void>;
}

/** Calls that one connection may have under way; grpc-js' clients keep the rest until there is room. */
const MAX_STREAMS = 1_000;

/** grpc-js spreads the ages of connections by a tenth. */
const LONGEST_AGE = 1.1;

/**
 * Starts a server with standard health and reflection.
 * @throws NluError UNAVAILABLE when the address cannot be bound
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { maxConnectionAgeMs: ageMs = 60_000, longestCallMs = 10_000 } = options;
  const server = new Server({
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_concurrent_streams': MAX_STREAMS,
    // Clients look addresses up again only when a connection ends: without this, added replicas would get no calls.
    'grpc.max_connection_age_ms': ageMs,
    // Channelz stays on: without it grpc-js 1.14 keeps no list of connections, and forceShutdown leaves them open.
    interceptors: [promptReplies],
  });
  const streams = new OpenStreams();
  const names = options.services.map(({ name }) => name);
  const health = new Health(['', ...names]);
  for (const { definition, implementation, mostRequestBytes } of options.services) {
    server.addService(tolerant(definition, mostRequestBytes), implementation);
  }
  const tracking = streams.tracking(server) as Server;
  health.addToServer(tracking);
  if (options.reflection ?? true) {
    const { addReflection } = await import('./reflection.js');
    addReflection(tracking, names);
  }
  const guard = new ConnectionGuard({
    methods: new Map([
      ...HEALTH_METHODS,
      ...options.services.flatMap((one) => methodRules(one.definition, one.mostRequestBytes ?? MAX_MESSAGE_BYTES)),
    ]),
    gate: options.gate ?? (() => undefined),
    oldestMs: ageMs * LONGEST_AGE + 2 * longestCallMs,
    connections: options.connections,
    onEnded: options.onEndedConnection ?? (() => {}),
  });
  const port = await bind(server, options);
  guardServer(server, guard);
  if (options.onFailedHandshake) onFailedHandshake(server, options.onFailedHandshake);
  let drained: Promise<void> | undefined;
  return {
    address: dialable(options.host, port),
    port,
    get serving() {
      return health.serving;
    },
    setServing: (serving) => health.setServing(serving),
    drain(graceMs) {
      health.setServing(false);
      guard.drain();
      drained ??= shutDown(server, streams, options.services, graceMs);
      return drained;
    },
  };
}

function bind(server: Server, { host, port, credentials }: ServerOptions): Promise<number> {
  const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials ?? ServerCredentials.createInsecure(), (error, boundPort) => {
      if (error)
        reject(
          new NluError('UNAVAILABLE', `cannot listen on ${address}: ${listenProblem(error.message)}`, { cause: error }),
        );
      else resolve(boundPort);
    });
  });
}

/** The address to dial for a bound host; a wildcard address is dialled on the loopback. */
function dialable(host: string, port: number): string {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return name.includes(':') ? `[${name}]:${port}` : `${name}:${port}`;
}

function shutDown(
  server: Server,
  streams: OpenStreams,
  services: readonly ServedService[],
  graceMs: number,
): Promise<void> {
  return new Promise((resolve) => {
    // tryShutdown never calls back while a stream is open, so that the timer has to force it.
    const force = setTimeout(() => server.forceShutdown(), graceMs);
    streams.end();
    for (const service of services) service.drain?.();
    server.tryShutdown(() => {
      clearTimeout(force);
      resolve();
    });
  });
}
