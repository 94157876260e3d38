import { once } from 'node:events';
import { type ClientHttp2Session, type ClientHttp2Stream, connect, type OutgoingHttpHeaders } from 'node:http2';
import { connect as connectSocket } from 'node:net';

/** What became of a call that was made without a gRPC library. */
export interface RawOutcome {
  /** gRPC status; undefined where the stream ended without one. */
  readonly status: number | undefined;
  readonly details: string;
  /** The code of RST_STREAM; 0 for an orderly end. */
  readonly resetCode: number;
}

/**
 * Opens a plain HTTP/2 connection that may hold a gigabyte unsent. Its errors are left to those who wait for its calls.
 * @param from own address, where it is not to be the system's choice: on the loopback any of 127.0.0.0/8
 */
export async function rawConnection(address: string, from?: string): Promise<ClientHttp2Session> {
  const [host, port] = address.split(':');
  const createConnection = () => connectSocket({ host, port: Number(port), ...(from ? { localAddress: from } : {}) });
  const session = connect(`http://${address}`, { maxSessionMemory: 1_000, createConnection });
  session.on('error', () => {});
  await once(session, 'connect');
  return session;
}

/** A message as gRPC frames it. @param says how long the message claims to be, in bytes */
export function frame(message: Buffer, says = message.length): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(says, 1);
  return Buffer.concat([prefix, message]);
}

/** A length-delimited protobuf field. @param number under 16 */
export function field(number: number, bytes: Buffer | string): Buffer {
  const value = Buffer.from(bytes);
  const length: number[] = [];
  let rest = value.length;
  for (; rest > 127; rest >>>= 7) length.push((rest & 127) | 128);
  return Buffer.concat([Buffer.from([number * 8 + 2, ...length, rest]), value]);
}

/** Begins a call: its headers are sent, and no message. */
export function rawStream(
  session: ClientHttp2Session,
  path: string,
  headers: OutgoingHttpHeaders = {},
): ClientHttp2Stream {
  const own = { ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers' };
  const stream = session.request({ ...own, ...headers });
  stream.on('error', () => {});
  return stream;
}

/**
 * Resolves once a call has its status or is closed. A call that was refused before it was sent is left as it is: Node's own
 * client crashes where such a call is closed as well.
 */
export function outcomeOf(stream: ClientHttp2Stream): Promise<RawOutcome> {
  return new Promise((resolve) => {
    const read = (headers: NodeJS.Dict<string | string[] | number>) => {
      if (headers['grpc-status'] === undefined) return;
      const details = decodeURIComponent(String(headers['grpc-message'] ?? ''));
      resolve({ status: Number(headers['grpc-status']), details, resetCode: 0 });
    };
    stream.on('response', read);
    stream.on('trailers', read);
    stream.on('close', () => resolve({ status: undefined, details: '', resetCode: stream.rstCode ?? 0 }));
    stream.resume();
  });
}
