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

/** Codes that say that this gateway cannot answer now and another may: it is gone, going, or full. */
const PASSING: readonly GatewayErrorCode[] = ['UNAVAILABLE', 'CANCELLED', 'ABORTED', 'RESOURCE_EXHAUSTED'];

/** Codes that say that the call itself is at fault, which every gateway would say. */
const FINAL: readonly GatewayErrorCode[] = [
  'INVALID_ARGUMENT',
  'NOT_FOUND',
  'FAILED_PRECONDITION',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'UNAUTHENTICATED',
  'PERMISSION_DENIED',
];

/** Whether another gateway may answer what this error refuses. */
export function isPassing({ code }: GatewayError): boolean {
  return PASSING.includes(code);
}

/** Whether no gateway will answer what this error refuses. */
export function isFinal({ code }: GatewayError): boolean {
  return FINAL.includes(code);
}
