import type { TLSSocket } from 'node:tls';
import type { Server } from '@grpc/grpc-js';
import { http2ServersOf } from './guarded-server.js';

/** A client that failed the TLS handshake. */
export interface FailedHandshake {
  readonly peer: string;
  readonly reason: string;
}

/**
 * Calls `listener` for each client that fails the TLS handshake: one that speaks plain text, or whose certificate is
 * expired or of another authority. grpc-js drops them in silence and has no event for it.
 */
export function onFailedHandshake(server: Server, listener: (failed: FailedHandshake) => void): void {
  for (const http2Server of http2ServersOf(server)) {
    http2Server.on('tlsClientError', (error: Error & { code?: string }, socket: TLSSocket) => {
      // For a bad certificate the socket says what is wrong with it; the error only says that the socket was closed.
      const verdict = socket.authorizationError as unknown as string | undefined;
      listener({ peer: socket.remoteAddress ?? 'unknown', reason: verdict ?? error.code ?? error.message });
    });
  }
}
