import { WireWriter } from '../../proto/codec/wire-writer.js';
import type { Query } from './query.js';

const writer = new WireWriter();

/** One round's request for interpretations, which all its domains are asked; most of them get the same bytes. */
export class InterpretRequest {
  readonly query: Query;
  #version: string | undefined;
  #bytes: Buffer | undefined;

  constructor(query: Query) {
    this.query = query;
  }

  /** The request to a domain as an encoded DomainInterpretRequest. @param version the pinned one; empty: none */
  encode(version: string): Buffer {
    if (this.#bytes && this.#version === version) return this.#bytes;
    const { utterance, requestId, explain, skipScreened, asked } = this.query;
    writer.begin();
    writer.text(1, utterance);
    writer.text(2, requestId);
    writer.text(4, version);
    writer.bool(5, explain);
    writer.bool(6, skipScreened);
    writer.bool(7, asked !== undefined);
    this.#version = version;
    this.#bytes = writer.finish();
    return this.#bytes;
  }
}
