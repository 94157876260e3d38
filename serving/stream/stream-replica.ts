import { type Client, status } from '@grpc/grpc-js';
import { definitions } from '../rpc/definitions.js';
import { newTally } from './outliers.js';
import { type BatchStream, StreamSession } from './stream-session.js';

/** Time until a broken stream is opened again, in ms. */
const REOPEN_AFTER_MS = 100;
/** The same for a peer that does not serve the streaming method, in ms: it may be replaced by a newer build. */
const UNIMPLEMENTED_REOPEN_AFTER_MS = 30_000;

/** closed -> opening -> open -> closed; from each of them to ended, which is final. */
type State =
  | { readonly name: 'closed'; readonly untilMs: number }
  | { readonly name: 'opening'; readonly stream: BatchStream }
  | { readonly name: 'open'; readonly stream: BatchStream; readonly session: StreamSession }
  | { readonly name: 'ended' };

/** One replica of a service, and the stream to it. */
export class StreamReplica {
  /** Calls on all streams of this replica, for outlier ejection. */
  readonly tally = newTally();
  readonly #channel: Client;
  readonly #shortestFairMs: number;
  readonly #onLost: () => void;
  readonly #now: () => number;
  #state: State = { name: 'closed', untilMs: -Infinity };

  /**
   * @param channel a gRPC channel to this replica alone
   * @param shortestFairMs time of a call under which its being late is no fault of the replica
   * @param onLost called when a stream breaks, ends or cannot be opened
   */
  constructor(channel: Client, shortestFairMs: number, onLost: () => void, now: () => number) {
    this.#channel = channel;
    this.#shortestFairMs = shortestFairMs;
    this.#onLost = onLost;
    this.#now = now;
  }

  /** The session that takes calls now; undefined without an open stream and while the replica is ejected. */
  get session(): StreamSession | undefined {
    const state = this.#state;
    return state.name === 'open' && state.session.ready && this.tally.standing.name === 'in'
      ? state.session
      : undefined;
  }

  /** Opens a stream in the background if none is open and the wait after the last one is over. */
  open(nowMs: number): void {
    const state = this.#state;
    if (state.name === 'closed' && nowMs >= state.untilMs) this.#open();
  }

  /** Takes no more calls. Calls under way are finished. */
  end(): void {
    const state = this.#state;
    this.#state = { name: 'ended' };
    if (state.name === 'open') state.session.retire();
    if (state.name === 'opening') state.stream.cancel();
    // Closing a channel leaves its open stream alone: that goes on until the session ends it.
    this.#channel.close();
  }

  #open(): void {
    const { path, requestSerialize, responseDeserialize } = definitions().domain.Exchange;
    const stream: BatchStream = this.#channel.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
    const session = new StreamSession(stream, this.tally, this.#shortestFairMs);
    this.#state = { name: 'opening', stream };
    // The server sends metadata at once: from then on it is known to take calls.
    stream.on('metadata', () => {
      if (this.#state.name === 'opening' && this.#state.stream === stream)
        this.#state = { name: 'open', stream, session };
    });
    const onEnd = (cause: unknown, reopenAfterMs: number) => {
      session.lose(cause);
      if (!('stream' in this.#state) || this.#state.stream !== stream) return;
      this.#state = { name: 'closed', untilMs: this.#now() + reopenAfterMs };
      this.#onLost();
    };
    stream.on('error', (error: { code?: status }) =>
      onEnd(error, error.code === status.UNIMPLEMENTED ? UNIMPLEMENTED_REOPEN_AFTER_MS : REOPEN_AFTER_MS),
    );
    stream.on('end', () => onEnd(undefined, REOPEN_AFTER_MS));
  }
}
