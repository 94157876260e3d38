import { constants, type Http2Session, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { NluError, type Refusal } from '../../errors.js';
import { type Gate, peerOf } from './arriving-call.js';
import { ConnectionLimit, type ConnectionRules } from './connection-limit.js';
import { refuseEarly } from './early-refusal.js';
import { ResetCount } from './reset-count.js';
import { Turns } from './turns.js';
import { UnfinishedRequests } from './unfinished-requests.js';

/** How a method's calls are received. */
export interface MethodRules {
  /** A call has one message, which must be whole before anything is made of the call. */
  readonly oneMessage: boolean;
  /** Size of the largest message, in bytes; for methods of one message. */
  readonly mostBytes: number;
}

/** A connection that was ended for what its client did. */
export interface EndedConnection {
  readonly peer: string;
  /** resets: it reset its calls as soon as begun; connections: its peer opened too many of them. */
  readonly cause: 'resets' | 'connections';
  /** The cause in words. */
  readonly reason: string;
}

export interface GuardRules {
  /** By full method name. Calls of other methods are passed on as they come, to be refused. */
  readonly methods: ReadonlyMap<string, MethodRules>;
  readonly gate: Gate;
  /** Age at which a connection is cut off, in ms, unless it carries a stream of many messages. */
  readonly oldestMs: number;
  /** Absent: peers may open connections as fast as they like. */
  readonly connections?: ConnectionRules | undefined;
  readonly onEnded: (ended: EndedConnection) => void;
}

/** Time from a call's headers until its message must be whole, in ms. */
const WHOLE_REQUEST_MS = 5_000;
/** Bytes of unfinished requests that a process keeps, of all connections. */
const MOST_UNFINISHED_BYTES = 32 * 1024 * 1024;

/** What is kept of a connection. */
interface Connection {
  /** The IP address of its peer. */
  readonly address: string | undefined;
  readonly resets: ResetCount;
  readonly turns: Turns;
  /** Open calls with many messages. */
  streams: number;
  /** No more of its calls are made. */
  ended: boolean;
}

/**
 * Stands between the connections of a server and its gRPC library, so that no connection takes more than its share: calls are
 * begun a few a turn, those that were reset meanwhile never; a connection whose calls are mostly reset at once is ended; a
 * call is passed on when its headers are let in and its message is whole.
 */
export class ConnectionGuard {
  readonly #rules: GuardRules;
  readonly #connections = new WeakMap<Http2Session, Connection>();
  readonly #limit: ConnectionLimit | undefined;
  readonly #unfinished = new UnfinishedRequests({ wholeMs: WHOLE_REQUEST_MS, mostBytes: MOST_UNFINISHED_BYTES });

  constructor(rules: GuardRules) {
    this.#rules = rules;
    this.#limit = rules.connections && new ConnectionLimit(rules.connections);
  }

  /** Bytes that have come of requests that are not whole. */
  get unfinishedBytes(): number {
    return this.#unfinished.bytes;
  }

  /** Whether a socket may become a connection; one that may not is closed. Nothing was read of it, nor TLS begun. */
  accepts(socket: Socket): boolean {
    const { remoteAddress, remotePort } = socket;
    if (this.#limit?.admits(remoteAddress) ?? true) return true;
    socket.resetAndDestroy();
    const peer = `${remoteAddress}:${remotePort}`;
    this.#rules.onEnded({ peer, cause: 'connections', reason: 'too many new connections' });
    return false;
  }

  /** Watches a new connection. */
  connected(session: Http2Session): void {
    const address = session.socket?.remoteAddress;
    const connection = { address, resets: new ResetCount(), turns: new Turns(), streams: 0, ended: false };
    this.#connections.set(session, connection);
    const cut = setTimeout(() => {
      if (connection.streams === 0) session.destroy();
    }, this.#rules.oldestMs);
    cut.unref();
    session.once('close', () => {
      clearTimeout(cut);
      if (!connection.ended) this.#limit?.pay(address, connection.resets.excess);
    });
  }

  /**
   * Receives a call.
   * @param pass makes the call, at most once, and perhaps later
   */
  arrived(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, pass: () => void): void {
    const { session } = stream;
    const connection = session && this.#connections.get(session);
    if (!session || !connection) return;
    // What breaks a call comes with `close`, too.
    stream.on('error', () => {});
    if (connection.ended) return;
    const startMs = performance.now();
    connection.resets.begun(startMs);
    stream.once('aborted', () => {
      if (connection.resets.reset(performance.now() - startMs, timeoutOf(headers))) this.#end(session, connection);
    });
    if (stream.aborted || stream.destroyed) {
      if (connection.resets.reset(0, undefined)) this.#end(session, connection);
      return;
    }
    connection.turns.take(() => {
      if (!connection.ended && !stream.destroyed && !stream.aborted)
        this.#begin(stream, headers, session, connection, pass);
    });
  }

  /** Refuses the requests that are not whole, for which a drain would wait. */
  drain(): void {
    this.#unfinished.giveUp(new NluError('UNAVAILABLE', 'the process is going away'));
  }

  #begin(
    stream: ServerHttp2Stream,
    headers: IncomingHttpHeaders,
    session: Http2Session,
    connection: Connection,
    pass: () => void,
  ): void {
    const path = String(headers[':path']);
    const method = this.#rules.methods.get(path);
    // grpc-js says what is wrong with what is no gRPC, or no method of ours.
    if (!method || !headers['content-type']?.startsWith('application/grpc')) {
      pass();
      return;
    }
    const refuse = (error: Refusal) => refuseEarly(stream, error);
    const refusal = this.#rules.gate({ path, headers, session });
    if (refusal) {
      refuse(refusal);
    } else if (method.oneMessage) {
      this.#unfinished.receive(stream, method.mostBytes, { whole: pass, refused: refuse });
    } else {
      connection.streams++;
      stream.once('close', () => connection.streams--);
      pass();
    }
  }

  #end(session: Http2Session, connection: Connection): void {
    if (connection.ended || session.destroyed) return;
    connection.ended = true;
    this.#limit?.pay(connection.address, connection.resets.excess);
    this.#rules.onEnded({ peer: peerOf(session), cause: 'resets', reason: 'calls reset as soon as begun' });
    // Not while the connection is being read: Node would free what it reads from.
    setImmediate(() => {
      if (session.destroyed) return;
      session.goaway(constants.NGHTTP2_ENHANCE_YOUR_CALM);
      session.destroy();
    });
  }
}

const UNIT_MS: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1_000, m: 1, u: 1e-3, n: 1e-6 };

/** The time that a caller gives its call, in ms; undefined where it says none. */
function timeoutOf(headers: IncomingHttpHeaders): number | undefined {
  const [, amount, unit] = /^(\d{1,8})([HMSmun])$/.exec(String(headers['grpc-timeout'] ?? '')) ?? [];
  return amount === undefined || unit === undefined ? undefined : Number(amount) * UNIT_MS[unit];
}
