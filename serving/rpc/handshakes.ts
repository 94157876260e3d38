import type { Http2SecureServer } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import type { Server } from '@grpc/grpc-js';

/** A connection that never became one. */
export interface FailedHandshake {
  readonly peer: string;
  readonly reason: string;
}

/**
 * Hears of clients that fail the TLS handshake: in plain text, with an expired certificate or one of another authority.
 * grpc-js drops them in silence and has no event for it, so this reaches for the HTTP/2 servers that it keeps.
 */
export function onFailedHandshake(server: Server, listener: (failed: FailedHandshake) => void): void {
  const { http2Servers } = server as unknown as { http2Servers: ReadonlyMap<Http2SecureServer, unknown> };
  for (const http2Server of http2Servers.keys()) {
    http2Server.on('tlsClientError', (error: Error & { code?: string }, socket: TLSSocket) => {
      // A certificate that does not pass is the socket's own verdict; the error is only that it was cut off for it.
      const verdict = socket.authorizationError as unknown as string | undefined;
      listener({ peer: socket.remoteAddress ?? 'unknown', reason: verdict ?? error.code ?? error.message });
    });
  }
}
