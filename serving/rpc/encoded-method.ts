import type { status } from '@grpc/grpc-js';
import { MAX_MESSAGE_BYTES } from '../../proto/client/unary-call.js';
import { NluError } from '../errors.js';
import { messageTooLarge } from './limits.js';
import { toStatus } from './status.js';
import type { CallContext, DefectLog, UnaryHandler } from './unary.js';
import { decodeRequest } from './undecodable.js';

/** A method that takes an encoded request and returns an encoded reply: what is served over streams and in-process. */
export interface EncodedMethod {
  /** Full method name, for example `/nlu.v1.Domain/Interpret`. */
  readonly path: string;
  /** @throws NluError whatever the caller may be told; anything else is a defect */
  readonly handle: (request: Buffer, context: CallContext) => Promise<Buffer>;
}

/** What became of a call: its encoded reply, or the status of its failure. */
export type EncodedAnswer = { readonly response: Buffer } | { readonly code: status; readonly details: string };

/** Room for the envelope around a reply that fills a message by itself, in bytes. */
const ENVELOPE_BYTES = 4096;

/** Makes an encoded method of the handler that serves the unary calls. */
export function encodedHandler<Request, Response>(
  method: {
    readonly path: string;
    readonly requestDeserialize: (bytes: Buffer) => Request;
    readonly responseSerialize: (response: Response) => Buffer;
  },
  handler: UnaryHandler<Request, Response>,
): EncodedMethod {
  return {
    path: method.path,
    handle: async (bytes, context) => {
      const response = method.responseSerialize(
        await handler(decodeRequest(method.requestDeserialize, bytes), context),
      );
      if (response.length <= MAX_MESSAGE_BYTES - ENVELOPE_BYTES) return response;
      throw messageTooLarge(response.length);
    },
  };
}

/** Answers a call as a server does: what is no NluError is logged as a defect and told to nobody. Never rejects. */
export async function answerEncoded(
  { path, handle }: EncodedMethod,
  request: Buffer,
  context: CallContext,
  logDefect: DefectLog,
): Promise<EncodedAnswer> {
  try {
    return { response: await handle(request, context) };
  } catch (error) {
    // Work that was cut short because the caller left may fail in ways that are no defects.
    if (!(error instanceof NluError) && !context.signal.aborted) logDefect(error, path);
    return toStatus(error);
  }
}
