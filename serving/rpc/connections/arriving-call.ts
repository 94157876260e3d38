import type { Http2Session, IncomingHttpHeaders } from 'node:http2';
import type { Refusal } from '../../errors.js';

/** A call of which the headers have come. */
export interface ArrivingCall {
  /** Full method name, for example `/nlu.v1.Domain/Interpret`. */
  readonly path: string;
  /** What is changed here is what the handler sees. */
  readonly headers: IncomingHttpHeaders;
  readonly session: Http2Session;
}

/** Decides on a call by its headers: the refusal, or undefined to let it in. */
export type Gate = (call: ArrivingCall) => Refusal | undefined;

/** The caller's network address with its port. */
export function peerOf({ socket }: Http2Session): string {
  return socket?.remoteAddress === undefined ? 'unknown' : `${socket.remoteAddress}:${socket.remotePort}`;
}
