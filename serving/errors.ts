/** The closed set of error codes. `rpc/status.ts` maps each to one gRPC status. */
export type ErrorCode =
  /** A request or a configuration says something that is never allowed. Its author has to correct it. */
  | 'INVALID_ARGUMENT'
  /** A file, key or bundle does not exist. The operator has to create it, or the caller to name another. */
  | 'NOT_FOUND'
  /**
   * A valid request that the present state does not allow: a version that is not loaded, a refused bundle, a lost
   * race. The caller or the operator has to change the state first.
   */
  | 'FAILED_PRECONDITION'
  /**
   * There was no answer within the caller's deadline. The caller may allow more time; the operator finds what is
   * slow.
   */
  | 'DEADLINE_EXCEEDED'
  /** The caller cancelled or went away. Nobody has to do anything. */
  | 'CANCELLED'
  /** A peer or a file cannot be reached now. The caller may retry idempotent calls; the operator restores the peer. */
  | 'UNAVAILABLE'
  /**
   * There are too many calls, or a message is too large (see `ErrorReason`). The caller retries later, or sends less.
   */
  | 'RESOURCE_EXHAUSTED'
  /** The call has no token, or an unknown one. The caller needs a token that the operator has made known. */
  | 'UNAUTHENTICATED'
  /** The caller is known and may not call here. Only the operator can allow it. */
  | 'PERMISSION_DENIED'
  /** A defect of this project, to be mended in its code. Its text is logged and never sent. */
  | 'INTERNAL';

/**
 * What a code leaves open. gRPC has one code for a busy peer and for a message that is too large, and one for all that the
 * state forbids.
 */
export type ErrorReason = 'MESSAGE_TOO_LARGE' | 'NO_RECOGNIZER';

/** How the message of FAILED_PRECONDITION begins where a bundle interprets no text: gRPC has no finer code for it. */
export const NO_RECOGNIZER = 'the bundle has no recognizer';

/**
 * The base class of all errors that are meant for others: a stable `code`, a message that says what to correct, and the
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

/**
 * What a call is told that is refused: an NluError, or as much of one. Of those that a flood brings on no stack is taken,
 * which would cost as much as all else of a refusal.
 */
export type Refusal = Pick<NluError, 'code' | 'message'>;

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
