import { setTimeout } from 'node:timers/promises';
import { type Client, status } from '@grpc/grpc-js';
import { NluError } from '../../errors.js';
import { type CallSettings, callUnary, type Method } from '../client.js';
import { definitions } from '../definitions.js';
import { ExchangeSession, type ExchangeStream } from './exchange-session.js';
import { RepeatBudget, type RepeatRules } from './repeat-budget.js';

/** Time until a stream that broke is opened anew, in ms; and one that the peer does not know. */
const REOPEN_AFTER_MS = 100;
const UNKNOWN_AFTER_MS = 30_000;
/** A request that is larger goes by itself. */
const LARGEST_REQUEST_BYTES = 128 * 1024;

type State =
  | { readonly name: 'closed'; readonly untilMs: number }
  | { readonly name: 'opening'; readonly stream: ExchangeStream }
  | { readonly name: 'open'; readonly stream: ExchangeStream; readonly session: ExchangeSession }
  | { readonly name: 'ended' };

/**
 * Calls to one service: by a stream while there is one that takes them, one by one otherwise. So a call is never kept waiting
 * for a stream, a peer without streams is served like any other, and the unary call says what is wrong with a peer.
 */
export class ExchangeLine {
  readonly #channel: Client;
  readonly #budget: RepeatBudget;
  readonly #now: () => number;
  #state: State = { name: 'closed', untilMs: -Infinity };

  /** @param rules for calls that the peer could not take or a broken stream took along; the methods must allow a repeat */
  constructor(channel: Client, rules: RepeatRules, now: () => number = performance.now.bind(performance)) {
    this.#channel = channel;
    this.#budget = new RepeatBudget(rules);
    this.#now = now;
  }

  /** As `callUnary`, with the same errors; `method` is its short name. */
  call<Request, Reply>(
    method: Method<Request, Reply>,
    name: string,
    request: Request,
    settings: CallSettings,
  ): Promise<Reply> {
    const session = this.#session();
    const bytes = session && method.requestSerialize(request);
    if (!bytes || bytes.length > LARGEST_REQUEST_BYTES) return callUnary(this.#channel, method, request, settings);
    const endMs = this.#now() + settings.timeoutMs;
    return session.call(name, bytes, settings).then(
      (reply) => this.#taken(method, reply),
      (error: unknown) => this.#again(method, name, request, bytes, settings, endMs, error),
    );
  }

  #taken<Reply>(method: Method<never, Reply>, reply: Buffer): Reply {
    this.#budget.succeeded();
    return method.responseDeserialize(reply);
  }

  /** Makes a call again that failed with `error`, as often as the rules allow. */
  async #again<Request, Reply>(
    method: Method<Request, Reply>,
    name: string,
    request: Request,
    bytes: Buffer,
    settings: CallSettings,
    endMs: number,
    error: unknown,
  ): Promise<Reply> {
    let failure = error;
    for (let attempt = 1; ; attempt++) {
      if (!(failure instanceof NluError && failure.code === 'UNAVAILABLE')) throw failure;
      const waitMs = this.#budget.waitMs(attempt);
      if (!this.#budget.failed(attempt) || this.#now() + waitMs >= endMs) throw failure;
      // A caller that leaves is told so by the next attempt, a few ms later.
      await setTimeout(waitMs);
      const left = { ...settings, timeoutMs: Math.max(1, endMs - this.#now()) };
      const session = this.#session();
      // The stream broke meanwhile: the unary call has attempts of its own.
      if (!session) return callUnary(this.#channel, method, request, left);
      try {
        return this.#taken(method, await session.call(name, bytes, left));
      } catch (next) {
        failure = next;
      }
    }
  }

  /** Whether calls go by a stream now; opens one in the background when there is none. */
  get streaming(): boolean {
    return this.#session() !== undefined;
  }

  close(): void {
    const state = this.#state;
    this.#state = { name: 'ended' };
    if (state.name === 'open') state.session.retire();
    if (state.name === 'opening') state.stream.cancel();
  }

  /** The session that takes calls now; opens one in the background when there is none. */
  #session(): ExchangeSession | undefined {
    const state = this.#state;
    if (state.name === 'open') return state.session.ready ? state.session : undefined;
    if (state.name === 'closed' && this.#now() >= state.untilMs) this.#open();
    return undefined;
  }

  #open(): void {
    const { path, requestSerialize, responseDeserialize } = definitions().domain.Exchange;
    const stream: ExchangeStream = this.#channel.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
    const session = new ExchangeSession(stream);
    this.#state = { name: 'opening', stream };
    // The peer's first sign of life: from here on it takes calls.
    stream.on('metadata', () => {
      if (this.#state.name === 'opening' && this.#state.stream === stream)
        this.#state = { name: 'open', stream, session };
    });
    const over = (cause: unknown, afterMs: number) => {
      session.lose(cause);
      const { name } = this.#state;
      if ((name === 'opening' || name === 'open') && this.#isCurrent(stream)) {
        this.#state = { name: 'closed', untilMs: this.#now() + afterMs };
      }
    };
    stream.on('error', (error: { code?: status }) =>
      over(error, error.code === status.UNIMPLEMENTED ? UNKNOWN_AFTER_MS : REOPEN_AFTER_MS),
    );
    stream.on('end', () => over(undefined, REOPEN_AFTER_MS));
  }

  #isCurrent(stream: ExchangeStream): boolean {
    return 'stream' in this.#state && this.#state.stream === stream;
  }
}
