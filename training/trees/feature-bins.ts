/** The most bins of a feature, the one of missing values not counted. */
export const MOST_BINS = 255;
/** The bin of missing values. */
export const MISSING_BIN = 255;

/** Rows of features, row-major; NaN is missing. */
export interface FeatureRows {
  /** `[count * features]` */
  readonly values: Float64Array;
  readonly count: number;
  readonly features: number;
}

/** Rows with each feature's values replaced by the bins that they fall into. */
export interface BinnedRows {
  readonly count: number;
  readonly features: number;
  /** By feature its cuts, rising: bin b holds values above cut b - 1 and at most cut b; the last has no cut. */
  readonly cuts: readonly Float32Array[];
  /** By feature `[count]`: bins of the rows, MISSING_BIN where missing. */
  readonly bins: readonly Uint8Array[];
}

/**
 * Bins of about as many rows each, a bin for every value where there are few. A cut lies half-way between neighbouring
 * values; values that single precision cannot part share a bin.
 * @param bins at most MOST_BINS
 */
export function binRows({ values, count, features }: FeatureRows, bins: number = MOST_BINS): BinnedRows {
  const cuts: Float32Array[] = [];
  const codes: Uint8Array[] = [];
  const column = new Float64Array(count);
  for (let feature = 0; feature < features; feature++) {
    for (let row = 0; row < count; row++) column[row] = values[row * features + feature];
    const featureCuts = cutsOf(column.filter((value) => !Number.isNaN(value)).sort(), Math.min(bins, MOST_BINS));
    cuts.push(featureCuts);
    codes.push(Uint8Array.from(column, (value) => binOf(featureCuts, value)));
  }
  return { count, features, cuts, bins: codes };
}

function cutsOf(sorted: Float64Array, bins: number): Float32Array {
  const cuts: number[] = [];
  // Rows are dealt to the bins that are left, so that one common value does not cost the others their bins.
  let [left, room, held] = [sorted.length, bins, 0];
  const distinct = distinctValues(sorted);
  const isFew = distinct.length <= bins;
  for (let index = 0; index < distinct.length - 1 && cuts.length < bins - 1; index++) {
    held += distinct[index].rows;
    if (!isFew && held < left / room) continue;
    const cut = between(distinct[index].value, distinct[index + 1].value);
    if (cut === undefined) continue;
    cuts.push(cut);
    left -= held;
    room--;
    held = 0;
  }
  return Float32Array.from(cuts);
}

function distinctValues(sorted: Float64Array): { value: number; rows: number }[] {
  const distinct: { value: number; rows: number }[] = [];
  for (const value of sorted) {
    const last = distinct.at(-1);
    // -0 is 0.
    if (last !== undefined && last.value === value) last.rows++;
    else distinct.push({ value, rows: 1 });
  }
  return distinct;
}

/** A number of single precision that is at least `low` and below `high`; undefined where there is none. */
function between(low: number, high: number): number | undefined {
  const middle = low / 2 + high / 2;
  const cut = Math.fround(Number.isFinite(middle) ? middle : low);
  return low <= cut && cut < high ? cut : undefined;
}

function binOf(cuts: Float32Array, value: number): number {
  if (Number.isNaN(value)) return MISSING_BIN;
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value <= cuts[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}
