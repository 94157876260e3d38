import { type FoundEntities, readEntity, readStrategyRun } from '../../../proto/codec/entity-fields.js';
import type { WireReader } from '../../../proto/codec/wire-reader.js';
import type { SlotValue } from '../../answer/hypothesis.js';
import { normalisedValue } from '../../answer/readings.js';
import type { EncodedHypothesis } from './encoded-reply.js';
import { checkFoundEntities } from './found-entities.js';
import type { ReplyExpectation } from './reply-expectation.js';

const NO_CONTRIBUTIONS: readonly never[] = [];
/** In characters, of a domain's, an intent's, a slot's or a version's name. */
export const LONGEST_NAME = 128;
const MOST_SLOTS = 64;

/**
 * Reads and checks a hypothesis up to `end`. Its fields stand in rising order, as encoders write them: those up to the scores
 * are then one run of bytes.
 * @param quotes values that this reply's slots had before, to which its own are added
 * @returns undefined for a hypothesis that is not as it was asked for
 */
export function readHypothesis(
  wire: WireReader,
  end: number,
  expected: ReplyExpectation,
  quotes: Quote[],
): EncodedHypothesis | undefined {
  const start = wire.at;
  const slots: SlotValue[] = [];
  let last = 0;
  let domain = false;
  let intent: string | undefined;
  let confidence = 0;
  let title = '';
  let forbidden = false;
  let found: FoundEntities | undefined;
  let encodedEnd = start;
  while (wire.at < end) {
    const tag = wire.uint32();
    if (tag < last || (tag === last && tag !== 26 && tag < 48)) return undefined;
    last = tag;
    switch (tag) {
      case 10:
        if (!isText(wire, expected.domain)) return undefined;
        domain = true;
        break;
      case 18:
        intent = plainName(wire);
        if (intent === undefined) return undefined;
        break;
      case 26: {
        const slot = slotOf(wire, wire.end(), expected, quotes);
        if (!slot || slots.length === MOST_SLOTS) return undefined;
        slots.push(slot);
        break;
      }
      case 34:
        if (!areScores(wire, wire.end())) return undefined;
        break;
      case 41:
        confidence = wire.double();
        break;
      case 49:
      case 65:
        wire.at += 8;
        break;
      case 58:
        // Contributions are not for callers that did not ask for them.
        if (expected.explain) return undefined;
        wire.at = wire.end();
        break;
      case 82:
        title = wire.text();
        break;
      case 96:
        forbidden = wire.uint32() !== 0;
        break;
      case 106:
      case 113:
      case 122:
        if (expected.resolve) {
          found ??= { entities: [], strategyRuns: [] };
          if (tag === 106) found.entities.push(readEntity(wire, wire.end()));
          else if (tag === 113) found.entityNone = wire.double();
          else found.strategyRuns.push(readStrategyRun(wire, wire.end()));
        } else wire.skip(tag);
        break;
      default:
        return undefined;
    }
    if (tag < 40) encodedEnd = wire.at;
  }
  if (wire.at !== end || !domain || intent === undefined || !isProbability(confidence)) return undefined;
  if (title !== '' && !isValueOf(slots, title)) return undefined;
  const encoded = { bytes: wire.bytes, start, end: encodedEnd };
  if (found) {
    if (!areInOrder(found)) return undefined;
    return { intent, slots, title, confidence, forbidden, contributions: NO_CONTRIBUTIONS, encoded, found };
  }
  return { intent, slots, title, confidence, forbidden, contributions: NO_CONTRIBUTIONS, encoded };
}

/** Whether entities pass the checks of every reply; what is wrong with those that do not, `reply-check.ts` tells. */
function areInOrder(found: FoundEntities): boolean {
  try {
    checkFoundEntities('', found);
    return true;
  } catch {
    return false;
  }
}

function isValueOf(slots: readonly SlotValue[], title: string): boolean {
  for (const { value } of slots) if (value === title) return true;
  return false;
}

/** The value of a slot, if all of it is in order. */
function slotOf(
  wire: WireReader,
  end: number,
  { utterance, textLength }: ReplyExpectation,
  quotes: Quote[],
): SlotValue | undefined {
  let name = false;
  let valueStart = 0;
  let valueEnd = 0;
  let from = 0;
  let to = 0;
  let last = 0;
  while (wire.at < end) {
    const tag = wire.uint32();
    if (tag <= last) return undefined;
    last = tag;
    switch (tag) {
      case 10:
        if (plainName(wire) === undefined) return undefined;
        name = true;
        break;
      case 18:
        valueEnd = wire.end();
        valueStart = wire.at;
        wire.at = valueEnd;
        break;
      case 24:
        from = wire.uint32();
        break;
      case 32:
        to = wire.uint32();
        break;
      default:
        return undefined;
    }
  }
  const located = (from < to && to <= textLength) || (from === 0 && to === 0);
  if (wire.at !== end || !name || valueStart === valueEnd || !located) return undefined;
  return quoted(wire.bytes, valueStart, valueEnd, utterance, from, quotes) ?? decoded(wire.bytes, valueStart, valueEnd);
}

/** A slot's value with its place in the utterance. */
export interface Quote extends SlotValue {
  readonly from: number;
  readonly length: number;
}

/** The value of a slot that stands in the utterance where the slot says, as most do: decoded once a reply, whoever has it. */
function quoted(
  bytes: Buffer,
  start: number,
  end: number,
  utterance: string,
  from: number,
  quotes: Quote[],
): SlotValue | undefined {
  for (let at = start, index = from; at < end; at++, index++) {
    if (bytes[at] > 127 || utterance.charCodeAt(index) !== bytes[at]) return undefined;
  }
  const length = end - start;
  for (const quote of quotes) if (quote.from === from && quote.length === length) return quote;
  const value = bytes.toString('latin1', start, end);
  const quote = { value, normalised: normalisedValue(value), from, length };
  quotes.push(quote);
  return quote;
}

/** The value of any other slot; undefined where the bytes are no UTF-8, which may not go on to the caller. */
function decoded(bytes: Buffer, start: number, end: number): SlotValue | undefined {
  const value = bytes.toString('utf8', start, end);
  return value.includes('\ufffd') ? undefined : { value, normalised: normalisedValue(value) };
}

function areScores(wire: WireReader, end: number): boolean {
  for (let last = 0; wire.at < end; ) {
    const tag = wire.uint32();
    if (tag <= last || (tag !== 9 && tag !== 17 && tag !== 25)) return false;
    last = tag;
    if (!isProbability(wire.double())) return false;
  }
  return wire.at === end;
}

export function isProbability(value: number): boolean {
  return value >= 0 && value <= 1;
}

/** A name of 1 to 128 characters, each a byte. */
function plainName(wire: WireReader): string | undefined {
  const name = wire.text();
  if (name.length === 0 || name.length > LONGEST_NAME) return undefined;
  for (let index = 0; index < name.length; index++) if (name.charCodeAt(index) > 127) return undefined;
  return name;
}

/** Passes over a text that is `expected`, which is all ASCII. */
function isText(wire: WireReader, expected: string): boolean {
  const end = wire.end();
  if (end - wire.at !== expected.length) return false;
  for (let index = 0; wire.at < end; wire.at++, index++) {
    if (wire.bytes[wire.at] !== expected.charCodeAt(index)) return false;
  }
  return true;
}
