import { NluError } from '../../../../../serving/errors.js';
import { FIRST_OTHER, UNITS } from './sound-units.js';

/** Costs are in these parts of a nat. */
export const PARTS_OF_NAT = 16;
/** Units below this have learned costs: letters and digits. Others stand for themselves or, at these costs, for something else. */
export const LEARNED = FIRST_OTHER;
const OTHER = { exchanged: 96, dropped: 64, added: 64, background: 64 };

/**
 * What it costs that one sequence of units is said and another heard, each as -log probability beyond that of hearing the
 * units as they were said, in sixteenths of a nat; 255 at most.
 */
export interface SoundCosts extends UnitCosts, WordPrices {}

/** Costs of single units, learned from what a recogniser heard. */
export interface UnitCosts {
  /** `[LEARNED, LEARNED]`, said by heard, row-major; 0 on the diagonal. */
  readonly exchanged: Uint8Array;
  /** `[LEARNED]`: a unit that was said is not heard. */
  readonly dropped: Uint8Array;
  /** `[LEARNED]`: a unit is heard that was not said. */
  readonly added: Uint8Array;
  /** `[LEARNED]`: -log of how common a unit is in what is heard. */
  readonly background: Uint8Array;
}

/** Prices of whole words, beside what their units cost. */
export interface WordPrices {
  /** A word that was said and is not in the query, whatever its length. */
  readonly wordDropped: number;
  /** A word of the query that is not in the name: this beside the background of its units. */
  readonly wordAdded: number;
  /** An "s" at the end of a query's word that the name does not have: "radioheads" is radiohead's. */
  readonly endingAdded: number;
}

const SOUND_COST_BYTES = LEARNED * LEARNED + 3 * LEARNED + 3;

/** `[SOUND_COST_BYTES]` */
export function soundCostBytes(costs: SoundCosts): Uint8Array {
  const { exchanged, dropped, added, background, wordDropped, wordAdded, endingAdded } = costs;
  const bytes = new Uint8Array(SOUND_COST_BYTES);
  let at = 0;
  for (const each of [exchanged, dropped, added, background, [wordDropped, wordAdded, endingAdded]]) {
    bytes.set(each, at);
    at += each.length;
  }
  return bytes;
}

/** @throws NluError FAILED_PRECONDITION for another number of bytes */
export function soundCostsOf(bytes: Uint8Array, part: string): SoundCosts {
  if (bytes.length !== SOUND_COST_BYTES) {
    const problem = `costs have ${bytes.length} bytes, not ${SOUND_COST_BYTES}`;
    throw new NluError('FAILED_PRECONDITION', `${part}: ${problem}`);
  }
  const square = LEARNED * LEARNED;
  const column = (index: number) => bytes.slice(square + index * LEARNED, square + (index + 1) * LEARNED);
  const [wordDropped, wordAdded, endingAdded] = bytes.subarray(square + 3 * LEARNED);
  return {
    exchanged: bytes.slice(0, square),
    dropped: column(0),
    added: column(1),
    background: column(2),
    wordDropped,
    wordAdded,
    endingAdded,
  };
}

/** Costs for every unit, laid out for looking up. */
export interface CostTables {
  /** `[UNITS * UNITS]` */
  readonly exchanged: Uint8Array;
  readonly dropped: Uint8Array;
  readonly added: Uint8Array;
  readonly background: Uint8Array;
}

export function costTables({ exchanged, dropped, added, background }: SoundCosts): CostTables {
  const all = new Uint8Array(UNITS * UNITS).fill(OTHER.exchanged);
  for (let said = 0; said < UNITS; said++) {
    if (said < LEARNED) all.set(exchanged.subarray(said * LEARNED, (said + 1) * LEARNED), said * UNITS);
    all[said * UNITS + said] = 0;
  }
  const filled = (learned: Uint8Array, other: number) => {
    const each = new Uint8Array(UNITS).fill(other);
    each.set(learned);
    return each;
  };
  return {
    exchanged: all,
    dropped: filled(dropped, OTHER.dropped),
    added: filled(added, OTHER.added),
    background: filled(background, OTHER.background),
  };
}
