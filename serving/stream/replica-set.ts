import type { Client } from '@grpc/grpc-js';
import { judged, type OutlierRules, type Tally } from './outliers.js';
import { fixedAddresses, type ReplicaAddresses } from './replica-addresses.js';
import { StreamReplica } from './stream-replica.js';
import type { StreamSession } from './stream-session.js';

/** Calls of one turn of the event loop that go to one replica; the next go to another, so that none waits behind too many. */
const CALLS_A_TURN = 16;
/** More than any replica has under way. */
const TRIED = 2 ** 40;
const NONE: readonly Tally[] = [];

/** A service's replicas with a stream to each, and which of them is next. */
export class ReplicaSet {
  #addresses: ReplicaAddresses;
  readonly #connect: (address: string) => Client;
  readonly #rules: OutlierRules;
  readonly #now: () => number;
  #listed: readonly string[] = [];
  #byAddress = new Map<string, StreamReplica>();
  #replicas: readonly StreamReplica[] = [];
  /** The session that was chosen last: the calls of a turn follow each other. */
  #last: StreamSession | undefined;
  /** Where the next search begins. */
  #turn = 0;
  #judgeMs = -Infinity;

  /** @param connect makes a channel to one replica */
  constructor(
    addresses: ReplicaAddresses,
    connect: (address: string) => Client,
    rules: OutlierRules,
    now: () => number,
  ) {
    this.#addresses = addresses;
    this.#connect = connect;
    this.#rules = rules;
    this.#now = now;
  }

  /** Replicas whose streams take calls now; opens those that are missing in the background. */
  get ready(): number {
    this.#tend(this.#now());
    return this.#replicas.filter((replica) => replica.session).length;
  }

  /**
   * Where the next call goes: to the replica whose message of this turn is being filled, else to the one with the fewest calls under
   * way, of several to the next in turn. undefined when no stream takes calls; missing ones are opened in the background.
   * @param tried of replicas that come last
   */
  choose(nowMs: number, tried = NONE): StreamSession | undefined {
    const last = this.#last;
    if (last?.ready && tried === NONE && last.batched > 0 && last.batched < CALLS_A_TURN) return last;
    this.#tend(nowMs);
    const replicas = this.#replicas;
    let chosen: StreamSession | undefined;
    let least = Infinity;
    let place = this.#turn;
    for (let step = 0; step < replicas.length; step++) {
      if (place >= replicas.length) place = 0;
      const { session } = replicas[place++]!;
      if (!session) continue;
      const load = session.pending + (tried.includes(session.tally) ? TRIED : 0);
      if (load >= least) continue;
      chosen = session;
      least = load;
      this.#turn = place;
    }
    this.#last = chosen;
    return chosen;
  }

  close(): void {
    this.#addresses = fixedAddresses([]);
    this.#tend(this.#now());
  }

  #tend(nowMs: number): void {
    const listed = this.#addresses.at(nowMs);
    if (listed !== this.#listed) this.#follow(listed);
    if (nowMs >= this.#judgeMs) this.#judge(nowMs);
    for (const replica of this.#replicas) replica.open(nowMs);
  }

  /** Replicas that are listed no more end with their last call. */
  #follow(listed: readonly string[]): void {
    this.#listed = listed;
    const earlier = this.#byAddress;
    this.#byAddress = new Map();
    for (const address of listed) {
      const replica = earlier.get(address) ?? this.#byAddress.get(address) ?? this.#added(address);
      this.#byAddress.set(address, replica);
      earlier.delete(address);
    }
    for (const replica of earlier.values()) replica.end();
    this.#replicas = [...this.#byAddress.values()];
    this.#last = undefined;
  }

  #added(address: string): StreamReplica {
    return new StreamReplica(this.#connect(address), () => this.#addresses.doubt(), this.#now);
  }

  #judge(nowMs: number): void {
    this.#judgeMs = nowMs + this.#rules.intervalMs;
    const standings = judged(
      this.#replicas.map(({ tally }) => tally),
      nowMs,
      this.#rules,
    );
    for (const [place, { tally }] of this.#replicas.entries()) {
      tally.standing = standings[place]!;
      tally.succeeded = 0;
      tally.failed = 0;
    }
    this.#last = undefined;
  }
}
