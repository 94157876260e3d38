import { WireWriter } from '../../proto/codec/wire-writer.js';
import type { Query } from '../service/request.js';

const writer = new WireWriter();
/** The request that was encoded last: all domains of a query are asked in one go, and most get the same. */
let last: { readonly query: Query; readonly version: string; readonly bytes: Buffer } | undefined;

/** What a domain is asked, as an encoded DomainInterpretRequest. */
export function encodeInterpret(query: Query, version: string): Buffer {
  if (last?.query === query && last.version === version) return last.bytes;
  writer.begin();
  writer.text(1, query.utterance);
  writer.text(2, query.requestId);
  writer.text(4, version);
  writer.bool(5, query.explain);
  writer.bool(6, query.skipScreened);
  const bytes = writer.finish();
  last = { query, version, bytes };
  return bytes;
}
