import { type GatewayClient, GatewayError, type Interpretation } from '../../../proto/client/index.js';
import type { Hypothesis__Output } from '../../../proto/gen/nlu/v1/Hypothesis.js';
import { NluError } from '../../../serving/errors.js';
import { Heartbeat } from '../heartbeat.js';
import { utterances } from '../utterances.js';

/** Counts of a steady load's requests. */
export interface Sightings {
  sent: number;
  /** Requests answered rightly by every domain. */
  whole: number;
  /** Requests answered rightly by some domains, and marked as such. */
  degraded: number;
  /** Answers that differ from what the same domains answer when nothing is wrong. */
  wrong: number;
  /** Degraded answers to requests that an absent domain wins when nothing is wrong, and of them those that accept or reject. */
  absentWins: number;
  misled: number;
  /** Requests with no answer inside the deadline, by the error that came instead. */
  readonly unanswered: Map<string, number>;
  /** Requests with neither an answer nor an error within the deadline and 10 ms more. */
  late: number;
}

/** A request that had no answer in time. */
export interface Miss {
  /** The error, or 'late' for an answer that came after the deadline and the grace. */
  readonly what: string;
  readonly tookMs: number;
  /** Longest time that the caller's own process was held up meanwhile, in ms: the stack is not to blame for it. */
  readonly ownGapMs: number;
}

const DEADLINE_MS = 300;
const GRACE_MS = 10;

/** Sends requests at a steady pace and compares each answer with the stack's answer before anything went wrong. */
export class Witness {
  readonly seen: Sightings = {
    sent: 0,
    whole: 0,
    degraded: 0,
    wrong: 0,
    absentWins: 0,
    misled: 0,
    unanswered: new Map(),
    late: 0,
  };
  readonly #caller: Pick<GatewayClient, 'interpret'>;
  readonly #onMiss: (miss: Miss) => void;
  readonly #heartbeat = new Heartbeat();
  readonly #right = new Map<string, readonly Hypothesis__Output[]>();
  /** By utterance, the domain that wins it when nothing is wrong; absent where it is rejected. */
  readonly #winner = new Map<string, string>();
  readonly #onReply = new Set<(whole: boolean) => void>();
  #timer: NodeJS.Timeout | undefined;

  constructor(caller: Pick<GatewayClient, 'interpret'>, onMiss: (miss: Miss) => void = () => {}) {
    this.#caller = caller;
    this.#onMiss = onMiss;
  }

  /** Learns the right answers. Call it while nothing is wrong. */
  async learn(): Promise<void> {
    for (const utterance of utterances) {
      const reply = await this.#ask(utterance, 10_000);
      if (reply.degraded) throw new NluError('UNAVAILABLE', 'a domain is missing although nothing is wrong yet');
      this.#right.set(utterance, reply.hypotheses);
      const [first] = reply.readings;
      if (first) this.#winner.set(utterance, first.domain);
    }
  }

  start(perSecond: number): void {
    this.#timer = setInterval(() => void this.#request(), 1000 / perSecond);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#heartbeat.stop();
  }

  /** Resolves after `count` whole answers in a row, with the ms until the first of them; undefined after `atMostMs`. */
  recovery(count: number, atMostMs: number): Promise<number | undefined> {
    const startMs = performance.now();
    let inARow = 0;
    let firstMs = 0;
    return new Promise((resolve) => {
      const settle = (value: number | undefined) => {
        clearTimeout(timer);
        this.#onReply.delete(onReply);
        resolve(value);
      };
      const onReply = (whole: boolean) => {
        inARow = whole ? inARow + 1 : 0;
        if (inARow === 1) firstMs = performance.now() - startMs;
        if (inARow === count) settle(firstMs);
      };
      const timer = setTimeout(() => settle(undefined), atMostMs);
      this.#onReply.add(onReply);
    });
  }

  async #request(): Promise<void> {
    const utterance = utterances[this.seen.sent++ % utterances.length];
    const startMs = performance.now();
    let whole = false;
    let missed: string | undefined;
    try {
      const reply = await this.#ask(utterance, DEADLINE_MS);
      if (!this.#isRight(utterance, reply)) this.seen.wrong++;
      else this.seen[reply.degraded ? 'degraded' : 'whole']++;
      whole = !reply.degraded;
      this.#countMisled(utterance, reply);
    } catch (error) {
      const code = error instanceof GatewayError ? error.code : String(error);
      this.seen.unanswered.set(code, (this.seen.unanswered.get(code) ?? 0) + 1);
      missed = String(error);
    }
    const tookMs = performance.now() - startMs;
    if (tookMs > DEADLINE_MS + GRACE_MS) {
      this.seen.late++;
      missed ??= 'late';
    }
    if (missed) this.#onMiss({ what: missed, tookMs, ownGapMs: this.#heartbeat.longestSince(startMs) });
    for (const listener of this.#onReply) listener(whole);
  }

  #countMisled(utterance: string, { decision, domains }: Interpretation): void {
    const winner = this.#winner.get(utterance);
    if (winner === undefined || domains.some(({ domain, status }) => domain === winner && status === 'OK')) return;
    this.seen.absentWins++;
    if (decision === 'ACCEPT' || decision === 'REJECT') this.seen.misled++;
  }

  /** Whether the domains that took part answer as ever, and no other is in the answer. */
  #isRight(utterance: string, reply: Interpretation): boolean {
    const present = new Set(reply.domains.filter(({ status }) => status === 'OK').map(({ domain }) => domain));
    // learn() has asked every utterance.
    const right = this.#right.get(utterance)!.filter(({ domain }) => present.has(domain));
    const marked = reply.degraded === present.size < reply.domains.length;
    return marked && JSON.stringify(reply.hypotheses) === JSON.stringify(right);
  }

  #ask(utterance: string, timeoutMs: number): Promise<Interpretation> {
    return this.#caller.interpret({ utterance, maxHypotheses: 100 }, { deadlineMs: timeoutMs });
  }
}
