import type { Slot } from '../gen/nlu/v1/Slot.js';
import type { WireWriter } from './wire-writer.js';

/** Writes a slot as the field of a Hypothesis message that it is. */
export function writeSlot(writer: WireWriter, { name = '', value = '', start = 0, end = 0 }: Slot): void {
  const slot = writer.open(3);
  writer.text(1, name);
  writer.text(2, value);
  writer.uint32(3, start);
  writer.uint32(4, end);
  writer.close(slot);
}
