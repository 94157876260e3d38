/** Bytes that are no protobuf message. */
export class NotAMessage extends Error {}

const eightBytes = new Uint8Array(8);
const oneDouble = new Float64Array(eightBytes.buffer);

/**
 * Reads protobuf's wire format (protobuf.dev/programming-guides/encoding) field by field, in place: no object per message and no
 * copy. For messages that are many or large on a hot path; everything else is decoded from the .proto files. A tag is a
 * field's number times 8 plus its wire type.
 * @throws NotAMessage past the end of the bytes
 */
export class WireReader {
  readonly bytes: Buffer;
  /** The next byte to read. */
  at: number;

  constructor(bytes: Buffer, start = 0) {
    this.bytes = bytes;
    this.at = start;
  }

  /** A varint of 32 bits; higher bits, which only negative numbers have, are dropped. */
  uint32(): number {
    const { bytes } = this;
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.at >= bytes.length) break;
      const byte = bytes[this.at++];
      if (shift < 32) value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
    throw new NotAMessage('truncated');
  }

  double(): number {
    const { bytes, at } = this;
    if (at + 8 > bytes.length) throw new NotAMessage('truncated');
    for (let index = 0; index < 8; index++) eightBytes[index] = bytes[at + index];
    this.at = at + 8;
    return oneDouble[0];
  }

  /** Reads the length of a text, bytes or message, and returns the offset of its end. */
  end(): number {
    const length = this.uint32();
    const end = this.at + length;
    if (end > this.bytes.length) throw new NotAMessage('truncated');
    return end;
  }

  text(): string {
    const end = this.end();
    const text = this.bytes.toString('utf8', this.at, end);
    this.at = end;
    return text;
  }

  /** Bytes in place: they live as long as the message. */
  blob(): Buffer {
    const end = this.end();
    const blob = this.bytes.subarray(this.at, end);
    this.at = end;
    return blob;
  }

  /** Passes over the value of an unknown field. */
  skip(tag: number): void {
    switch (tag & 7) {
      case 0:
        this.uint32();
        return;
      case 1:
        this.at += 8;
        break;
      case 2:
        this.at = this.end();
        return;
      case 5:
        this.at += 4;
        break;
      default:
        throw new NotAMessage(`wire type ${tag & 7}`);
    }
    if (this.at > this.bytes.length) throw new NotAMessage('truncated');
  }
}
