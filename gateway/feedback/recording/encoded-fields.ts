import { WireReader } from '../../../proto/codec/wire-reader.js';
import type { SentScores } from '../../../serving/hypothesis.js';
import type { Encoded } from '../../domains/replies/encoded-reply.js';

/** The fields of a hypothesis that an answer only hands on. */
export interface HandedOn {
  /** Names and values of the slots, in their order. */
  readonly slots: readonly { readonly name: string; readonly value: string }[];
  readonly scores: SentScores;
}

/** Reads a hypothesis's slots and raw scores from its checked bytes. Tags: a field's number times 8 plus its wire type. */
export function handedOn({ bytes, start, end }: Encoded): HandedOn {
  const wire = new WireReader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), start);
  const slots: { name: string; value: string }[] = [];
  let scores: SentScores = {};
  while (wire.at < end) {
    const tag = wire.uint32();
    if (tag === 26) slots.push(slotOf(wire, wire.end()));
    else if (tag === 34) scores = scoresOf(wire, wire.end());
    else wire.skip(tag);
  }
  return { slots, scores };
}

function slotOf(wire: WireReader, end: number): { name: string; value: string } {
  let [name, value] = ['', ''];
  while (wire.at < end) {
    const tag = wire.uint32();
    if (tag === 10) name = wire.text();
    else if (tag === 18) value = wire.text();
    else wire.skip(tag);
  }
  return { name, value };
}

function scoresOf(wire: WireReader, end: number): SentScores {
  const scores: { domain?: number; intent?: number; slot?: number } = {};
  while (wire.at < end) {
    const tag = wire.uint32();
    if (tag === 9) scores.domain = wire.double();
    else if (tag === 17) scores.intent = wire.double();
    else if (tag === 25) scores.slot = wire.double();
    else wire.skip(tag);
  }
  return scores;
}
