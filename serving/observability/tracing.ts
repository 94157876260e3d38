import type { Metadata } from '@grpc/grpc-js';
import type { Context } from '@opentelemetry/api';
import type { UnaryHandler } from '../rpc/unary.js';

/** Makes spans of the calls that a process serves and makes. The W3C trace context travels in gRPC metadata. */
export interface Tracing {
  /** A handler with a span around each of its calls, below the caller's span where it sent one. */
  traceHandler<Request, Response>(handler: UnaryHandler<Request, Response>): UnaryHandler<Request, Response>;
  /**
   * Makes a call with a span around it.
   * @param parent trace of the call that is served meanwhile
   * @param call makes the call with the metadata that carries the trace to the peer
   */
  traceCall<Reply>(
    parent: Context | undefined,
    name: string,
    call: (metadata: Metadata | undefined) => Promise<Reply>,
  ): Promise<Reply>;
  /** Sends the spans that are left. */
  close(): Promise<void>;
}

/** No tracing: handlers and calls stay as they are. */
export const noTracing: Tracing = {
  traceHandler: (handler) => handler,
  traceCall: (_parent, _name, call) => call(undefined),
  close: async () => {},
};
