import { NotAMessage, WireReader } from '../../../proto/codec/wire-reader.js';
import type { EncodedHypothesis, EncodedReply } from './encoded-reply.js';
import { isProbability, LONGEST_NAME, type Quote, readHypothesis } from './hypothesis-reader.js';
import { isMediaWord, MOST_MEDIA } from './media-words.js';
import { MOST_WARNINGS, type ReplyExpectation } from './reply-expectation.js';

const NO_WARNINGS: readonly string[] = [];
/** The largest field of the reply that is known here. */
const LAST_FIELD = 12;

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
        const hypothesis = readHypothesis(wire, wire.end(), expected, quotes);
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
