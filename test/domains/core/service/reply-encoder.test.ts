import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toReply } from '../../../../domains/core/service/reply.js';
import { encodeReply } from '../../../../domains/core/service/reply-encoder.js';
import { definitions } from '../../../../serving/rpc/definitions.js';

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
  listedPopularity: fc.option(fc.constantFrom(0, -0, 0.5), { nil: undefined }),
  screened: fc.constantFrom(true as const, undefined),
});

interface Field {
  readonly name: string;
  readonly type: string;
  readonly typeName: string;
  readonly label: string;
}

/** A message with a value in every field that the proto files give it. */
function whole(type: string): object {
  const { field } = (definitions().package[`nlu.v1.${type}`] as unknown as { type: { field: Field[] } }).type;
  const someOf = ({ name, type: kind, typeName }: Field) => {
    if (kind === 'TYPE_MESSAGE') return whole(typeName.split('.').at(-1)!);
    if (kind === 'TYPE_BOOL') return true;
    return kind === 'TYPE_STRING' ? name : kind === 'TYPE_DOUBLE' ? 0.25 : 3;
  };
  const camelCase = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(
    field.map((one) => [camelCase(one.name), one.label === 'LABEL_REPEATED' ? [someOf(one)] : someOf(one)]),
  );
}

it('leaves out no field that the proto files know', () => {
  const reply = whole('DomainInterpretResponse');
  expect(Object.keys(reply)).toContain('listedPopularity');
  expect(responseDeserialize(encodeReply(reply))).toEqual(responseDeserialize(responseSerialize(reply)));
  expect(responseDeserialize(encodeReply(reply))).toMatchObject(reply);
});

it("writes what the definition's own codec writes, for every text, number and default", () => {
  fc.assert(
    fc.property(text, text, interpretation, (requestId, name, interpreted) => {
      const manifest = { domain: name, version: 'v1', digest: 'd' } as Parameters<typeof toReply>[1];
      const reply = toReply(requestId, manifest, interpreted);
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
