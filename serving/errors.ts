/** The closed set of error codes. `rpc/status.ts` maps each to one gRPC status. */
export type ErrorCode =
  | 'INVALID_ARGUMENT'
  | 'NOT_FOUND'
  | 'FAILED_PRECONDITION'
  | 'DEADLINE_EXCEEDED'
  | 'CANCELLED'
  | 'UNAVAILABLE'
  | 'RESOURCE_EXHAUSTED'
  | 'UNAUTHENTICATED'
  | 'PERMISSION_DENIED'
  | 'INTERNAL';

/**
 * The one base error: a stable `code`, a message that says what to mend, and the `cause` where there is one.
 * Anything thrown that is not one of these becomes INTERNAL at the service edge and is logged, never echoed.
 */
export class NluError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'NluError';
    this.code = code;
  }
}

/** The code that a thrown value stands for, in replies, figures and logs alike. */
export function codeOf(error: unknown): ErrorCode {
  return error instanceof NluError ? error.code : 'INTERNAL';
}

/** INVALID_ARGUMENT for one field: `field` is its path in the request, `problem` says what is allowed. */
export function invalidField(field: string, problem: string): NluError {
  return new NluError('INVALID_ARGUMENT', `${field}: ${problem}`);
}
