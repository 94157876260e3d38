import { type Client, status } from '@grpc/grpc-js';
import { definitions } from '../rpc/definitions.js';
import { newTally } from './outliers.js';
import { type BatchStream, StreamSession } from './stream-session.js';

/** Time until a stream that broke is opened anew, in ms; and one that the peer does not know. */
const REOPEN_AFTER_MS = 100;
const UNKNOWN_AFTER_MS = 30_000;

/** closed -> opening -> open -> closed; from each of them to ended, for good. */
type State =
  | { readonly name: 'closed'; readonly untilMs: number }
  | { readonly name: 'opening'; readonly stream: BatchStream }
  | { readonly name: 'open'; readonly stream: BatchStream; readonly session: StreamSession }
  | { readonly name: 'ended' };

/** One replica of a service, and the stream to it. */
export class StreamReplica {
  /** Of the calls of all its streams. */
  readonly tally = newTally();
  readonly #channel: Client;
  readonly #onLost: () => void;
  readonly #now: () => number;
  #state: State = { name: 'closed', untilMs: -Infinity };

  /**
   * @param channel to this replica alone
   * @param onLost told when a stream breaks, ends or cannot be opened
   */
  constructor(channel: Client, onLost: () => void, now: () => number) {
    this.#channel = channel;
    this.#onLost = onLost;
    this.#now = now;
  }

  /** The session that takes calls now; none while the replica is left out. */
  get session(): StreamSession | undefined {
    const state = this.#state;
    return state.name === 'open' && state.session.ready && this.tally.standing.name === 'in'
      ? state.session
      : undefined;
  }

  /** Opens a stream in the background when there is none and it is time to. */
  open(nowMs: number): void {
    const state = this.#state;
    if (state.name === 'closed' && nowMs >= state.untilMs) this.#open();
  }

  /** Takes no more calls; those under way are finished. */
  end(): void {
    const state = this.#state;
    this.#state = { name: 'ended' };
    if (state.name === 'open') state.session.retire();
    if (state.name === 'opening') state.stream.cancel();
    // Its open stream goes on until it ends.
    this.#channel.close();
  }

  #open(): void {
    const { path, requestSerialize, responseDeserialize } = definitions().domain.Exchange;
    const stream: BatchStream = this.#channel.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
    const session = new StreamSession(stream, this.tally);
    this.#state = { name: 'opening', stream };
    // The peer's first sign of life: from here on it takes calls.
    stream.on('metadata', () => {
      if (this.#state.name === 'opening' && this.#state.stream === stream)
        this.#state = { name: 'open', stream, session };
    });
    const over = (cause: unknown, afterMs: number) => {
      session.lose(cause);
      if (!('stream' in this.#state) || this.#state.stream !== stream) return;
      this.#state = { name: 'closed', untilMs: this.#now() + afterMs };
      this.#onLost();
    };
    stream.on('error', (error: { code?: status }) =>
      over(error, error.code === status.UNIMPLEMENTED ? UNKNOWN_AFTER_MS : REOPEN_AFTER_MS),
    );
    stream.on('end', () => over(undefined, REOPEN_AFTER_MS));
  }
}
