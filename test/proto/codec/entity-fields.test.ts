import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readEntity, readStrategyRun, writeEntity, writeStrategyRun } from '../../../proto/codec/entity-fields.js';
import { NotAMessage, WireReader } from '../../../proto/codec/wire-reader.js';
import { WireWriter } from '../../../proto/codec/wire-writer.js';
import { definitions } from '../../../serving/rpc/definitions.js';

const { responseSerialize, responseDeserialize } = definitions().domain.Resolve;
const text = fc.string({ unit: 'binary', maxLength: 80 });
const entity = fc.record(
  {
    id: text,
    kind: text,
    title: text,
    creators: fc.array(text, { maxLength: 4 }),
    year: fc.oneof(fc.constantFrom(0, -1, 1964, -(2 ** 31), 2 ** 31 - 1), fc.integer()),
    probability: fc.double({ noNaN: true }),
    strategies: fc.array(text, { maxLength: 3 }),
    slots: fc.array(text, { maxLength: 3 }),
  },
  { requiredKeys: ['id', 'kind', 'title', 'creators', 'probability', 'strategies', 'slots'] },
);
const run = fc.record({ name: text, propensity: fc.double({ noNaN: true }) });

it('writes and reads entities and runs as the definition does', () => {
  const writer = new WireWriter();
  fc.assert(
    fc.property(fc.array(entity, { maxLength: 4 }), fc.array(run, { maxLength: 3 }), (entities, strategyRuns) => {
      writer.begin();
      for (const one of entities) writeEntity(writer, 2, one);
      for (const one of strategyRuns) writeStrategyRun(writer, 4, one);
      const bytes = writer.finish();
      expect(responseDeserialize(bytes)).toEqual(responseDeserialize(responseSerialize({ entities, strategyRuns })));
      const wire = new WireReader(responseSerialize({ entities, strategyRuns }));
      const read: { entities: object[]; strategyRuns: object[] } = { entities: [], strategyRuns: [] };
      while (wire.at < wire.bytes.length) {
        if (wire.uint32() === 18) read.entities.push(readEntity(wire, wire.end()));
        else read.strategyRuns.push(readStrategyRun(wire, wire.end()));
      }
      expect(read).toEqual({ entities, strategyRuns });
    }),
  );
});

it('refuses an entity that reaches past its own end', () => {
  const bytes = responseSerialize({ entities: [{ id: 'song-1', title: 'Hello' }] });
  const wire = new WireReader(bytes, 2);
  expect(() => readEntity(wire, bytes.length - 2)).toThrow(NotAMessage);
});
