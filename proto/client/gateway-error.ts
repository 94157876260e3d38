import { type ServiceError, status } from '@grpc/grpc-js';
import { connectionFailure } from './connection-failure.js';

/** The name of a gRPC status other than OK, for example `DEADLINE_EXCEEDED`. */
export type GatewayErrorCode = Exclude<keyof typeof status, 'OK'>;

/** A call that has no answer. */
export class GatewayError extends Error {
  /** gRPC's status by name. */
  readonly code: GatewayErrorCode;
  /** The gateway that failed, as it was given; undefined when none was asked. */
  readonly gateway: string | undefined;

  constructor(
    code: GatewayErrorCode,
    message: string,
    options: { gateway?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'GatewayError';
    this.code = code;
    this.gateway = options.gateway;
  }
}

/** The client's options for TLS, as messages name them. */
const TLS_OPTIONS = { authority: 'tls.ca', certificate: 'tls.cert and tls.key', serverName: 'tls.serverName' };

/** What a failed call means; gRPC's own error is kept as the cause. */
export function gatewayError(cause: ServiceError, gateway: string, isTls: boolean): GatewayError {
  const code = (status[cause.code] ?? 'UNKNOWN') as GatewayErrorCode;
  const details = cause.details || cause.message;
  const message = connectionFailure(details, gateway, { isTls, ...TLS_OPTIONS }) ?? details;
  return new GatewayError(code, message, { gateway, cause });
}

/** Codes that say that the call itself is at fault or not allowed, so that asking another gateway is pointless. */
const OF_THE_CALL: readonly GatewayErrorCode[] = [
  'INVALID_ARGUMENT',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'FAILED_PRECONDITION',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'UNAUTHENTICATED',
  'PERMISSION_DENIED',
];

/** Whether the failure is the gateway's own, so that another gateway may answer. Every method may safely be repeated. */
export function isOfTheGateway({ code }: GatewayError): boolean {
  return !OF_THE_CALL.includes(code);
}
