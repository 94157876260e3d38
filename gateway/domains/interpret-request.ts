import { WireWriter } from '../../proto/codec/wire-writer.js';
import type { Query } from './query.js';

const writer = new WireWriter();

/** One round's request for interpretations, which all its domains are asked; most of them get the same bytes. */
export class InterpretRequest {
  readonly query: Query;
  #version: string | undefined;
  #catalogueVersion: string | undefined;
  #bytes: Buffer | undefined;

  constructor(query: Query) {
    this.query = query;
  }

  /**
   * The request to a domain as an encoded DomainInterpretRequest.
   * @param version the pinned one; empty: none
   * @param catalogueVersion the same of its catalogue
   */
  encode(version: string, catalogueVersion: string): Buffer {
    if (this.#bytes && this.#version === version && this.#catalogueVersion === catalogueVersion) return this.#bytes;
    const { utterance, requestId, explain, skipScreened, asked, resolve, context, trialBucket } = this.query;
    writer.begin();
    writer.text(1, utterance);
    writer.text(2, requestId);
    writer.text(4, version);
    writer.bool(5, explain);
    writer.bool(6, skipScreened);
    writer.bool(7, asked !== undefined);
    if (resolve) {
      const options = writer.open(8);
      writer.text(1, catalogueVersion);
      writer.text(2, context.deviceType);
      if (context.hour !== undefined) writer.presentUint32(3, context.hour);
      writer.close(options);
    }
    writer.presentUint32(9, trialBucket);
    this.#version = version;
    this.#catalogueVersion = catalogueVersion;
    this.#bytes = writer.finish();
    return this.#bytes;
  }
}
