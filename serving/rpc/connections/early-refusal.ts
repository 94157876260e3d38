import { constants, type ServerHttp2Stream } from 'node:http2';
import type { Refusal } from '../../errors.js';
import { statusOf } from '../status.js';

/**
 * Answers a call with a refusal alone, before grpc-js makes anything of it: that costs a third of a refusal by a handler.
 * What the client still sends is thrown away.
 */
export function refuseEarly(stream: ServerHttp2Stream, refusal: Refusal): void {
  if (stream.destroyed || stream.closed || stream.headersSent) return;
  const { code, details } = statusOf(refusal);
  const trailers = {
    ':status': 200,
    'content-type': 'application/grpc+proto',
    'grpc-status': code,
    'grpc-message': encodeURI(details),
  };
  stream.respond(trailers, { endStream: true });
  // Never while the connection is being read: Node sends a reset at once, and nghttp2 frees the stream under its own feet.
  setImmediate(() => stream.close(constants.NGHTTP2_NO_ERROR));
  // A stream is not over before all that came of it is read.
  stream.resume();
}
