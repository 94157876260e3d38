import {
  Server,
  ServerCredentials,
  type ServerInterceptor,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';
import { NluError } from '../errors.js';
import { type FailedHandshake, onFailedHandshake } from './handshakes.js';
import { maxMessageBytes } from './limits.js';
import { OpenStreams } from './open-streams.js';
import { promptReplies } from './prompt-replies.js';
import { tolerant } from './undecodable.js';

/** One service to serve, under its full name. */
export interface ServedService {
  /** For example `nlu.v1.Domain`; health is reported under it and under the empty name. */
  readonly name: string;
  readonly definition: ServiceDefinition;
  readonly implementation: UntypedServiceImplementation;
  /** Brings the service's own long streams to an end; a drain waits for that, as for every call. */
  readonly drain?: () => void;
}

export interface ServerOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly services: readonly ServedService[];
  /** Plain text when absent. */
  readonly credentials?: ServerCredentials;
  /** Server reflection, v1 and v1alpha; default true. */
  readonly reflection?: boolean;
  /** Connections are ended, call by call and without a loss, after about this time; default 60,000 ms. */
  readonly maxConnectionAgeMs?: number;
  /** Sees every call before its handler does. */
  readonly interceptor?: ServerInterceptor | undefined;
  /** Hears of clients that fail the TLS handshake. */
  readonly onFailedHandshake?: (failed: FailedHandshake) => void;
}

/** A server that listens. It reports NOT_SERVING until `setServing(true)`. */
export interface RunningServer {
  /** `host:port`, with the port that was bound; ready to dial. */
  readonly address: string;
  readonly port: number;
  /** What health says. */
  readonly serving: boolean;
  setServing(serving: boolean): void;
  /**
   * Health NOT_SERVING first, then no new connections, open streams ended, in-flight calls finished. Calls that are
   * still under way after `graceMs` are cut off. Resolves once nothing is open; later calls wait for the first.
   */
  drain(graceMs: number): Promise<void>;
}

/** Starts a server with standard health and reflection. @throws NluError UNAVAILABLE when the address cannot be bound. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const server = new Server({
    'grpc.max_receive_message_length': maxMessageBytes,
    'grpc.max_send_message_length': maxMessageBytes,
    'grpc.max_concurrent_streams': 1024,
    // Clients look for addresses again only when a connection ends: without it replicas that are added get no calls.
    'grpc.max_connection_age_ms': options.maxConnectionAgeMs ?? 60_000,
    // Not without channelz: grpc-js 1.14 then keeps no list of connections, and forceShutdown leaves them open.
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
      if (error) reject(new NluError('UNAVAILABLE', `cannot listen on ${address}: ${error.message}`, { cause: error }));
      else resolve(boundPort);
    });
  });
}

/** The address to dial for a bound one: a wildcard listens everywhere and is reached on the loopback. */
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
    // tryShutdown never calls back while one stream is open, whatever happens: the timer has the last word.
    const force = setTimeout(() => server.forceShutdown(), graceMs);
    streams.end();
    for (const service of services) service.drain?.();
    server.tryShutdown(() => {
      clearTimeout(force);
      resolve();
    });
  });
}
