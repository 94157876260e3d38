import { BM25F, saturated } from './bm25f.js';

/**
 * What terms add at most to one row that has each of them in one or both of two fields, or in the only one: a field with n of
 * them has n words at least, and each of its words weighs the less, the more there are. No term stands in a field twice.
 * @param weights of the terms, the largest first
 * @param fields one or two: by length, what one occurrence weighs, falling
 */
export function mostOfFields(weights: readonly number[], fields: readonly Float32Array[]): number {
  const sums = [0];
  for (const weight of weights) sums.push(sums[sums.length - 1] + weight);
  const count = weights.length;
  const weigh = (field: number, words: number) => (words === 0 ? 0 : fields[field][Math.min(255, words)]);
  let most = 0;
  for (let first = 0; first <= count && fields.length > 0; first++) {
    for (let second = 0; second <= (fields.length > 1 ? count : 0); second++) {
      const having = Math.min(count, first + second);
      // So many stand in both; the others count as if all of them stood in the field that gives more.
      const both = Math.max(0, Math.min(first, second, first + second - having));
      const [one, other] = [weigh(0, first), fields.length > 1 ? weigh(1, second) : 0];
      const inBoth = saturated(one + other, BM25F.k1);
      const inOne = saturated(Math.max(one, other), BM25F.k1);
      most = Math.max(most, sums[both] * inBoth + (sums[having] - sums[both]) * inOne);
    }
  }
  return most;
}
