import { expect, it } from 'vitest';
import { packTables, unpackTables } from '../../../../domains/core/numeric/shared-tables.js';

const large = (length: number) => Uint32Array.from({ length }, (_, index) => 3 * index);
const models = () => ({
  names: ['one', 'two'],
  nothing: undefined,
  small: Float64Array.of(0.5, 0.25),
  deep: [{ counts: large(20_001), size: 7 }, { weights: new Int8Array(70_001).fill(-3) }],
  floats: new Float64Array(10_000).fill(0.1),
});

it('gives back what was packed, from the buffer and after a way between threads', () => {
  let memory = new SharedArrayBuffer(0);
  const packed = packTables(models(), (bytes) => {
    memory = new SharedArrayBuffer(bytes);
    return memory;
  });
  expect(Buffer.byteLength(JSON.stringify(packed))).toBeLessThan(500);
  const unpacked = unpackTables(structuredClone(packed), memory) as ReturnType<typeof models>;
  expect(unpacked).toEqual(models());
  expect(unpacked.deep[0]!.counts!.buffer).toBe(memory);
  expect(unpacked.small.buffer).not.toBe(memory);
});

it('needs no new memory where there is enough', () => {
  const memory = new SharedArrayBuffer(2 ** 20);
  new Uint8Array(memory).fill(255);
  const asked: number[] = [];
  const packed = packTables(models(), (bytes) => {
    asked.push(bytes);
    return memory;
  });
  // 20,001 counts of 4 bytes, 70,001 weights and 10,000 numbers of 8, each from a multiple of 8 on.
  expect(asked).toEqual([80_008 + 70_008 + 80_000]);
  expect(unpackTables(packed, memory)).toEqual(models());
});

it('takes bytes of any kind, and carries no memory beside small views', () => {
  let memory = new SharedArrayBuffer(0);
  const bytes = Buffer.alloc(100_000, 7);
  const given = { bytes, few: new Uint8Array(1_000_000).subarray(5, 8), halves: new Uint16Array(50_000).fill(9) };
  const packed = packTables(given, (needed) => {
    memory = new SharedArrayBuffer(needed);
    return memory;
  }) as { few: Uint8Array };
  expect(packed.few.buffer.byteLength).toBe(3);
  const unpacked = unpackTables(structuredClone(packed), memory) as typeof given;
  expect(unpacked).toEqual({ ...given, bytes: Uint8Array.from(bytes) });
  expect([unpacked.bytes.buffer, unpacked.halves.buffer]).toEqual([memory, memory]);
});
