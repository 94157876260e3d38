/**
 * AdaGrad (Duchi, Hazan, Singer 2011) over one flat table of weights, made for sparse updates: only the entries that a
 * gradient touches are read or written.
 */
export class AdaGrad {
  readonly weights: Float32Array;
  readonly #squares: Float32Array;
  readonly #rate: number;

  constructor(size: number, rate: number) {
    this.weights = new Float32Array(size);
    this.#squares = new Float32Array(size).fill(1e-6);
    this.#rate = rate;
  }

  /** One step down the gradient of one entry. */
  step(index: number, gradient: number): void {
    const squares = this.#squares[index] + gradient * gradient;
    this.#squares[index] = squares;
    this.weights[index] = this.weights[index] - (this.#rate * gradient) / Math.sqrt(squares);
  }
}
