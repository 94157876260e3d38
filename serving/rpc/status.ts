import { type ServiceError, status } from '@grpc/grpc-js';
import { type ErrorCode, type ErrorReason, NluError, NO_RECOGNIZER, type Refusal } from '../errors.js';
import { isMessageTooLarge } from './limits.js';

/** The one table from our codes to gRPC's. */
const STATUS_OF_CODE: Readonly<Record<ErrorCode, status>> = {
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

/**
 * The code of each status. Statuses that this project never sends are read as INTERNAL, except ABORTED: the peer gave
 * up a call that may be tried again.
 */
const codeOfStatus = new Map<status, ErrorCode>([
  ...Object.entries(STATUS_OF_CODE).map(([code, number]) => [number, code as ErrorCode] as const),
  [status.ABORTED, 'UNAVAILABLE'],
]);

/**
 * Longest details, in UTF-16 code units. They travel in one HTTP/2 header, and peers limit all headers to about 8
 * KiB.
 */
const MAX_DETAILS_LENGTH = 1024;

/** The status that a server answers for a thrown error. The text of anything but an NluError is never sent. */
export function toStatus(error: unknown): { code: status; details: string } {
  if (!(error instanceof NluError)) return { code: status.INTERNAL, details: 'internal error' };
  return statusOf(error);
}

/** The status that a server answers for a refusal. */
export function statusOf({ code, message }: Refusal): { code: status; details: string } {
  return { code: STATUS_OF_CODE[code], details: headerText(message) };
}

/** The error of a failed call, with the ServiceError as its cause. */
export function fromStatus(error: ServiceError): NluError {
  return errorOf(error.code, error.details || error.message, error);
}

/** The error that a status stands for. */
export function errorOf(code: status, details: string, cause?: unknown): NluError {
  return new NluError(codeOfStatus.get(code) ?? 'INTERNAL', details, { cause, reason: reasonOf(code, details) });
}

function reasonOf(code: status, details: string): ErrorReason | undefined {
  if (code === status.RESOURCE_EXHAUSTED && isMessageTooLarge(details)) return 'MESSAGE_TOO_LARGE';
  if (code === status.FAILED_PRECONDITION && details.startsWith(NO_RECOGNIZER)) return 'NO_RECOGNIZER';
  return undefined;
}

/** Without lone surrogates: grpc-js encodes details with encodeURI, which throws on them outside of any handler. */
function headerText(text: string): string {
  const cut = text.length > MAX_DETAILS_LENGTH ? `${text.slice(0, MAX_DETAILS_LENGTH - 1)}…` : text;
  return cut.replace(/\p{Surrogate}/gu, '\ufffd');
}
