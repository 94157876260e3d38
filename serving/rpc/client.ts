import { type CallOptions, Client, type ClientOptions, credentials, Metadata } from '@grpc/grpc-js';
import { NluError } from '../errors.js';
import type { CancelSignal } from './cancellation.js';
import { MAX_MESSAGE_BYTES } from './limits.js';
import { fromStatus } from './status.js';

/** Shortest time between two lookups of a name, in ms. */
export const SOONEST_RESOLUTION_MS = 2_000;

/** How to open a channel. */
export interface ChannelOptions {
  /** Plain text when absent. */
  readonly credentials?: ReturnType<typeof credentials.createInsecure>;
  /** A gRPC service config (load balancing, retries) as JSON text. */
  readonly serviceConfig?: string;
  /** Name that the server's certificate must have; the target's name when absent. */
  readonly serverName?: string | undefined;
  /** `host:port` that the requests name as their destination; the target when absent. */
  readonly authority?: string | undefined;
}

/** The part of a method's definition that callers need; `definitions()` has those of this project's services. */
export interface Method<Request, Reply> {
  readonly path: string;
  readonly requestSerialize: (request: Request) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => Reply;
}

const sameBytes = (bytes: Buffer) => bytes;

/** A method whose callers encode and decode its messages themselves. */
export function encodedMethod(path: string): Method<Buffer, Buffer> {
  return { path, requestSerialize: sameBytes, responseDeserialize: sameBytes };
}

/** How to make one call. */
export interface CallSettings {
  /** Time that the call may take from now, in ms. There is no default, so that every call has a deadline. */
  readonly timeoutMs: number;
  /** Its abort cancels the call, at the server too. */
  readonly signal?: CancelSignal;
  readonly metadata?: Metadata;
}

/**
 * Opens a channel to `target`: `host:port`, or any gRPC target such as `dns:///name:port` or `ipv4:a:1,b:2`.
 * It connects on first use. It reconnects after 100 to 500 ms, since a request waits 300 ms by default: gRPC's own 1 to
 * 120 s would keep a domain out for seconds after it came back.
 */
export function openChannel(target: string, options: ChannelOptions = {}): Client {
  const settings: ClientOptions = {
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
    ...(options.serverName === undefined ? {} : { 'grpc.ssl_target_name_override': options.serverName }),
    ...(options.authority === undefined ? {} : { 'grpc.default_authority': options.authority }),
    ...(options.serviceConfig === undefined ? {} : { 'grpc.service_config': options.serviceConfig }),
  };
  return new Client(target, options.credentials ?? credentials.createInsecure(), settings);
}

/**
 * Makes one unary call.
 * @throws NluError with the server's code; DEADLINE_EXCEEDED after `timeoutMs`; when `signal` aborts, the abort's
 *   reason if that is an NluError, else CANCELLED
 */
export function callUnary<Request, Reply>(
  channel: Client,
  method: Method<Request, Reply>,
  request: Request,
  { timeoutMs, signal, metadata = new Metadata() }: CallSettings,
): Promise<Reply> {
  if (signal?.aborted) return Promise.reject(abortReason(signal));
  return new Promise((resolve, reject) => {
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
        if (error) reject(signal?.aborted ? abortReason(signal) : fromStatus(error));
        else resolve(reply as Reply);
      },
    );
    signal?.addEventListener('abort', cancel, { once: true });
  });
}

/** The error that a call rejects with once `signal` has cancelled it. */
export function abortReason(signal: CancelSignal): NluError {
  return signal.reason instanceof NluError ? signal.reason : new NluError('CANCELLED', 'cancelled by the caller');
}
