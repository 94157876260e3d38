import type { Http2Session, IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { Socket, Server as SocketServer } from 'node:net';
import type { Server, ServiceDefinition } from '@grpc/grpc-js';
import type { ConnectionGuard, MethodRules } from './connection-guard.js';

type StreamListener = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, flags: number) => void;

/** The HTTP/2 servers of a bound gRPC server. grpc-js has no access to them, so this reads a private field. */
export function http2ServersOf(server: Server): Iterable<SocketServer> {
  const { http2Servers } = server as unknown as { http2Servers: ReadonlyMap<SocketServer, unknown> };
  return http2Servers.keys();
}

/** Puts a guard between the connections of a bound server and the server. Call it in the turn in which it was bound. */
export function guardServer(server: Server, guard: ConnectionGuard): void {
  for (const http2Server of http2ServersOf(server)) {
    const listeners = http2Server.listeners('stream') as StreamListener[];
    http2Server.removeAllListeners('stream');
    const connecting = http2Server.listeners('connection') as ((socket: Socket) => void)[];
    http2Server.removeAllListeners('connection');
    http2Server.on('connection', (socket: Socket) => {
      if (guard.accepts(socket)) for (const listener of connecting) listener.call(http2Server, socket);
    });
    http2Server.prependListener('session', (session: Http2Session) => guard.connected(session));
    http2Server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, flags: number) => {
      guard.arrived(stream, headers, () => {
        for (const listener of listeners) listener.call(http2Server, stream, headers, flags);
      });
    });
  }
}

/** The rules of a service's methods. @param mostBytes size of the largest message of methods with one, in bytes */
export function methodRules(definition: ServiceDefinition, mostBytes: number): [path: string, rules: MethodRules][] {
  return Object.values(definition).map(({ path, requestStream }) => [path, { oneMessage: !requestStream, mostBytes }]);
}
