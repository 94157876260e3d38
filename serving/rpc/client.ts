import { type CallOptions, Client, type ClientOptions, credentials, Metadata } from '@grpc/grpc-js';
import { NluError } from '../errors.js';
import type { CancelSignal } from './cancellation.js';
import { maxMessageBytes } from './limits.js';
import { fromStatus } from './status.js';

/** A name is looked up again at the soonest after this time, in ms. */
export const SOONEST_RESOLUTION_MS = 2_000;

/** How a channel is opened. */
export interface ChannelOptions {
  /** Plain text when absent. */
  readonly credentials?: ReturnType<typeof credentials.createInsecure>;
  /** A gRPC service config (load balancing, retries) as JSON text. */
  readonly serviceConfig?: string;
  /** The name that the server's certificate must have, where it is not the target's. */
  readonly serverName?: string | undefined;
  /** `host:port` that the server is asked under, where it is not the target. */
  readonly authority?: string | undefined;
}

/** The part of a method's definition that its callers need; `definitions()` has those of our services. */
export interface Method<Request, Reply> {
  readonly path: string;
  readonly requestSerialize: (request: Request) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => Reply;
}

const asItIs = (bytes: Buffer) => bytes;

/** A method whose callers encode and decode its messages themselves. */
export function encodedMethod(path: string): Method<Buffer, Buffer> {
  return { path, requestSerialize: asItIs, responseDeserialize: asItIs };
}

/** How one call is made. */
export interface CallSettings {
  /** Time that the call may take, in ms, from now. There is no default: every call has a deadline. */
  readonly timeoutMs: number;
  /** Cancels the call, at the server too. */
  readonly signal?: CancelSignal;
  readonly metadata?: Metadata;
}

/**
 * Opens a channel to `target`: `host:port`, or any gRPC target such as `dns:///name:port` or `ipv4:a:1,b:2`.
 * It connects on first use. Backoff is short, since a request waits 300 ms at most: the default of 1 s to 120 s would
 * keep a domain out for seconds after it came back.
 */
export function openChannel(target: string, options: ChannelOptions = {}): Client {
  const settings: ClientOptions = {
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 500,
    // A replica that comes under a name is found within seconds; the default waits for 30.
    'grpc.dns_min_time_between_resolutions_ms': SOONEST_RESOLUTION_MS,
    'grpc.keepalive_time_ms': 10_000,
    'grpc.keepalive_timeout_ms': 2_000,
    'grpc.keepalive_permit_without_calls': 1,
    'grpc.max_receive_message_length': maxMessageBytes,
    'grpc.max_send_message_length': maxMessageBytes,
    // One connection per client object: a closed client must not leave its state to the next one.
    'grpc.use_local_subchannel_pool': 1,
    // Its counts and traces of every call and stream are read by nobody here.
    'grpc.enable_channelz': 0,
    ...(options.serverName === undefined ? {} : { 'grpc.ssl_target_name_override': options.serverName }),
    ...(options.authority === undefined ? {} : { 'grpc.default_authority': options.authority }),
    ...(options.serviceConfig === undefined ? {} : { 'grpc.service_config': options.serviceConfig }),
  };
  return new Client(target, options.credentials ?? credentials.createInsecure(), settings);
}

/**
 * One unary call as a promise.
 * @throws NluError with the server's code; DEADLINE_EXCEEDED after `timeoutMs`; when `signal` aborts its reason, if that
 *   is an NluError, or CANCELLED.
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

/** What a call that `signal` cancelled rejects with. */
export function abortReason(signal: CancelSignal): NluError {
  return signal.reason instanceof NluError ? signal.reason : new NluError('CANCELLED', 'cancelled by the caller');
}
