import type { Call__Output } from '../gen/nlu/v1/Call.js';
import type { CallBatch, CallBatch__Output } from '../gen/nlu/v1/CallBatch.js';
import type { Reply__Output } from '../gen/nlu/v1/Reply.js';
import type { ReplyBatch, ReplyBatch__Output } from '../gen/nlu/v1/ReplyBatch.js';
import { NotAMessage, WireReader } from './wire-reader.js';
import { WireWriter } from './wire-writer.js';

/** Calls of one message: more than a gateway, which fills a message to 256 KiB, ever sends. */
const MOST_CALLS = 4_096;

const writer = new WireWriter();
const NO_BYTES: Buffer = Buffer.alloc(0);
const NO_METADATA: Readonly<Record<string, string>> = Object.freeze({});

/**
 * Hand-written codec of CallBatch and ReplyBatch, the messages of the stream between gateway and domain. They are
 * envelopes around bytes that are passed on as they are, and every call goes through four of these functions.
 * @throws NotAMessage from decoders, for bytes that are no such message.
 */
export const batchCodec = {
  requestSerialize(batch: CallBatch): Buffer {
    writer.begin();
    for (const call of batch.calls ?? []) {
      const start = writer.open(1);
      writer.uint32(1, call.id ?? 0);
      writer.text(2, call.method ?? '');
      writer.blob(3, (call.request as Uint8Array | undefined) ?? NO_BYTES);
      writer.uint32(4, call.timeoutMs ?? 0);
      for (const key in call.metadata) {
        const entry = writer.open(5);
        writer.text(1, key);
        writer.text(2, call.metadata[key]);
        writer.close(entry);
      }
      writer.close(start);
    }
    if (batch.cancelled !== undefined && batch.cancelled.length > 0) {
      const start = writer.open(2);
      for (const id of batch.cancelled) writer.packed(id);
      writer.close(start);
    }
    return writer.finish();
  },

  requestDeserialize(bytes: Buffer): CallBatch__Output {
    const wire = new WireReader(bytes);
    const batch = { calls: [] as Call__Output[], cancelled: [] as number[] };
    while (wire.at < bytes.length) {
      const tag = wire.uint32();
      if (tag === 10) batch.calls.push(callOf(wire, wire.end()));
      else if (tag === 16) batch.cancelled.push(wire.uint32());
      else if (tag === 18) for (const end = wire.end(); wire.at < end; ) batch.cancelled.push(wire.uint32());
      else wire.skip(tag);
      if (batch.calls.length > MOST_CALLS) throw new NotAMessage(`more than ${MOST_CALLS} calls`);
    }
    return batch;
  },

  responseSerialize(batch: ReplyBatch): Buffer {
    writer.begin();
    for (const reply of batch.replies ?? []) {
      const start = writer.open(1);
      writer.uint32(1, reply.id ?? 0);
      writer.uint32(2, reply.code ?? 0);
      writer.text(3, reply.details ?? '');
      if (reply.response) writer.blob(4, reply.response as Uint8Array);
      writer.close(start);
    }
    writer.bool(2, batch.closing ?? false);
    return writer.finish();
  },

  responseDeserialize(bytes: Buffer): ReplyBatch__Output {
    const wire = new WireReader(bytes);
    const batch = { replies: [] as Reply__Output[], closing: false };
    while (wire.at < bytes.length) {
      const tag = wire.uint32();
      if (tag === 10) batch.replies.push(replyOf(wire, wire.end()));
      else if (tag === 16) batch.closing = wire.uint32() !== 0;
      else wire.skip(tag);
    }
    return batch;
  },
};

function callOf(wire: WireReader, end: number): Call__Output {
  const call = { id: 0, method: '', request: NO_BYTES, timeoutMs: 0, metadata: NO_METADATA };
  while (wire.at < end) {
    const tag = wire.uint32();
    if (tag === 8) call.id = wire.uint32();
    else if (tag === 18) call.method = wire.text();
    else if (tag === 26) call.request = wire.blob();
    else if (tag === 32) call.timeoutMs = wire.uint32();
    else if (tag === 42) call.metadata = withEntry(call.metadata, wire, wire.end());
    else wire.skip(tag);
  }
  return whole(wire, end, call);
}

function withEntry(metadata: Readonly<Record<string, string>>, wire: WireReader, end: number) {
  let [key, value] = ['', ''];
  while (wire.at < end) {
    const tag = wire.uint32();
    if (tag === 10) key = wire.text();
    else if (tag === 18) value = wire.text();
    else wire.skip(tag);
  }
  return whole(wire, end, { ...metadata, [key]: value });
}

function replyOf(wire: WireReader, end: number): Reply__Output {
  const reply = { id: 0, code: 0, details: '', response: NO_BYTES };
  while (wire.at < end) {
    const tag = wire.uint32();
    if (tag === 8) reply.id = wire.uint32();
    else if (tag === 16) reply.code = wire.uint32();
    else if (tag === 26) reply.details = wire.text();
    else if (tag === 34) reply.response = wire.blob();
    else wire.skip(tag);
  }
  return whole(wire, end, reply);
}

/** A message within a message may not reach past its own end. */
function whole<Message>(wire: WireReader, end: number, message: Message): Message {
  if (wire.at !== end) throw new NotAMessage('truncated');
  return message;
}
