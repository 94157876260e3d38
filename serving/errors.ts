/** The closed set of error codes. `rpc/status.ts` maps each to one gRPC status. */
export type ErrorCode =
  /** A request or a configuration says something that is not allowed, whatever the state. Whoever wrote it mends it. */
  | 'INVALID_ARGUMENT'
  /** A file, key or bundle that was named does not exist. Whoever named it, or whoever should have put it there. */
  | 'NOT_FOUND'
  /** Valid, but not in the present state: an unloaded version, a refused bundle, a lost race. Change the state first. */
  | 'FAILED_PRECONDITION'
  /** No answer within the caller's deadline. The caller may retry with more time; the operator finds what is slow. */
  | 'DEADLINE_EXCEEDED'
  /** The caller cancelled or went away. Nobody has to mend anything. */
  | 'CANCELLED'
  /** A peer or a file cannot be reached now. Retry if the call is idempotent; the operator brings the peer back. */
  | 'UNAVAILABLE'
  /** Too many calls, or a message over the size limit (see `ErrorReason`). Retry later, or send less. */
  | 'RESOURCE_EXHAUSTED'
  /** No token, or an unknown one. The caller's owner gets a token that the service knows. */
  | 'UNAUTHENTICATED'
  /** The caller is known and may not call here. The operator decides who may. */
  | 'PERMISSION_DENIED'
  /** A defect of this project. Its text is logged and never sent; we mend it. */
  | 'INTERNAL';

/** What a code leaves open. gRPC has one code for a busy peer and for a message that is too large. */
export type ErrorReason = 'MESSAGE_TOO_LARGE';

/**
 * The base class of all errors that are meant for others: a stable `code`, a message that says what to mend, and the
 * `cause` where there is one. Anything else that is thrown becomes INTERNAL at the service's edge.
 */
export class NluError extends Error {
  readonly code: ErrorCode;
  readonly reason: ErrorReason | undefined;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown; reason?: ErrorReason | undefined }) {
    super(message, options);
    this.name = 'NluError';
    this.code = code;
    this.reason = options?.reason;
  }
}

/** The code of a thrown value in replies, metrics and logs alike; INTERNAL for anything but an NluError. */
export function codeOf(error: unknown): ErrorCode {
  return error instanceof NluError ? error.code : 'INTERNAL';
}

/** The message of a thrown value, which may be anything. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A thrown value for a log: the message of an NluError, which an operator can mend, and the stack of a defect. */
export function logTextOf(error: unknown): string {
  if (error instanceof NluError || !(error instanceof Error)) return messageOf(error);
  return error.stack ?? error.message;
}

/**
 * INVALID_ARGUMENT for one field.
 * @param field path of the field in the request, for example `hypotheses[2].intent`
 * @param problem what is wrong with it or what is allowed
 */
export function invalidField(field: string, problem: string): NluError {
  return new NluError('INVALID_ARGUMENT', `${field}: ${problem}`);
}
