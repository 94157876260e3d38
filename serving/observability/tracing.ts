import type { Metadata } from '@grpc/grpc-js';
import type { Context } from '@opentelemetry/api';
import type { UnaryHandler } from '../rpc/unary.js';

/** Spans of the calls that a process serves and makes, with the W3C trace context in gRPC metadata. */
export interface Tracing {
  /** A span around each call that is served, under the caller's where it sent one. */
  served<Request, Response>(handler: UnaryHandler<Request, Response>): UnaryHandler<Request, Response>;
  /** A span around a call that is made while another is served; `metadata` carries it to the peer. */
  made<Reply>(
    parent: Context | undefined,
    name: string,
    call: (metadata: Metadata | undefined) => Promise<Reply>,
  ): Promise<Reply>;
  /** Sends what is left. */
  close(): Promise<void>;
}

/** Off: handlers and calls as they are. */
export const noTracing: Tracing = {
  served: (handler) => handler,
  made: (_parent, _name, call) => call(undefined),
  close: async () => {},
};
