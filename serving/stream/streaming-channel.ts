import { setTimeout } from 'node:timers/promises';
import type { Client } from '@grpc/grpc-js';
import { NluError } from '../errors.js';
import { type CallSettings, callUnary, type Method } from '../rpc/client.js';
import type { OutlierRules } from './outliers.js';
import { RepeatBudget, type RepeatRules } from './repeat-budget.js';
import type { ReplicaAddresses } from './replica-addresses.js';
import { ReplicaSet } from './replica-set.js';
import type { StreamSession } from './stream-session.js';

/** A request that is larger goes by itself. */
const LARGEST_REQUEST_BYTES = 128 * 1024;

/** The replicas of one service, and the rules for calling them. */
export interface StreamingChannelSettings {
  /** For unary calls, to all replicas. */
  readonly channel: Client;
  readonly addresses: ReplicaAddresses;
  /** Makes a channel to one replica, for its stream alone. */
  readonly connect: (address: string) => Client;
  /** For calls that the peer could not take or a broken stream took along; the methods must allow a repeat. */
  readonly repeats: RepeatRules;
  readonly outliers: OutlierRules;
  /** A clock in ms. */
  readonly now?: () => number;
}

/**
 * Calls to one service: by a stream to one of its replicas while there is one that takes them, one by one otherwise. So a call is
 * never kept waiting for a stream, a peer without streams is served like any other, and the unary call says what is wrong with it.
 */
export class StreamingChannel {
  readonly #channel: Client;
  readonly #replicas: ReplicaSet;
  readonly #budget: RepeatBudget;
  readonly #now: () => number;

  constructor({ channel, addresses, connect, repeats, outliers, now }: StreamingChannelSettings) {
    this.#channel = channel;
    this.#now = now ?? performance.now.bind(performance);
    this.#replicas = new ReplicaSet(addresses, connect, outliers, this.#now);
    this.#budget = new RepeatBudget(repeats);
  }

  /** As `callUnary`, with the same errors; `method` is its short name. */
  call<Request, Reply>(
    method: Method<Request, Reply>,
    name: string,
    request: Request,
    settings: CallSettings,
  ): Promise<Reply> {
    const nowMs = this.#now();
    const session = this.#replicas.choose(nowMs);
    const bytes = session && method.requestSerialize(request);
    if (!bytes || bytes.length > LARGEST_REQUEST_BYTES) return callUnary(this.#channel, method, request, settings);
    const endMs = nowMs + settings.timeoutMs;
    return session.call(name, bytes, settings).then(
      (reply) => this.#taken(method, reply),
      (error: unknown) => this.#again(session, method, name, request, bytes, settings, endMs, error),
    );
  }

  #taken<Reply>(method: Method<never, Reply>, reply: Buffer): Reply {
    this.#budget.succeeded();
    return method.responseDeserialize(reply);
  }

  /** Makes a call again that failed with `error` in `session`, as often as the rules allow, at other replicas where there are any. */
  async #again<Request, Reply>(
    session: StreamSession,
    method: Method<Request, Reply>,
    name: string,
    request: Request,
    bytes: Buffer,
    settings: CallSettings,
    endMs: number,
    error: unknown,
  ): Promise<Reply> {
    let failure = error;
    const tried = [session.tally];
    for (let attempt = 1; ; attempt++) {
      if (!(failure instanceof NluError && failure.code === 'UNAVAILABLE')) throw failure;
      const waitMs = this.#budget.waitMs(attempt);
      if (!this.#budget.failed(attempt) || this.#now() + waitMs >= endMs) throw failure;
      // A caller that leaves is told so by the next attempt, a few ms later.
      await setTimeout(waitMs);
      const nowMs = this.#now();
      const left = { ...settings, timeoutMs: Math.max(1, endMs - nowMs) };
      const next = this.#replicas.choose(nowMs, tried);
      // No stream is left: the unary call has attempts of its own.
      if (!next) return callUnary(this.#channel, method, request, left);
      tried.push(next.tally);
      try {
        return this.#taken(method, await next.call(name, bytes, left));
      } catch (again) {
        failure = again;
      }
    }
  }

  /** Replicas that are called by a stream now; missing streams are opened in the background. */
  get streams(): number {
    return this.#replicas.ready;
  }

  close(): void {
    this.#replicas.close();
  }
}
