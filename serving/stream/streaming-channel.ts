import { setTimeout } from 'node:timers/promises';
import type { Client } from '@grpc/grpc-js';
import type { Method } from '../../proto/client/unary-call.js';
import { NluError } from '../errors.js';
import { type CallSettings, callUnary } from '../rpc/client.js';
import type { OutlierRules } from './outliers.js';
import { RepeatBudget, type RepeatRules } from './repeat-budget.js';
import type { ReplicaAddresses } from './replica-addresses.js';
import { ReplicaSet } from './replica-set.js';
import type { StreamSession } from './stream-session.js';

/** A larger request is sent as a unary call, so that it does not hold up the batch it would travel in. */
const LARGEST_REQUEST_BYTES = 128 * 1024;

/** The replicas of one service, and the rules for calling them. */
export interface StreamingChannelSettings {
  /** The gRPC channel for unary calls; it balances over all replicas. */
  readonly channel: Client;
  readonly addresses: ReplicaAddresses;
  /** Opens a gRPC channel to one replica; it carries that replica's stream and nothing else. */
  readonly connect: (address: string) => Client;
  /** For calls that a replica could not take or that were lost with their stream. The methods must be idempotent. */
  readonly repeats: RepeatRules;
  readonly outliers: OutlierRules;
  /** A monotonic clock in ms; `performance.now` when absent. */
  readonly now?: () => number;
}

/** A call as it is repeated: its encoded request, and the time after which no attempt may begin. */
interface SentCall<Request, Reply> {
  readonly method: Method<Request, Reply>;
  readonly name: string;
  readonly request: Request;
  readonly bytes: Buffer;
  readonly settings: CallSettings;
  readonly endMs: number;
}

/**
 * Calls to one service over a stream to one of its replicas, and by unary calls while no stream takes calls. So a call
 * never waits for a stream to open, a peer without streams is served like any other, and where a service cannot be
 * reached, the unary call's error says why.
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

  /**
   * Makes one call, repeated as the rules allow.
   * @param name short name of the method, for example `Interpret`
   * @throws NluError the same errors as `callUnary`
   */
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
      (reply) => this.#succeed(method, reply),
      (error: unknown) => this.#repeat({ method, name, request, bytes, settings, endMs }, session, error),
    );
  }

  /** Number of replicas whose streams take calls now. Asking also opens missing streams in the background. */
  get streams(): number {
    return this.#replicas.ready;
  }

  close(): void {
    this.#replicas.close();
  }

  #succeed<Reply>(method: Method<never, Reply>, reply: Buffer): Reply {
    this.#budget.succeeded();
    return method.responseDeserialize(reply);
  }

  /** Repeats a call that failed with `error` on `first`, at replicas that were not tried yet where there are any. */
  async #repeat<Request, Reply>(call: SentCall<Request, Reply>, first: StreamSession, error: unknown): Promise<Reply> {
    let failure = error;
    const tried = [first.tally];
    for (let attempt = 1; ; attempt++) {
      if (!(failure instanceof NluError && failure.code === 'UNAVAILABLE')) throw failure;
      const waitMs = this.#budget.waitMs(attempt);
      if (!this.#budget.failed(attempt) || this.#now() + waitMs >= call.endMs) throw failure;
      // A caller that cancels during these few ms is answered by the next attempt, which sees the aborted signal.
      await setTimeout(waitMs);
      const nowMs = this.#now();
      const settings = { ...call.settings, timeoutMs: Math.max(1, call.endMs - nowMs) };
      const session = this.#replicas.choose(nowMs, tried);
      // No stream is left. The unary call makes attempts of its own.
      if (!session) return callUnary(this.#channel, call.method, call.request, settings);
      tried.push(session.tally);
      try {
        return this.#succeed(call.method, await session.call(call.name, call.bytes, settings));
      } catch (repeated) {
        failure = repeated;
      }
    }
  }
}
