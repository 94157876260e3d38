/** y = constant + linear * x + quadratic * x^2. */
export interface Parabola {
  readonly constant: number;
  readonly linear: number;
  readonly quadratic: number;
}

/** Fits a parabola by least squares; needs at least three different x. */
export function fitParabola(points: readonly { readonly x: number; readonly y: number }[]): Parabola {
  const power = (exponent: number) => points.reduce((sum, { x }) => sum + x ** exponent, 0);
  const moment = (exponent: number) => points.reduce((sum, { x, y }) => sum + y * x ** exponent, 0);
  const rows = [0, 1, 2].map((row) => [power(row), power(row + 1), power(row + 2), moment(row)]);
  const [constant, linear, quadratic] = solve(rows);
  return { constant, linear, quadratic };
}

/** Slope of the parabola at x: the cost of one more. */
export function marginal({ linear, quadratic }: Parabola, x: number): number {
  return linear + 2 * quadratic * x;
}

/** Solves linear equations by Gaussian elimination with the largest pivot; rows are `[n, n + 1]`. */
function solve(rows: number[][]): number[] {
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const rest = rows.slice(column).sort((a, b) => Math.abs(b[column]) - Math.abs(a[column]));
    rows.splice(column, size - column, ...rest);
    for (let row = column + 1; row < size; row++) {
      const factor = rows[row][column] / rows[column][column];
      for (let place = column; place <= size; place++)
        rows[row][place] = rows[row][place] - factor * rows[column][place];
    }
  }
  const solution = new Array<number>(size).fill(0);
  for (let row = size - 1; row >= 0; row--) {
    let value = rows[row][size];
    for (let column = row + 1; column < size; column++) value -= rows[row][column] * solution[column];
    solution[row] = value / rows[row][row];
  }
  return solution;
}
