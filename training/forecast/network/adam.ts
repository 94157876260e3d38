/** Adam over one table of weights (Kingma, Ba 2015), with the constants of the paper. */
export class Adam {
  readonly #weights: Float32Array;
  readonly #mean: Float32Array;
  readonly #square: Float32Array;
  #steps = 0;

  constructor(weights: Float32Array) {
    this.#weights = weights;
    this.#mean = new Float32Array(weights.length);
    this.#square = new Float32Array(weights.length);
  }

  /** @param sums of the gradients of so many rows */
  step(sums: Float32Array, rows: number, rate: number): void {
    this.#steps++;
    const scale = (rate * Math.sqrt(1 - 0.999 ** this.#steps)) / (1 - 0.9 ** this.#steps);
    const [weights, mean, square] = [this.#weights, this.#mean, this.#square];
    for (let at = 0; at < weights.length; at++) {
      const gradient = sums[at] / rows;
      mean[at] += 0.1 * (gradient - mean[at]);
      square[at] += 0.001 * (gradient * gradient - square[at]);
      weights[at] -= (scale * mean[at]) / (Math.sqrt(square[at]) + 1e-8);
    }
  }
}
