import type { Entity } from '../../../domains/core/resolution/entities/entity.js';
import {
  gramsOf,
  MOST_GRAMS,
  type PhoneticIndex,
} from '../../../domains/core/resolution/strategies/phonetic/phonetic-index.js';
import type { SoundCosts } from '../../../domains/core/resolution/strategies/phonetic/sound-costs.js';
import { MOST_UNITS, soundUnits } from '../../../domains/core/resolution/strategies/phonetic/sound-units.js';
import { tokenize } from '../../../domains/core/text/tokenize.js';
import { growingBytes, growingNumbers } from '../growing-array.js';
import type { Entities } from '../table-builder.js';

/** The names of all entities by their sounds. Takes some 40 bytes a name while it builds, and the postings twice. */
export async function buildPhonetic(entities: Entities, costs: SoundCosts): Promise<PhoneticIndex> {
  const builder = new PhoneticBuilder(costs);
  for await (const entity of entities) builder.add(entity);
  return builder.build();
}

/** Collects the names of entities, one after the other, and makes an index of them. */
export class PhoneticBuilder {
  readonly #costs: SoundCosts;
  readonly #units = growingBytes();
  /** Of each name where it begins in the units. */
  readonly #starts = growingNumbers();
  readonly #rowOf = growingNumbers();
  readonly #buffer = new Uint8Array(MOST_UNITS);
  #rows = 0;

  constructor(costs: SoundCosts) {
    this.#costs = costs;
  }

  /** Adds the entity of the next row. */
  add({ title, aliases }: Pick<Entity, 'title' | 'aliases'>): void {
    for (const name of [title, ...aliases]) {
      const words = tokenize(name).map(({ text }) => text);
      const length = soundUnits(words, this.#buffer);
      if (length === 0) continue;
      this.#starts.push(this.#units.length);
      this.#rowOf.push(this.#rows);
      this.#units.pushAll(this.#buffer.subarray(0, length));
    }
    this.#rows++;
  }

  build(): PhoneticIndex {
    const all = this.#units.view();
    const rowOf = this.#rowOf.view();
    const [units, starts, rowStarts, rows] = [growingBytes(), growingNumbers(), growingNumbers(), growingNumbers()];
    let before: Uint8Array | undefined;
    for (const entry of this.#sorted()) {
      const name = all.subarray(this.#startOf(entry), this.#startOf(entry + 1));
      const row = rowOf[entry];
      if (before === undefined || Buffer.compare(before, name) !== 0) {
        starts.push(units.length);
        rowStarts.push(rows.length);
        units.pushAll(name);
        before = name;
      } else if (rows.view()[rows.length - 1] === row) continue;
      rows.push(row);
    }
    starts.push(units.length);
    rowStarts.push(rows.length);
    return {
      costs: this.#costs,
      units: units.view().slice(),
      starts: starts.view().slice(),
      rowStarts: rowStarts.view().slice(),
      rows: rows.view().slice(),
      ...postingsOf(units.view(), starts.view()),
    };
  }

  /** Names by their bytes, then by row. */
  #sorted(): Uint32Array {
    const all = this.#units.view();
    const order = Uint32Array.from({ length: this.#starts.length }, (_, entry) => entry);
    return order.sort((one, other) => {
      let [a, b] = [this.#startOf(one), this.#startOf(other)];
      const [endA, endB] = [this.#startOf(one + 1), this.#startOf(other + 1)];
      while (a < endA && b < endB && all[a] === all[b]) {
        a++;
        b++;
      }
      if (a === endA || b === endB) return endA - a - (endB - b) || one - other;
      return all[a] - all[b];
    });
  }

  #startOf(entry: number): number {
    return entry === this.#starts.length ? this.#units.length : this.#starts.view()[entry];
  }
}

function postingsOf(
  units: Uint8Array,
  starts: Uint32Array,
): Pick<PhoneticIndex, 'grams' | 'postingStarts' | 'postings'> {
  const buffer = new Uint32Array(MOST_GRAMS);
  /** Of each gram the bytes of its postings so far, and the last name. */
  const lists = new Map<number, { bytes: number[]; last: number }>();
  for (let name = 0; name + 1 < starts.length; name++) {
    const count = gramsOf(units, starts[name], starts[name + 1], buffer);
    for (let place = 0; place < count; place++) {
      let list = lists.get(buffer[place]);
      if (!list) {
        list = { bytes: [], last: -1 };
        lists.set(buffer[place], list);
      }
      let gap = name - list.last;
      for (; gap >= 128; gap >>>= 7) list.bytes.push((gap & 127) | 128);
      list.bytes.push(gap);
      list.last = name;
    }
  }
  const grams = Uint32Array.from(lists.keys()).sort();
  const postingStarts = new Uint32Array(grams.length + 1);
  const postings = growingBytes();
  for (const [place, gram] of grams.entries()) {
    // Every gram has a list.
    postings.pushAll(lists.get(gram)!.bytes);
    postingStarts[place + 1] = postings.length;
  }
  return { grams, postingStarts, postings: postings.view().slice() };
}
