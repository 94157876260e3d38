/** What was answered, as far as an outcome says more of it. */
export interface RecentAnswer {
  /** Fingerprint of the best reading's title. */
  readonly words: string;
  readonly decision: 'ACCEPT' | 'CLARIFY';
  /** The readings' domains, best first. */
  readonly domains: readonly string[];
}

const MOST = 10_000;

/** The answers that were given last, by customer and request: what a report of an outcome speaks of. In memory only. */
export class RecentAnswers {
  readonly #answers = new Map<string, RecentAnswer>();

  keep(customer: string, requestId: string, answer: RecentAnswer): void {
    const name = `${customer} ${requestId}`;
    this.#answers.delete(name);
    this.#answers.set(name, answer);
    if (this.#answers.size > MOST) this.#answers.delete(this.#answers.keys().next().value!);
  }

  get(customer: string, requestId: string): RecentAnswer | undefined {
    return this.#answers.get(`${customer} ${requestId}`);
  }
}
