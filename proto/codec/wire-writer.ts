/** Longest text, in characters, and longest run of bytes that a loop copies; native code, which costs a call, does the rest. */
const SHORT_TEXT = 48;
const SHORT_RUN = 512;

/**
 * Writes protobuf's wire format (protobuf.dev/programming-guides/encoding) field by field into one buffer that is kept, for
 * messages on a hot path. Fields of default value are left out, as proto3 does; write fields in the order of their
 * numbers. Begin each message with `begin`, and end it with `finish` in the same turn.
 */
export class WireWriter {
  #bytes = Buffer.allocUnsafe(16 * 1024);
  #view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset);
  #at = 0;

  begin(): void {
    this.#at = 0;
  }

  uint32(field: number, value: number): void {
    if (value !== 0) this.presentUint32(field, value);
  }

  /** Writes a number even if it is 0, for an optional field that is present. */
  presentUint32(field: number, value: number): void {
    this.#room(10);
    this.#varint(field * 8);
    this.#varint(value);
  }

  /** Writes a number without a tag: one element of a packed field. */
  packed(value: number): void {
    this.#room(5);
    this.#varint(value);
  }

  bool(field: number, value: boolean): void {
    if (value) this.uint32(field, 1);
  }

  double(field: number, value: number): void {
    // -0 differs from the default, 0.
    if (value === 0 && 1 / value > 0) return;
    this.presentDouble(field, value);
  }

  /** Writes a number even if it is 0, for an optional field that is present. */
  presentDouble(field: number, value: number): void {
    this.#room(13);
    this.#varint(field * 8 + 1);
    this.#view.setFloat64(this.#at, value, true);
    this.#at += 8;
  }

  text(field: number, value: string): void {
    if (value === '') return;
    this.#room(10 + value.length * 3);
    this.#varint(field * 8 + 2);
    if (value.length > SHORT_TEXT || !this.#ascii(value)) {
      this.#varint(Buffer.byteLength(value));
      this.#at += this.#bytes.write(value, this.#at);
    }
  }

  /** Writes one element of a repeated field, which counts even if it is empty. */
  element(field: number, value: string): void {
    this.text(field, value);
    if (value !== '') return;
    this.#room(6);
    this.#varint(field * 8 + 2);
    this.#varint(0);
  }

  blob(field: number, value: Uint8Array): void {
    if (value.length === 0) return;
    this.#room(10);
    this.#varint(field * 8 + 2);
    this.#varint(value.length);
    this.encoded(value, 0, value.length);
  }

  /** Copies fields that are encoded already. */
  encoded(bytes: Uint8Array, start: number, end: number): void {
    this.#room(end - start);
    const target = this.#bytes;
    if (end - start > SHORT_RUN) target.set(bytes.subarray(start, end), this.#at);
    else for (let index = start, at = this.#at; index < end; index++, at++) target[at] = bytes[index];
    this.#at += end - start;
  }

  /** Begins a message within the message; `close` ends it with what this returns. */
  open(field: number): number {
    this.#room(6);
    this.#varint(field * 8 + 2);
    return ++this.#at;
  }

  close(start: number): void {
    const length = this.#at - start;
    if (length < 128) {
      this.#bytes[start - 1] = length;
      return;
    }
    // One byte was left for the length: make room for the others.
    const more = length < 1 << 14 ? 1 : length < 1 << 21 ? 2 : 3;
    this.#room(more);
    this.#bytes.copyWithin(start + more, start, this.#at);
    this.#at = start - 1;
    this.#varint(length);
    this.#at += length;
  }

  /** Ends the message and returns it in a buffer of its own. */
  finish(): Buffer {
    const message = Buffer.allocUnsafe(this.#at);
    this.#bytes.copy(message, 0, 0, this.#at);
    return message;
  }

  #varint(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.#bytes[this.#at++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#bytes[this.#at++] = rest;
  }

  /** Writes length and text if every character is one byte of UTF-8; otherwise nothing. */
  #ascii(value: string): boolean {
    const start = this.#at + 1;
    for (let index = 0; index < value.length; index++) {
      const unit = value.charCodeAt(index);
      if (unit > 127) return false;
      this.#bytes[start + index] = unit;
    }
    this.#bytes[this.#at] = value.length;
    this.#at = start + value.length;
    return true;
  }

  #room(bytes: number): void {
    const needed = this.#at + bytes;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer, larger.byteOffset);
  }
}
