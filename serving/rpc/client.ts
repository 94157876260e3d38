import { Client, type ClientOptions, credentials, Metadata } from '@grpc/grpc-js';
import { CHANNEL_OPTIONS, type Method, proxyOptions, startUnary } from '../../proto/client/unary-call.js';
import { NluError } from '../errors.js';
import type { CancelSignal } from './cancellation.js';
import { fromStatus } from './status.js';

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
  /** Whether proxies of the environment count (`proxyOptions`); default false. */
  readonly proxy?: boolean | undefined;
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
    ...CHANNEL_OPTIONS,
    ...proxyOptions(target, options.proxy),
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
    startUnary(channel, method, request, { timeoutMs, metadata, signal }, (error, reply) => {
      if (error) reject(signal?.aborted ? abortReason(signal) : fromStatus(error));
      else resolve(reply as Reply);
    });
  });
}

/** The error that a call rejects with once `signal` has cancelled it. */
export function abortReason(signal: CancelSignal): NluError {
  return signal.reason instanceof NluError ? signal.reason : new NluError('CANCELLED', 'cancelled by the caller');
}
