import type { Entity } from '../../domains/core/resolution/entities/entity.js';
import {
  gramsOf,
  MOST_GRAMS,
  type PhoneticIndex,
} from '../../domains/core/resolution/strategies/phonetic/phonetic-index.js';
import type { SoundCosts } from '../../domains/core/resolution/strategies/phonetic/sound-costs.js';
import { MOST_UNITS, soundUnits } from '../../domains/core/resolution/strategies/phonetic/sound-units.js';
import { tokenize } from '../../domains/core/text/tokenize.js';

/**
 * Collects the names of entities, one after the other, and makes an index of them. It holds the units of all names and a
 * number for each, so that a million take some 40 MB.
 */
export class PhoneticBuilder {
  readonly #costs: SoundCosts;
  #units = new Uint8Array(1 << 16);
  #end = 0;
  #rows = 0;
  readonly #starts = new NumberList();
  readonly #rowOf = new NumberList();
  readonly #buffer = new Uint8Array(MOST_UNITS);

  constructor(costs: SoundCosts) {
    this.#costs = costs;
  }

  /** Adds the entity of the next row. */
  add({ title, aliases }: Entity): void {
    for (const name of [title, ...aliases]) this.#addName(name);
    this.#rows++;
  }

  #addName(name: string): void {
    const words = tokenize(name).map(({ text }) => text);
    const length = soundUnits(words, this.#buffer);
    if (length === 0) return;
    if (this.#end + length > this.#units.length) {
      const larger = new Uint8Array(2 * this.#units.length);
      larger.set(this.#units);
      this.#units = larger;
    }
    this.#units.set(this.#buffer.subarray(0, length), this.#end);
    this.#starts.push(this.#end);
    this.#rowOf.push(this.#rows);
    this.#end += length;
  }

  build(): PhoneticIndex {
    const entries = this.#sorted();
    const names = new NumberList();
    const rowStarts = new NumberList();
    const rows = new NumberList();
    const units = new Uint8Array(this.#end);
    let end = 0;
    let before: Buffer | undefined;
    for (const entry of entries) {
      const name = this.#unitsOf(entry);
      const row = this.#rowOf.get(entry);
      if (!before?.equals(name)) {
        names.push(end);
        rowStarts.push(rows.length);
        units.set(name, end);
        end += name.length;
        before = name;
      } else if (rows.get(rows.length - 1) === row) continue;
      rows.push(row);
    }
    names.push(end);
    rowStarts.push(rows.length);
    const starts = names.toArray();
    return {
      costs: this.#costs,
      units: units.slice(0, end),
      starts,
      rowStarts: rowStarts.toArray(),
      rows: rows.toArray(),
      ...postingsOf(units, starts),
    };
  }

  /** Entries by the bytes of their names, then by row. */
  #sorted(): Uint32Array {
    const order = Uint32Array.from({ length: this.#starts.length }, (_, entry) => entry);
    return order.sort((one, other) => Buffer.compare(this.#unitsOf(one), this.#unitsOf(other)) || one - other);
  }

  #unitsOf(entry: number): Buffer {
    const from = this.#starts.get(entry);
    const end = entry + 1 < this.#starts.length ? this.#starts.get(entry + 1) : this.#end;
    return Buffer.from(this.#units.buffer, from, end - from);
  }
}

function postingsOf(
  units: Uint8Array,
  starts: Uint32Array,
): Pick<PhoneticIndex, 'grams' | 'postingStarts' | 'postings'> {
  const buffer = new Uint32Array(MOST_GRAMS);
  /** Of each gram the bytes of its postings so far, and the last name. */
  const lists = new Map<number, { bytes: ByteList; last: number }>();
  for (let name = 0; name + 1 < starts.length; name++) {
    const count = gramsOf(units, starts[name], starts[name + 1], buffer);
    for (let place = 0; place < count; place++) {
      let list = lists.get(buffer[place]);
      if (!list) {
        list = { bytes: new ByteList(), last: -1 };
        lists.set(buffer[place], list);
      }
      list.bytes.pushVarint(name - list.last);
      list.last = name;
    }
  }
  const grams = Uint32Array.from(lists.keys()).sort();
  const postingStarts = new Uint32Array(grams.length + 1);
  const parts = Array.from(grams, (gram, place) => {
    // Every gram has a list.
    const bytes = lists.get(gram)!.bytes.toArray();
    postingStarts[place + 1] = postingStarts[place] + bytes.length;
    return bytes;
  });
  return { grams, postingStarts, postings: new Uint8Array(Buffer.concat(parts)) };
}

/** A growing list of whole numbers below 2^32. */
class NumberList {
  #values = new Uint32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Uint32Array(2 * this.length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  get(index: number): number {
    return this.#values[index];
  }

  toArray(): Uint32Array {
    return this.#values.slice(0, this.length);
  }
}

class ByteList {
  #bytes = new Uint8Array(8);
  #length = 0;

  /** Seven bits a byte, the lowest first, with the eighth bit set where another follows. */
  pushVarint(value: number): void {
    let left = value;
    for (; left >= 128; left >>>= 7) this.#push((left & 127) | 128);
    this.#push(left);
  }

  #push(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length++] = byte;
  }

  toArray(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}
