import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkReply, decodeReply } from '../../../../gateway/domains/replies/reply-check.js';
import { readReply } from '../../../../gateway/domains/replies/reply-reader.js';
import type { Hypothesis } from '../../../../proto/gen/nlu/v1/Hypothesis.js';
import { definitions } from '../../../../serving/rpc/definitions.js';
import { hypothesisOf, replyOf } from '../../../support/servers/domain-reply.js';

const { Interpret } = definitions().domain;
const encode = Interpret.responseSerialize;
/** The Hypothesis that bytes hold, read by another decoder. */
const decodeHypothesis = (bytes: Uint8Array) =>
  Interpret.responseDeserialize(Buffer.concat([Buffer.from([18]), varint(bytes.length), bytes])).hypotheses[0]!;
const varint = (value: number): Buffer =>
  value < 128 ? Buffer.from([value]) : Buffer.from([(value & 127) | 128, value >> 7]);

const utterance = 'play Motörhead 🎸 for me, 愛してる';
const points = Array.from(utterance);
const expected = {
  domain: 'music',
  utterance,
  textLength: points.length,
  version: undefined,
  maxHypotheses: 10,
  explain: false,
  resolve: true,
};

const probability = fc.oneof(fc.constantFrom(0, 1, 0.5), fc.double({ min: 0, max: 1, noNaN: true }));
const slot = fc
  .tuple(
    fc.constantFrom('artist', 'título', 'x'.repeat(128)),
    fc.nat(points.length - 1),
    fc.integer({ min: 1, max: 9 }),
    fc.boolean(),
  )
  .map(([name, start, length, spoken]) => {
    const end = Math.min(points.length, start + length);
    return { name, value: spoken ? points.slice(start, end).join('') : 'said otherwise', start, end };
  });
const hypothesis = fc
  .tuple(fc.constantFrom('play', 'späť'), fc.array(slot, { maxLength: 4 }), probability, probability)
  .map(([intent, slots, score, confidence]) =>
    hypothesisOf('music', confidence, {
      intent,
      slots,
      scores: { domain: score, intent: 1 - score, slot: 0 },
      posterior: confidence,
      title: (slots[0]?.value as string | undefined) ?? '',
    }),
  );
const found = fc.record(
  {
    entities: fc.array(
      fc.record(
        {
          id: fc.constantFrom('song-1', 'ü'),
          kind: fc.constantFrom('song', ''),
          title: fc.string({ unit: 'grapheme' }),
          creators: fc.array(fc.constantFrom('Adele', ''), { maxLength: 3 }),
          year: fc.constantFrom(0, -44, 1964),
          probability: fc.oneof({ weight: 9, arbitrary: probability }, { weight: 1, arbitrary: fc.constant(1.5) }),
          strategies: fc.constantFrom<string[][]>(['exact', 'lexical'], []),
          slots: fc.constantFrom<string[][]>(['artist'], []),
        },
        { requiredKeys: ['id', 'probability'] },
      ),
      { maxLength: 3 },
    ),
    entityNone: probability,
    strategyRuns: fc.array(fc.record({ name: fc.constantFrom('exact', ''), propensity: probability }), {
      maxLength: 2,
    }),
  },
  { requiredKeys: [] },
);

const reply = fc
  .tuple(fc.array(hypothesis, { maxLength: 8 }), probability, fc.option(probability, { nil: undefined }), fc.boolean())
  .map(([hypotheses, inDomain, listed, screened]) => {
    const listedPopularity = listed === undefined ? {} : { listedPopularity: listed, aroundTitle: 1 - listed };
    const more = { requestId: 'r', bundleDigest: 'd', screened, ...listedPopularity };
    return replyOf('music', [], { hypotheses, inDomain, ...more });
  });

