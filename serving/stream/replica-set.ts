import type { Client } from '@grpc/grpc-js';
import { nextStandings, type OutlierRules, type Tally } from './outliers.js';
import { fixedAddresses, type ReplicaAddresses } from './replica-addresses.js';
import { StreamReplica } from './stream-replica.js';
import type { StreamSession } from './stream-session.js';

/** Calls of one turn of the event loop that share a message to one replica; more would wait behind each other there. */
const CALLS_PER_TURN = 16;
/** Added to the load of a replica that was tried already; more than any replica has under way. */
const TRIED_LOAD = 2 ** 40;
const NONE_TRIED: readonly Tally[] = [];

/** A service's replicas with a stream to each, and the choice of the replica for the next call. */
export class ReplicaSet {
  #addresses: ReplicaAddresses;
  readonly #connect: (address: string) => Client;
  readonly #rules: OutlierRules;
  readonly #now: () => number;
  #listed: readonly string[] = [];
  #byAddress = new Map<string, StreamReplica>();
  #replicas: readonly StreamReplica[] = [];
  /** The session that was chosen last: the calls of one turn go to it together. */
  #last: StreamSession | undefined;
  /** Index of the replica that the next search begins with. */
  #turn = 0;
  #evaluateMs = -Infinity;

  /** @param connect opens a gRPC channel to one replica */
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

  /** Number of replicas whose streams take calls now. Asking also opens missing streams in the background. */
  get ready(): number {
    this.#update(this.#now());
    return this.#replicas.filter((replica) => replica.session).length;
  }

  /**
   * The session for the next call: the one whose message of this turn is being filled, else the one with the fewest
   * calls under way, and among equals the next in turn. Missing streams are opened in the background.
   * @param tried tallies of replicas to choose only when there are no others
   * @returns undefined when no stream takes calls
   */
  choose(nowMs: number, tried = NONE_TRIED): StreamSession | undefined {
    const last = this.#last;
    if (last?.ready && tried === NONE_TRIED && last.batched > 0 && last.batched < CALLS_PER_TURN) return last;
    this.#update(nowMs);
    const replicas = this.#replicas;
    let chosen: StreamSession | undefined;
    let least = Infinity;
    let place = this.#turn;
    for (let step = 0; step < replicas.length; step++) {
      if (place >= replicas.length) place = 0;
      const { session } = replicas[place++];
      if (!session) continue;
      const load = session.pending + (tried.includes(session.tally) ? TRIED_LOAD : 0);
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
    this.#update(this.#now());
  }

  /** Takes up new addresses, evaluates the replicas when that is due, and opens missing streams. */
  #update(nowMs: number): void {
    const listed = this.#addresses.at(nowMs);
    if (listed !== this.#listed) this.#replaceReplicas(listed);
    if (nowMs >= this.#evaluateMs) this.#evaluate(nowMs);
    for (const replica of this.#replicas) replica.open(nowMs);
  }

  /** Keeps the replicas that are listed again; the others end once their calls under way are finished. */
  #replaceReplicas(listed: readonly string[]): void {
    this.#listed = listed;
    const earlier = this.#byAddress;
    this.#byAddress = new Map();
    for (const address of listed) {
      const replica = earlier.get(address) ?? this.#byAddress.get(address) ?? this.#newReplica(address);
      this.#byAddress.set(address, replica);
      earlier.delete(address);
    }
    for (const replica of earlier.values()) replica.end();
    this.#replicas = [...this.#byAddress.values()];
    this.#last = undefined;
  }

  #newReplica(address: string): StreamReplica {
    const { shortestFairMs } = this.#rules;
    return new StreamReplica(this.#connect(address), shortestFairMs, () => this.#addresses.doubt(), this.#now);
  }

  #evaluate(nowMs: number): void {
    this.#evaluateMs = nowMs + this.#rules.intervalMs;
    const tallies = this.#replicas.map(({ tally }) => tally);
    for (const [place, standing] of nextStandings(tallies, nowMs, this.#rules).entries()) {
      tallies[place].standing = standing;
      tallies[place].succeeded = 0;
      tallies[place].failed = 0;
    }
    this.#last = undefined;
  }
}
