import { WireReader } from '../../../proto/codec/wire-reader.js';
import { meaningText } from '../../answer/hearings/pool.js';
import type { EncodedHypothesis } from './encoded-reply.js';

/**
 * What a hypothesis means: `meaningText` of its intent and slots. They are read from its bytes, which were checked, since only
 * a request with several hearings needs the names.
 */
export function meaningOf({ encoded: { bytes, start, end } }: EncodedHypothesis): string {
  const wire = new WireReader(Buffer.from(bytes.buffer, bytes.byteOffset, end), start);
  const slots: { name: string; value: string }[] = [];
  let intent = '';
  while (wire.at < end) {
    const tag = wire.uint32();
    if (tag === 18) intent = wire.text();
    else if (tag === 26) slots.push(slotOf(wire, wire.end()));
    else wire.skip(tag);
  }
  return meaningText(intent, slots);
}

function slotOf(wire: WireReader, end: number): { name: string; value: string } {
  const slot = { name: '', value: '' };
  while (wire.at < end) {
    const tag = wire.uint32();
    if (tag === 10) slot.name = wire.text();
    else if (tag === 18) slot.value = wire.text();
    else wire.skip(tag);
  }
  return slot;
}
