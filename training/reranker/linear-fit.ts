import type { Linear } from '../../domains/core/reranker/model.js';
import { minimise, type Objective } from '../optimiser/lbfgs.js';

/** The loss is a mean near 0.1: a derivative of 1e-5 is far below what the folds differ by. */
const OPTIMISER = { maxIterations: 100, tolerance: 1e-5 };

/** The least share of a column's mean square that is taken for a variance. */
const STANDS_STILL = 1e-12;

/** Rows that a linear part reads, in columns of unit spread, which condition well. */
export interface Design {
  readonly rows: number;
  /** `[rows, columns.length]` row-major. */
  readonly values: Float64Array;
  /** The columns of the evidence that the part may use, of `width`. */
  readonly columns: readonly number[];
  readonly width: number;
  /** `[columns.length]` what one unit of each is; 1 for a column that stands still. */
  readonly scale: Float64Array;
  /** Whether the part has a bias. */
  readonly bias: boolean;
}

/** Some columns of `evidence` `[rows, width]`, divided by their standard deviations over all rows. */
export function design(evidence: Float64Array, width: number, columns: readonly number[], bias: boolean): Design {
  const rows = evidence.length / width;
  const values = new Float64Array(rows * columns.length);
  const scale = new Float64Array(columns.length);
  for (const [place, column] of columns.entries()) {
    let sum = 0;
    let squares = 0;
    for (let at = column; at < evidence.length; at += width) {
      sum += evidence[at];
      squares += evidence[at] ** 2;
    }
    const variance = squares / rows - (sum / rows) ** 2;
    // What rounding leaves of the variance of a column that stands still would be a unit a billion times too small.
    scale[place] = variance > STANDS_STILL * (squares / rows) ? Math.sqrt(variance) : 1;
    for (let row = 0; row < rows; row++)
      values[row * columns.length + place] = evidence[row * width + column] / scale[place];
  }
  return { rows, values, columns, width, scale, bias };
}

/**
 * A loss over the scores of several parts' rows, `scores[part]` `[rows]`: adds its gradient to `gradients[part]` `[rows]`,
 * which are zero when it is called, and returns the sum over all rows.
 */
export type ScoreLoss = (scores: readonly Float64Array[], gradients: readonly Float64Array[]) => number;

/** Minimises loss / count + l2 / (2 count) * |w|^2 over the weights of standardised columns; biases are free. */
export function fitLinear(designs: readonly Design[], count: number, l2: number, loss: ScoreLoss): Linear[] {
  const scores = designs.map(({ rows }) => new Float64Array(rows));
  const scoreGradients = designs.map(({ rows }) => new Float64Array(rows));
  // Where each part's weights begin in a point of the optimiser.
  const starts: number[] = [];
  let size = 0;
  for (const { columns, bias } of designs) {
    starts.push(size);
    size += columns.length + (bias ? 1 : 0);
  }
  const objective: Objective = (point, gradient) => {
    for (const [part, each] of designs.entries()) {
      multiply(each, point, starts[part], scores[part]);
      scoreGradients[part].fill(0);
    }
    let value = loss(scores, scoreGradients) / count;
    for (const [part, each] of designs.entries()) {
      const first = starts[part];
      accumulate(each, scoreGradients[part], gradient, first, 1 / count);
      for (let at = first; at < first + each.columns.length; at++) {
        value += (l2 * point[at] ** 2) / (2 * count);
        gradient[at] = gradient[at] + (l2 * point[at]) / count;
      }
    }
    return value;
  };
  const { point } = minimise(objective, new Float64Array(size), OPTIMISER);
  return designs.map(({ columns, width, scale, bias }, part) => {
    const weights = new Array<number>(width).fill(0);
    for (const [place, column] of columns.entries()) weights[column] = point[starts[part] + place] / scale[place];
    return { weights, bias: bias ? point[starts[part] + columns.length] : 0 };
  });
}

/** Scores of all rows under the weights that stand in `point` from `first` on, the bias last. */
function multiply(
  { rows, values, columns, bias }: Design,
  point: Float64Array,
  first: number,
  into: Float64Array,
): void {
  const width = columns.length;
  const offset = bias ? point[first + width] : 0;
  for (let row = 0, at = 0; row < rows; row++) {
    let sum = offset;
    for (let place = first; place < first + width; place++) sum += values[at++] * point[place];
    into[row] = sum;
  }
}

/** Writes the gradient by the weights, times `unit`, into `gradient` from `first` on. */
function accumulate(
  { rows, values, columns, bias }: Design,
  scoreGradients: Float64Array,
  gradient: Float64Array,
  first: number,
  unit: number,
): void {
  const width = columns.length;
  gradient.fill(0, first, first + width + (bias ? 1 : 0));
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const derivative = scoreGradients[row] * unit;
    if (derivative === 0) continue;
    sum += derivative;
    for (let place = 0, at = row * width; place < width; place++, at++)
      gradient[first + place] = gradient[first + place] + derivative * values[at];
  }
  if (bias) gradient[first + width] = sum;
}
