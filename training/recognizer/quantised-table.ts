/** A weight matrix `[rows, columns]` row-major as int8 with one scale per column: weight = value * scale. */
export interface QuantisedTable {
  readonly rows: number;
  readonly columns: number;
  readonly values: Int8Array;
  /** `[columns]`. */
  readonly scales: Float32Array;
}

/** Weights nearer to zero than `prune` become zero; the others are rounded to 1/127 of their column's largest. */
export function quantise(weights: Float32Array, columns: number, prune: number): QuantisedTable {
  const rows = weights.length / columns;
  const largest = new Float64Array(columns);
  for (let index = 0; index < weights.length; index++) {
    const column = index % columns;
    largest[column] = Math.max(largest[column], Math.abs(weights[index]));
  }
  const scales = Float32Array.from(largest, (value) => (value === 0 ? 1 : value / 127));
  const values = Int8Array.from(weights, (weight, index) =>
    Math.abs(weight) < prune ? 0 : Math.round(weight / scales[index % columns]),
  );
  return { rows, columns, values, scales };
}

/** The weights that a quantised table stands for, as the graph computes them. */
export function dequantise(table: QuantisedTable): Float32Array {
  return Float32Array.from(table.values, (value, index) => value * table.scales[index % table.columns]);
}

/** Ids (from 1) of the rows that have any weight, in order; row 0 is the zero row and stays. */
export function usedRows(table: QuantisedTable): number[] {
  const used: number[] = [];
  for (let row = 1; row < table.rows; row++) {
    for (let column = 0; column < table.columns; column++) {
      if (table.values[row * table.columns + column] !== 0) {
        used.push(row);
        break;
      }
    }
  }
  return used;
}

/** Row 0 and the named rows only, in the order given. */
export function selectRows(table: QuantisedTable, rows: readonly number[]): QuantisedTable {
  const values = new Int8Array((rows.length + 1) * table.columns);
  for (const [index, row] of rows.entries()) {
    values.set(table.values.subarray(row * table.columns, (row + 1) * table.columns), (index + 1) * table.columns);
  }
  return { ...table, rows: rows.length + 1, values };
}
