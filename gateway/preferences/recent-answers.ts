const MOST = 10_000;

/** What was answered last, by customer and request: what a report of an outcome speaks of. In memory only. */
export class RecentAnswers<Answer> {
  readonly #answers = new Map<string, Answer>();

  keep(customer: string, requestId: string, answer: Answer): void {
    const name = `${customer} ${requestId}`;
    this.#answers.delete(name);
    this.#answers.set(name, answer);
    if (this.#answers.size > MOST) this.#answers.delete(this.#answers.keys().next().value!);
  }

  get(customer: string, requestId: string): Answer | undefined {
    return this.#answers.get(`${customer} ${requestId}`);
  }
}
