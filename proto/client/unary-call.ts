import type { CallOptions, Client, ClientOptions, Metadata, ServiceError } from '@grpc/grpc-js';

/** Shortest time between two lookups of a name, in ms. */
export const SOONEST_RESOLUTION_MS = 2_000;

/** Largest message that servers and clients of this project take or send, in bytes: far above any valid request. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;

/**
 * Options of every channel of the project. Backoff is short, since a request waits 300 ms at most: the default of 1 s to 120 s
 * would keep a peer out for seconds after it came back.
 */
export const CHANNEL_OPTIONS: ClientOptions = Object.freeze({
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 500,
  // New replicas behind a name are found within seconds; the default is 30 s.
  'grpc.dns_min_time_between_resolutions_ms': SOONEST_RESOLUTION_MS,
  'grpc.keepalive_time_ms': 10_000,
  'grpc.keepalive_timeout_ms': 2_000,
  'grpc.keepalive_permit_without_calls': 1,
  'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
  'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
  // One connection per client object: a closed client must not leave its state to the next one.
  'grpc.use_local_subchannel_pool': 1,
  // Channelz counts and traces every call and stream, and nobody reads that here.
  'grpc.enable_channelz': 0,
  // What a shell's http_proxy says is of the web: peers are on this machine or in the same cluster (`proxyOptions`).
  'grpc.enable_http_proxy': 0,
});

/** Host of this machine, in front of a port. */
const loopback = /^(?:[a-z0-9]+:(?:\/{2,3})?)?(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost):\d+$/iu;

/**
 * Options of a channel for whom http_proxy, https_proxy, grpc_proxy and no_proxy of the environment count where they were
 * asked for; to this machine they never do.
 * @param target `host:port`, with or without a scheme of gRPC's
 */
export function proxyOptions(target: string, proxy = false): ClientOptions {
  return proxy && !loopback.test(target) ? { 'grpc.enable_http_proxy': 1 } : {};
}

/** The part of a method's definition that its callers need; `contract()` has those of our services. */
export interface Method<Request, Reply> {
  readonly path: string;
  readonly requestSerialize: (request: Request) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => Reply;
}

/** The part of an AbortSignal that a call needs. */
export interface AbortListening {
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** How one call is made. */
export interface UnarySettings {
  /** Time that the call may take, in ms, from now. */
  readonly timeoutMs: number;
  readonly metadata: Metadata;
  /** Cancels the call, at the server too. One that is aborted already is not noticed. */
  readonly signal?: AbortListening | undefined;
}

/**
 * Makes one unary call.
 * @param done called once, with the error or the reply
 */
export function startUnary<Request, Reply>(
  channel: Client,
  method: Method<Request, Reply>,
  request: Request,
  { timeoutMs, metadata, signal }: UnarySettings,
  done: (error: ServiceError | null, reply?: Reply) => void,
): void {
  const options: CallOptions = { deadline: Date.now() + timeoutMs };
  const cancel = () => call.cancel();
  const call = channel.makeUnaryRequest(
    method.path,
    method.requestSerialize,
    method.responseDeserialize,
    request,
    metadata,
    options,
    (error, reply) => {
      signal?.removeEventListener('abort', cancel);
      done(error, reply);
    },
  );
  signal?.addEventListener('abort', cancel, { once: true });
}
