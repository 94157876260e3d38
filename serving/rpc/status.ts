import { type ServiceError, status } from '@grpc/grpc-js';
import { type ErrorCode, NluError } from '../errors.js';

/** The one table from our codes to gRPC's. */
const statusOf: Readonly<Record<ErrorCode, status>> = {
  INVALID_ARGUMENT: status.INVALID_ARGUMENT,
  NOT_FOUND: status.NOT_FOUND,
  FAILED_PRECONDITION: status.FAILED_PRECONDITION,
  DEADLINE_EXCEEDED: status.DEADLINE_EXCEEDED,
  CANCELLED: status.CANCELLED,
  UNAVAILABLE: status.UNAVAILABLE,
  RESOURCE_EXHAUSTED: status.RESOURCE_EXHAUSTED,
  UNAUTHENTICATED: status.UNAUTHENTICATED,
  PERMISSION_DENIED: status.PERMISSION_DENIED,
  INTERNAL: status.INTERNAL,
};

/** Statuses that we never send are read as INTERNAL, except ABORTED: the peer gave up a call that may be tried again. */
const codeOf = new Map<status, ErrorCode>([
  ...Object.entries(statusOf).map(([code, number]) => [number, code as ErrorCode] as const),
  [status.ABORTED, 'UNAVAILABLE'],
]);

/** Details travel in one HTTP/2 header, whose peers limit all headers to 8 KiB or so. */
const maxDetailsLength = 1024;

/** What a server answers for a thrown error; the text of anything but an NluError is never echoed. */
export function toStatus(error: unknown): { code: status; details: string } {
  if (!(error instanceof NluError)) return { code: status.INTERNAL, details: 'internal error' };
  return { code: statusOf[error.code], details: headerText(error.message) };
}

/** What a failed call means to its caller; the ServiceError is kept as the cause. */
export function fromStatus(error: ServiceError): NluError {
  return errorOf(error.code, error.details || error.message, error);
}

/** What a status means to the caller. */
export function errorOf(code: status, details: string, cause?: unknown): NluError {
  return new NluError(codeOf.get(code) ?? 'INTERNAL', details, { cause });
}

/** grpc-js percent-encodes details with encodeURI, which throws on a lone surrogate, outside of any handler. */
function headerText(text: string): string {
  const cut = text.length > maxDetailsLength ? `${text.slice(0, maxDetailsLength - 1)}…` : text;
  return cut.replace(/\p{Surrogate}/gu, '\ufffd');
}