describe('the bytes of a reply, read in one pass', () => {
  test('say of entities what the decoded message says, and nothing where nobody asked', () => {
    const outcome = (read: typeof checkReply, bytes: Buffer, resolve: boolean) => {
      try {
        const { hypotheses, catalogueVersion } = read(bytes, { ...expected, resolve });
        return [catalogueVersion, ...hypotheses.map((each) => each.found)];
      } catch (error) {
        return String(error);
      }
    };
    fc.assert(
      fc.property(fc.array(fc.tuple(hypothesis, found), { maxLength: 3 }), (pairs) => {
        const hypotheses = pairs.map(([plain, entities]) => ({ ...plain, ...entities }));
        const bytes = encode(replyOf('music', [], { hypotheses, inDomain: 0.5, catalogueVersion: 'c1' }));
        const decoded = outcome(decodeReply, bytes, true);
        expect(outcome(checkReply, bytes, true)).toEqual(decoded);
        expect(outcome(checkReply, bytes, false)).toEqual(['', ...pairs.map(() => undefined)]);
        if (typeof decoded === 'string') {
          expect(decoded).toMatch(/probability|strategy_runs/);
          return;
        }
        for (const [place, [, { entities = [], entityNone }]] of pairs.entries()) {
          const taken = decoded[place + 1];
          if (entities.length > 0) expect(taken).toMatchObject({ entities });
          if (entityNone !== undefined) expect(taken).toMatchObject({ entityNone });
        }
      }),
    );
  });

  test('say what the decoded message says', () => {
    fc.assert(
      fc.property(reply, (message) => {
        const bytes = encode(message);
        const [read, decoded] = [checkReply(bytes, expected), decodeReply(bytes, expected)];
        const plain = ({ hypotheses, ...rest }: typeof read) => ({
          ...rest,
          hypotheses: hypotheses.map(({ encoded, slots, ...one }) => ({
            ...one,
            values: slots.map(({ value }) => value),
            handedOn: decodeHypothesis(encoded.bytes.subarray(encoded.start, encoded.end)),
          })),
        });
        expect(plain(read)).toEqual(plain(decoded));
        const sent = message.hypotheses as Hypothesis[];
        for (const [index, { handedOn, confidence: taken }] of plain(read).hypotheses.entries()) {
          const { domain, intent, slots, scores, confidence, title } = sent[index]!;
          expect(plain(read).hypotheses[index].title).toBe(title);
          expect(taken).toBe(confidence);
          expect(handedOn).toMatchObject({
            domain,
            intent,
            slots,
            scores,
            confidence: 0,
            posterior: 0,
            contributions: [],
          });
        }
      }),
    );
  });

  test('are taken when plain, without a look at the decoded message', () => {
    expect(
      readReply(encode(replyOf('music', [0.9, 0.1])), { ...expected, utterance: 'play', textLength: 4 }),
    ).toMatchObject({
      hypotheses: [{ confidence: 0.9, slots: [{ value: 'play' }] }, { confidence: 0.1 }],
      bundleVersion: 'music-1',
    });
  });

  test('with any byte changed, say the same or are refused like the decoded message', () => {
    // Without contributions, which are passed over unread where nobody asked for them.
    const hypotheses = [0.9, 0.1].map((confidence) => hypothesisOf('music', confidence, { contributions: [] }));
    const bytes = encode(
      replyOf('music', [0.9], { requestId: 'r', hypotheses, listedPopularity: 0.5, aroundTitle: 0.25 }),
    );
    const outcome = (read: typeof checkReply, changed: Buffer) => {
      try {
        const { hypotheses, ...rest } = read(changed, expected);
        return {
          ...rest,
          hypotheses: hypotheses.map(({ confidence, slots }) => ({
            confidence,
            values: slots.map(({ value }) => value),
          })),
        };
      } catch (error) {
        return String(error);
      }
    };
    for (let index = 0; index < bytes.length; index++) {
      for (const mask of [1, 2, 8, 16, 64, 128, 255]) {
        const changed = Buffer.from(bytes);
        changed[index]! ^= mask;
        expect([index, mask, outcome(checkReply, changed)]).toEqual([index, mask, outcome(decodeReply, changed)]);
      }
    }
  });

  test('with a title that no slot has are refused by name', () => {
    const bytes = encode(replyOf('music', [0.9], { hypotheses: [hypothesisOf('music', 0.9, { title: 'stop' })] }));
    expect(() => checkReply(bytes, { ...expected, utterance: 'play', textLength: 4 })).toThrow(
      'hypotheses[0].title: "stop" is the value of no slot',
    );
  });

  test.each([
    ['fields in another order', [2, 1]],
    ['a field twice', [1, 2, 1]],
  ])('%s: decoded, and handed on in order', (_, order) => {
    const inner = encode({ hypotheses: [hypothesisOf('music', 0.5, { contributions: [] })] }).subarray(2);
    const length = inner[1]! + 2;
    const parts = [inner.subarray(0, length), inner.subarray(length)];
    const shuffled = Buffer.concat(order.map((one) => parts[one - 1]!));
    const rest = encode({ inDomain: 0.5, bundleVersion: 'music-1' });
    const bytes = Buffer.concat([Buffer.from([18]), varint(shuffled.length), shuffled, rest]);
    expect(readReply(bytes, { ...expected, utterance: 'play', textLength: 4 })).toBeUndefined();
    const { encoded, confidence } = checkReply(bytes, expected).hypotheses[0]!;
    expect(confidence).toBe(0.5);
    expect(Buffer.from(encoded.bytes.subarray(encoded.start, encoded.end))[0]).toBe(10);
    expect(decodeHypothesis(encoded.bytes.subarray(encoded.start, encoded.end))).toMatchObject({
      domain: 'music',
      intent: 'music.play',
    });
  });

  test('that are no message are the domain’s error', () => {
    expect(() => checkReply(Buffer.from([0x0f]), expected)).toThrow('reply refused: it is no such message');
  });
});
