import { WireReader } from '../../../proto/codec/wire-reader.js';
import { type MeaningOf, meaningText } from '../../answer/hearings/pool.js';
import { spokenForm } from '../../answer/hearings/spoken-form.js';
import type { EncodedHypothesis } from './encoded-reply.js';

/**
 * What the hypotheses of one request mean: `meaningText` of their intents and slots. They are read from their bytes, which
 * were checked, since only a request with several hearings needs the names. Values are long at times, and most are many
 * hypotheses': each is brought to its spoken form once.
 */
export function encodedMeanings(): MeaningOf<EncodedHypothesis> {
  const known = new Map<string, string>();
  const spoken = (value: string): string => {
    const form = known.get(value) ?? spokenForm(value);
    known.set(value, form);
    return form;
  };
  return (hypothesis) => meaningOf(hypothesis, spoken);
}

function meaningOf({ encoded: { bytes, start, end } }: EncodedHypothesis, spoken: (value: string) => string): string {
  const wire = new WireReader(Buffer.from(bytes.buffer, bytes.byteOffset, end), start);
  const slots: { name: string; value: string }[] = [];
  let intent = '';
  while (wire.at < end) {
    const tag = wire.uint32();
    if (tag === 18) intent = wire.text();
    else if (tag === 26) slots.push(slotOf(wire, wire.end()));
    else wire.skip(tag);
  }
  return meaningText(intent, slots, spoken);
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
