import {
  Server,
  ServerCredentials,
  type ServerInterceptor,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';
import { MAX_MESSAGE_BYTES } from '../../proto/client/unary-call.js';
import { NluError } from '../errors.js';
import { type FailedHandshake, onFailedHandshake } from './handshakes.js';
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
  /** Runs before the handler of every call. */
  readonly interceptor?: ServerInterceptor | undefined;
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

/**
 * Starts a server with standard health and reflection.
 * @throws NluError UNAVAILABLE when the address cannot be bound
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const server = new Server({
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_concurrent_streams': 1024,
    // Clients look addresses up again only when a connection ends: without this, added replicas would get no calls.
    'grpc.max_connection_age_ms': options.maxConnectionAgeMs ?? 60_000,
    // Channelz stays on: without it grpc-js 1.14 keeps no list of connections, and forceShutdown leaves them open.
    interceptors: options.interceptor ? [options.interceptor, promptReplies] : [promptReplies],
  });
  const streams = new OpenStreams();
  const health = new HealthImplementation();
  const names = ['', ...options.services.map((service) => service.name)];
  let isServing = false;
  const setServing = (serving: boolean) => {
    isServing = serving;
    for (const name of names) health.setStatus(name, serving ? 'SERVING' : 'NOT_SERVING');
  };
  setServing(false);
  for (const service of options.services) server.addService(tolerant(service.definition), service.implementation);
  const tracking = streams.tracking(server) as Server;
  health.addToServer(tracking);
  if (options.reflection ?? true) {
    const { addReflection } = await import('./reflection.js');
    addReflection(tracking, names.slice(1));
  }
  const port = await bind(server, options);
  if (options.onFailedHandshake) onFailedHandshake(server, options.onFailedHandshake);
  let drained: Promise<void> | undefined;
  return {
    address: dialable(options.host, port),
    port,
    get serving() {
      return isServing;
    },
    setServing,
    drain(graceMs) {
      setServing(false);
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
