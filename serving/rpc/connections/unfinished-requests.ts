import type { ServerHttp2Stream } from 'node:http2';
import { invalidField, NluError } from '../../errors.js';
import { messageTooLarge } from '../limits.js';

/** Length of the prefix of a message: a flag, and the message's length in four bytes. */
const PREFIX_BYTES = 5;
/** What a piece of a request takes besides its bytes, roughly. */
const CHUNK_OVERHEAD_BYTES = 128;

export interface UnfinishedRules {
  /** Time from a call's headers until its message must be whole. */
  readonly wholeMs: number;
  /** Bytes of unfinished requests that the process keeps, of all connections. */
  readonly mostBytes: number;
}

/** An unfinished request: what has come of it, and the way to give it up. */
interface Unfinished {
  giveUp(error: NluError): void;
}

/** Receives what becomes of a request. */
export interface RequestListener {
  /** The message is whole; it can be read from the stream as if nothing had been. */
  whole(): void;
  /** The request is not to be answered but with this error. */
  refused(error: NluError): void;
}

/**
 * The requests of one process that are not whole yet: their bytes are bounded in all and each, and so is their time. A call
 * whose request never becomes whole takes nothing else than this.
 */
export class UnfinishedRequests {
  readonly #rules: UnfinishedRules;
  readonly #open = new Set<Unfinished>();
  #bytes = 0;

  constructor(rules: UnfinishedRules) {
    this.#rules = rules;
  }

  /** Bytes that have come of unfinished requests. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Gives all of them up. For a process that ends. */
  giveUp(error: NluError): void {
    for (const request of [...this.#open]) request.giveUp(error);
  }

  /**
   * Waits for a call's only message.
   * @param mostBytes size of the largest message that is allowed
   */
  receive(stream: ServerHttp2Stream, mostBytes: number, listener: RequestListener): void {
    const { wholeMs } = this.#rules;
    const chunks: Buffer[] = [];
    let [bytes, kept] = [0, 0];
    /** Size of the message with its prefix, once that is known. */
    let whole: number | undefined;
    const leave = () => {
      clearTimeout(timer);
      stream.off('data', take).off('end', end).off('close', leave);
      this.#open.delete(request);
      this.#bytes -= kept;
      kept = 0;
    };
    const giveUp = (error: NluError) => {
      leave();
      listener.refused(error);
    };
    const request = { giveUp };
    const take = (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (whole === undefined && bytes >= PREFIX_BYTES) {
        const length = joined(chunks).readUInt32BE(1);
        if (length > mostBytes) return giveUp(messageTooLarge(length, mostBytes));
        whole = PREFIX_BYTES + length;
      }
      if (whole !== undefined && bytes >= whole) {
        leave();
        stream.pause();
        stream.unshift(joined(chunks));
        listener.whole();
        return;
      }
      kept += chunk.length + CHUNK_OVERHEAD_BYTES;
      this.#bytes += chunk.length + CHUNK_OVERHEAD_BYTES;
      this.#makeRoom();
    };
    const end = () => giveUp(invalidField('request', 'ended before its message was whole'));
    const late = () =>
      giveUp(new NluError('DEADLINE_EXCEEDED', `the request's message was not whole within ${wholeMs} ms`));
    const timer = setTimeout(late, wholeMs);
    this.#open.add(request);
    stream.on('data', take).on('end', end).on('close', leave);
  }

  /** Gives up those that wait longest, until the others have room: an honest caller's request is whole soon. */
  #makeRoom(): void {
    for (const request of this.#open) {
      if (this.#bytes <= this.#rules.mostBytes) return;
      request.giveUp(new NluError('RESOURCE_EXHAUSTED', 'overloaded: too many requests that are not whole'));
    }
  }
}

function joined(chunks: readonly Buffer[]): Buffer {
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
}
