import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batchCodec } from '../../../proto/codec/batch-codec.js';
import type { DomainDefinition } from '../../../proto/gen/nlu/v1/Domain.js';
import { definitions } from '../../../serving/rpc/definitions.js';

/** What is made from the .proto files. */
const { Exchange: made } = definitions().package['nlu.v1.Domain'] as unknown as DomainDefinition;

const number = fc.oneof(fc.constantFrom(0, 127, 128, 0xffffffff), fc.nat());
const bytes = fc.uint8Array({ maxLength: 700 }).map((list) => Buffer.from(list));
const calls = fc.record({
  calls: fc.array(
    fc.record({
      id: number,
      method: fc.constantFrom('Interpret', 'Rerank', ''),
      request: bytes,
      timeoutMs: number,
      metadata: fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), fc.string({ maxLength: 8 }), { maxKeys: 3 }),
    }),
    { maxLength: 4 },
  ),
  cancelled: fc.array(number, { maxLength: 40 }),
});
const replies = fc.record({
  replies: fc.array(
    fc.record({ id: number, code: fc.nat(16), details: fc.string({ unit: 'grapheme' }), response: bytes }),
    { maxLength: 4 },
  ),
  closing: fc.boolean(),
});
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

test('both codecs read what the other writes', () => {
  fc.assert(
    fc.property(calls, replies, (callBatch, replyBatch) => {
      for (const [one, other] of [
        [batchCodec, made],
        [made, batchCodec],
        [batchCodec, batchCodec],
      ] as const) {
        expect(plain(other.requestDeserialize(one.requestSerialize(callBatch)))).toEqual(plain(callBatch));
        expect(plain(other.responseDeserialize(one.responseSerialize(replyBatch)))).toEqual(plain(replyBatch));
      }
    }),
  );
});

test('fields that are not known are passed over, ids may come one by one, and what is cut short is refused', () => {
  const unknown = Buffer.from([0x98, 0x06, 1, 0x9a, 0x06, 1, 7]);
  const call = made.requestSerialize({ calls: [{ id: 5, method: 'm', request: Buffer.from('r'), timeoutMs: 9 }] });
  expect(batchCodec.requestDeserialize(Buffer.concat([unknown, call, Buffer.from([16, 3])]))).toMatchObject({
    calls: [{ id: 5, method: 'm', timeoutMs: 9 }],
    cancelled: [3],
  });
  expect(batchCodec.responseDeserialize(unknown)).toEqual({ replies: [], closing: false });
  for (let length = 1; length < call.length; length++) {
    expect(() => batchCodec.requestDeserialize(call.subarray(0, length)), `${length}`).toThrow('truncated');
  }
  // An inner length that reaches past its message.
  expect(() => batchCodec.responseDeserialize(Buffer.from([10, 2, 26, 3, 65, 65, 65]))).toThrow('truncated');
});
