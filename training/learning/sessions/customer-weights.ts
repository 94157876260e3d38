/**
 * Bounds what one customer weighs in each label: of a label's weights, a customer's together come to `most` at most, so
 * that a million events of one voice teach no more than a few. The first pass adds, the second asks for the factor.
 * Memory grows with customers and labels, not with events.
 */
export class CustomerWeights {
  readonly #most: number;
  readonly #sums = new Map<string, number>();

  /** @param most a customer's largest total weight in a label, above 0 */
  constructor(most: number) {
    if (!(most > 0)) throw new RangeError(`most: above 0, not ${most}`);
    this.#most = most;
  }

  /** @param weight finite and above 0; anything else counts as 0 */
  add(customer: string, label: string, weight: number): void {
    if (!(weight > 0 && weight < Number.POSITIVE_INFINITY)) return;
    const key = JSON.stringify([customer, label]);
    this.#sums.set(key, (this.#sums.get(key) ?? 0) + weight);
  }

  /** What each of the customer's weights in a label is multiplied by, in (0, 1]. */
  factor(customer: string, label: string): number {
    const sum = this.#sums.get(JSON.stringify([customer, label])) ?? 0;
    return sum > this.#most ? this.#most / sum : 1;
  }
}
