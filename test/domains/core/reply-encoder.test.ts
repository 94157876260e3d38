import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toReply } from '../../../domains/core/reply.js';
import { encodeReply } from '../../../domains/core/reply-encoder.js';
import { definitions } from '../../../proto/rpc/definitions.js';

const { responseSerialize, responseDeserialize } = definitions().domain.Interpret;
const text = fc.string({ unit: 'binary', maxLength: 200 });
const number = fc.double({ noNaN: true });
const offset = fc.nat({ max: 70_000 });
const interpretation = fc.record({
  hypotheses: fc.array(
    fc.record({
      intent: text,
      slots: fc.array(fc.record({ name: text, value: text, start: offset, end: offset }), { maxLength: 4 }),
      scores: fc.record({ domain: number, intent: number, slot: number }),
      confidence: number,
      contributions: fc.array(fc.record({ name: text, value: number }), { maxLength: 4 }),
    }),
    { maxLength: 10 },
  ),
  inDomain: number,
});

it("writes what the definition's own codec writes, for every text, number and default", () => {
  fc.assert(
    fc.property(text, text, interpretation, (requestId, name, said) => {
      const manifest = { domain: name, version: 'v1', digest: 'd' } as Parameters<typeof toReply>[1];
      const reply = toReply(requestId, manifest, said);
      expect(responseDeserialize(encodeReply(reply))).toEqual(responseDeserialize(responseSerialize(reply)));
    }),
  );
});

it('writes an empty reply, and one without scores', () => {
  expect(encodeReply({})).toHaveLength(0);
  expect(responseDeserialize(encodeReply({ hypotheses: [{ intent: 'Play' }] })).hypotheses[0]).toMatchObject({
    intent: 'Play',
    scores: null,
  });
});
