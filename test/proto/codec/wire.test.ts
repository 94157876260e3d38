import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NotAMessage, WireReader } from '../../../proto/codec/wire-reader.js';
import { WireWriter } from '../../../proto/codec/wire-writer.js';
import { definitions } from '../../../serving/rpc/definitions.js';

const { Interpret } = definitions().gateway;

test('what is written, another decoder reads: texts of any length and script, nested messages, doubles, numbers', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.integer({ min: 0, max: 40_000 }).map((length) => 'x'.repeat(length)),
  );
  const writer = new WireWriter();
  fc.assert(
    fc.property(text, text, fc.double({ noNaN: true }), fc.boolean(), (requestId, title, number, degraded) => {
      writer.begin();
      writer.text(1, requestId);
      writer.bool(5, degraded);
      writer.double(6, number);
      const reading = writer.open(8);
      writer.text(2, title);
      const hypothesis = writer.open(4);
      const slot = writer.open(3);
      writer.text(2, title);
      writer.uint32(3, title.length * 100_000);
      writer.close(slot);
      writer.close(hypothesis);
      writer.close(reading);
      const decoded = Interpret.responseDeserialize(writer.finish());
      expect(decoded).toMatchObject({ requestId, degraded, readings: [{ title }] });
      expect(Object.is(decoded.missingDomainRisk, number)).toBe(true);
      expect(decoded.readings[0]!.hypothesis!.slots[0]).toMatchObject({
        value: title,
        start: (title.length * 100_000) >>> 0,
      });
    }),
    { numRuns: 300 },
  );
});

test('what is written is read back, and nothing is read past the end', () => {
  const writer = new WireWriter();
  writer.begin();
  writer.uint32(1, 0xffffffff);
  writer.double(2, -0);
  writer.text(3, 'Björk');
  writer.blob(4, new Uint8Array(300).fill(7));
  const bytes = writer.finish();
  const read = (from: Buffer) => {
    const wire = new WireReader(from);
    wire.uint32();
    const values: unknown[] = [wire.uint32()];
    wire.uint32();
    values.push(wire.double());
    wire.uint32();
    values.push(wire.text());
    wire.uint32();
    values.push(wire.blob().length);
    return values;
  };
  expect(read(bytes)).toEqual([0xffffffff, -0, 'Björk', 300]);
  for (let length = 0; length < bytes.length; length++) {
    expect(() => read(bytes.subarray(0, length)), `${length} bytes`).toThrow(NotAMessage);
  }
});

test('fields of any wire type are passed over, and wire types that there are not are refused', () => {
  const skip = (...bytes: number[]) => {
    const wire = new WireReader(Buffer.from(bytes));
    wire.skip(wire.uint32());
    return wire.at;
  };
  expect(skip(8, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1)).toBe(11);
  expect(skip(9, 0, 0, 0, 0, 0, 0, 0, 0)).toBe(9);
  expect(skip(10, 2, 0, 0)).toBe(4);
  expect(skip(13, 0, 0, 0, 0)).toBe(5);
  expect(() => skip(9, 0)).toThrow(NotAMessage);
  expect(() => skip(11)).toThrow(NotAMessage);
  expect(() => skip(8, ...Array(11).fill(255))).toThrow(NotAMessage);
});
