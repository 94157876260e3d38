const DIGIT_BITS = 16;
const DIGITS = 2 ** DIGIT_BITS;

/**
 * The indexes of 32-bit keys in increasing order of their keys, equal ones as they stand: two passes of counting. Takes
 * eight bytes a key.
 */
export function orderByKey(keys: Uint32Array): Uint32Array {
  let order = Uint32Array.from({ length: keys.length }, (_, index) => index);
  let sorted = new Uint32Array(keys.length);
  for (const shift of [0, DIGIT_BITS]) {
    const places = new Uint32Array(DIGITS + 1);
    for (const key of keys) places[((key >>> shift) & (DIGITS - 1)) + 1]++;
    for (let digit = 0; digit < DIGITS; digit++) places[digit + 1] += places[digit];
    for (const index of order) sorted[places[(keys[index] >>> shift) & (DIGITS - 1)]++] = index;
    [order, sorted] = [sorted, order];
  }
  return order;
}
