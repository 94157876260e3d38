import { mayFollow } from '../../domains/core/recognizer/labels.js';

/**
 * Forward-backward: P(label at t) in `node` `[T, L]`, expected moves in `arc` `[L, L]`. Buffers are kept between calls.
 */
export class Marginals {
  node = new Float64Array(0);
  readonly arc: Float64Array;
  #beta = new Float64Array(0);
  #emission = new Float64Array(0);
  readonly #labels: number;
  /** The labels that may follow each label, and where a label's begin. */
  readonly #next: Int32Array;
  readonly #first: Int32Array;
  readonly #potentials: Float64Array;
  #scale = new Float64Array(0);

  constructor(labels: number) {
    this.#labels = labels;
    this.arc = new Float64Array(labels * labels);
    const next: number[] = [];
    this.#first = new Int32Array(labels + 1);
    for (let previous = 0; previous < labels; previous++) {
      for (let label = 0; label < labels; label++) if (mayFollow(previous, label)) next.push(label);
      this.#first[previous + 1] = next.length;
    }
    this.#next = Int32Array.from(next);
    this.#potentials = new Float64Array(next.length);
  }

  /** Scaled recursions (Rabiner 1989): one exp per cell, and only products inside. */
  compute(scores: Float64Array, length: number, transitions: Float32Array, start: Float32Array): void {
    const labels = this.#labels;
    const size = length * labels;
    if (this.node.length < size) {
      this.node = new Float64Array(size * 2);
      this.#beta = new Float64Array(size * 2);
      this.#emission = new Float64Array(size * 2);
      this.#scale = new Float64Array(size * 2);
    }
    const alpha = this.node;
    const beta = this.#beta;
    const emission = this.#emission;
    const scale = this.#scale;
    const potentials = this.#potentials;
    const arc = this.arc;
    const next = this.#next;
    const first = this.#first;
    for (let previous = 0; previous < labels; previous++) {
      for (let move = first[previous]; move < first[previous + 1]; move++)
        potentials[move] = Math.exp(transitions[previous * labels + next[move]]);
    }
    for (let row = 0; row < size; row += labels) {
      let max = -Infinity;
      for (let cell = row; cell < row + labels; cell++) if (scores[cell] > max) max = scores[cell];
      for (let cell = row; cell < row + labels; cell++) emission[cell] = Math.exp(scores[cell] - max);
    }
    for (let position = 0; position < length; position++) {
      const row = position * labels;
      if (position === 0) {
        for (let label = 0; label < labels; label++) alpha[label] = mayFollow(-1, label) ? Math.exp(start[label]) : 0;
      } else {
        alpha.fill(0, row, row + labels);
        for (let previous = 0; previous < labels; previous++) {
          const before = alpha[row - labels + previous];
          for (let move = first[previous]; move < first[previous + 1]; move++) {
            const cell = row + next[move];
            alpha[cell] = alpha[cell] + before * potentials[move];
          }
        }
      }
      let sum = 0;
      for (let cell = row; cell < row + labels; cell++) {
        alpha[cell] = alpha[cell] * emission[cell];
        sum += alpha[cell];
      }
      scale[position] = sum;
      for (let cell = row; cell < row + labels; cell++) alpha[cell] = alpha[cell] / sum;
    }
    arc.fill(0);
    beta.fill(1, size - labels, size);
    for (let position = length - 1; position > 0; position--) {
      const row = position * labels;
      const unit = 1 / scale[position];
      // From here on `emission` holds what flows out of a cell: its emission and everything behind it.
      for (let cell = row; cell < row + labels; cell++) emission[cell] = emission[cell] * beta[cell] * unit;
      for (let previous = 0; previous < labels; previous++) {
        const before = alpha[row - labels + previous];
        let total = 0;
        for (let move = first[previous]; move < first[previous + 1]; move++) {
          const label = next[move];
          const flow = potentials[move] * emission[row + label];
          total += flow;
          arc[previous * labels + label] = arc[previous * labels + label] + before * flow;
        }
        beta[row - labels + previous] = total;
      }
    }
    for (let cell = 0; cell < size; cell++) alpha[cell] = alpha[cell] * beta[cell];
  }
}
