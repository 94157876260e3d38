/**
 * The lower factor L of a symmetric matrix that is L L', both `[size, size]`, row-major.
 * @throws RangeError for a matrix that is not positive definite
 */
export function choleskyFactor(matrix: Float64Array, size: number): Float64Array {
  const factor = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let left = matrix[row * size + column];
      for (let at = 0; at < column; at++) left -= factor[row * size + at] * factor[column * size + at];
      if (column < row) factor[row * size + column] = left / factor[column * size + column];
      else if (left > 0) factor[row * size + row] = Math.sqrt(left);
      else throw new RangeError(`the matrix is not positive definite: row ${row} has ${left} left`);
    }
  }
  return factor;
}

/** The inverse of a matrix by its Cholesky factor, `[size, size]`, row-major. */
export function inverseByFactor(factor: Float64Array, size: number): Float64Array {
  const lower = inverseOfLower(factor, size);
  const inverse = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = 0;
      for (let at = row; at < size; at++) sum += lower[at * size + row] * lower[at * size + column];
      inverse[row * size + column] = inverse[column * size + row] = sum;
    }
  }
  return inverse;
}

/** The solution of L L' x = right. */
export function solveByFactor(factor: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const solution = right.slice();
  for (let row = 0; row < size; row++) {
    for (let at = 0; at < row; at++) solution[row] -= factor[row * size + at] * solution[at];
    solution[row] /= factor[row * size + row];
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let at = row + 1; at < size; at++) solution[row] -= factor[at * size + row] * solution[at];
    solution[row] /= factor[row * size + row];
  }
  return solution;
}

function inverseOfLower(factor: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let column = 0; column < size; column++) {
    inverse[column * size + column] = 1 / factor[column * size + column];
    for (let row = column + 1; row < size; row++) {
      let sum = 0;
      for (let at = column; at < row; at++) sum -= factor[row * size + at] * inverse[at * size + column];
      inverse[row * size + column] = sum / factor[row * size + row];
    }
  }
  return inverse;
}
