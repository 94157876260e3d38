import { type FoundEntities, readEntity, readStrategyRun } from '../../../proto/codec/entity-fields.js';
import { NotAMessage, WireReader } from '../../../proto/codec/wire-reader.js';
import type { SlotValue } from '../../answer/hypothesis.js';
import { normalisedValue } from '../../answer/readings.js';
import type { EncodedHypothesis, EncodedReply } from './encoded-reply.js';
import { checkFoundEntities } from './found-entities.js';
import { isMediaWord, MOST_MEDIA } from './media-words.js';
import { MOST_WARNINGS, type ReplyExpectation } from './reply-expectation.js';

const NO_CONTRIBUTIONS: readonly never[] = [];
const NO_WARNINGS: readonly string[] = [];
const LONGEST_NAME = 128;
/** The largest field of the reply that is known here. */
const LAST_FIELD = 12;
const MOST_SLOTS = 64;

/**
 * Reads and checks a domain's reply in one pass over its bytes, decoding only what the answer depends on: every hypothesis is
 * read, few are returned, and those go out as the bytes that they came in.
 * @returns undefined for a reply that is malformed or has fields that this does not read: then `reply-check.ts` decodes it
 *   and says what is wrong
 */
export function readReply(bytes: Buffer, expected: ReplyExpectation): EncodedReply | undefined {
  try {
    return replyOf(new WireReader(bytes), expected);
  } catch (error) {
    if (error instanceof NotAMessage) return undefined;
    throw error;
  }
}

function replyOf(wire: WireReader, expected: ReplyExpectation): EncodedReply | undefined {
  const hypotheses: EncodedHypothesis[] = [];
  const quotes: Quote[] = [];
  let inDomain = 0;
  let listedPopularity: number | undefined;
  let aroundTitle: number | undefined;
  let screened = false;
  let controlsPlayback = false;
  let bundleVersion = '';
  let catalogueVersion = '';
  let media: string[] | undefined;
  let warnings: string[] | undefined;
  while (wire.at < wire.bytes.length) {
    const tag = wire.uint32();
    switch (tag) {
      case 18: {
        const hypothesis = hypothesisOf(wire, wire.end(), expected, quotes);
        if (!hypothesis) return undefined;
        hypotheses.push(hypothesis);
        break;
      }
      case 25:
        inDomain = wire.double();
        break;
      case 34:
        bundleVersion = wire.text();
        break;
      case 49:
        listedPopularity = wire.double();
        break;
      case 56:
        screened = wire.uint32() !== 0;
        break;
      case 65:
        aroundTitle = wire.double();
        break;
      case 88:
        controlsPlayback = wire.uint32() !== 0;
        break;
      case 98:
        catalogueVersion = wire.text();
        break;
      case 74:
        // `reply-check.ts` tells what is wrong with it.
        media ??= [];
        if (media.push(wire.text()) > MOST_MEDIA || !isMediaWord(media[media.length - 1])) return undefined;
        break;
      case 82:
        warnings ??= [];
        if (warnings.push(wire.text()) > MOST_WARNINGS) return undefined;
        break;
      default:
        // Request id and digest are of no use here, nor are fields that are not known; others have the wrong wire type.
        if (tag !== 10 && tag !== 42 && tag >>> 3 <= LAST_FIELD) return undefined;
        wire.skip(tag);
    }
  }
  if (catalogueVersion.length > LONGEST_NAME) return undefined;
  if (bundleVersion === '' || bundleVersion.length > LONGEST_NAME) return undefined;
  if (expected.version !== undefined && bundleVersion !== expected.version) return undefined;
  if (hypotheses.length > expected.maxHypotheses || !isProbability(inDomain)) return undefined;
  const reply = {
    hypotheses,
    inDomain,
    screened,
    controlsPlayback,
    bundleVersion,
    warnings: warnings ?? NO_WARNINGS,
    catalogueVersion: expected.resolve ? catalogueVersion : '',
    ...(media && { media }),
  };
  if (listedPopularity === undefined && aroundTitle === undefined) return reply;
  if (![listedPopularity, aroundTitle].every((value) => value === undefined || isProbability(value))) return undefined;
  return {
    ...reply,
    ...(listedPopularity !== undefined && { listedPopularity }),
    ...(aroundTitle !== undefined && { aroundTitle }),
  };
}

/** Fields in rising order, as encoders write them: those up to the scores are then one run of bytes. */
function hypothesisOf(
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
interface Quote extends SlotValue {
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

function isProbability(value: number): boolean {
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
