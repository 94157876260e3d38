import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded source of randomness; the same seed gives the same stream on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer in [0, below). */
  below(below: number): number;
}

export function seeded(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  return {
    next: () => uniformFloat64(generator),
    below: (below) => uniformInt(generator, 0, below - 1),
  };
}

/** Fisher-Yates, in place. */
export function shuffle(order: Int32Array, random: Random): void {
  for (let index = order.length - 1; index > 0; index--) {
    const other = random.below(index + 1);
    const kept = order[index];
    order[index] = order[other];
    order[other] = kept;
  }
}

/** 32 bits that depend on two numbers alone, never 0 (the finaliser of MurmurHash3). */
export function mixed(one: number, other: number): number {
  let bits = (one ^ Math.imul(other + 0x9e3779b9, 0x85ebca6b)) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16) || 1;
}

/**
 * An order, in place, in which the place of an entry among others depends on `key` and the entries' own keys alone: entries that
 * are added stand between the others and leave these in their order. Entries of one key stand in the order of their numbers.
 * @param keys `[entries]`, whole numbers of 32 bits
 */
export function orderBy(order: Int32Array, key: number, keys: ArrayLike<number>): void {
  const places = Float64Array.from(keys, (own) => mixed(key, own));
  order.sort((one, other) => places[one] - places[other] || one - other);
}
