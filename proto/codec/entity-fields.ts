import type { Entity, Entity__Output } from '../gen/nlu/v1/Entity.js';
import type { Hypothesis__Output } from '../gen/nlu/v1/Hypothesis.js';
import type { StrategyRun, StrategyRun__Output } from '../gen/nlu/v1/StrategyRun.js';
import { NotAMessage, type WireReader } from './wire-reader.js';
import type { WireWriter } from './wire-writer.js';

/** What was found for a hypothesis, as the fields of Hypothesis and ResolveResponse hold it. */
export type FoundEntities = Pick<Hypothesis__Output, 'entities' | 'entityNone' | 'strategyRuns'>;

/** Writes an entity as a field of the message around it. */
export function writeEntity(writer: WireWriter, field: number, entity: Entity): void {
  const start = writer.open(field);
  writer.text(1, entity.id ?? '');
  writer.text(2, entity.kind ?? '');
  writer.text(3, entity.title ?? '');
  for (const creator of entity.creators ?? []) writer.element(4, creator);
  if (entity.year !== undefined) writer.presentUint32(5, zigzag(entity.year));
  writer.double(6, Number(entity.probability ?? 0));
  for (const name of entity.strategies ?? []) writer.element(7, name);
  for (const name of entity.slots ?? []) writer.element(8, name);
  writer.close(start);
}

/** Reads an entity that ends at `end`. @throws NotAMessage */
export function readEntity(wire: WireReader, end: number): Entity__Output {
  const entity: Entity__Output = {
    id: '',
    kind: '',
    title: '',
    creators: [],
    probability: 0,
    strategies: [],
    slots: [],
  };
  while (wire.at < end) {
    const tag = wire.uint32();
    if (tag === 10) entity.id = wire.text();
    else if (tag === 18) entity.kind = wire.text();
    else if (tag === 26) entity.title = wire.text();
    else if (tag === 34) entity.creators.push(wire.text());
    else if (tag === 40) entity.year = unzigzag(wire.uint32());
    else if (tag === 49) entity.probability = wire.double();
    else if (tag === 58) entity.strategies.push(wire.text());
    else if (tag === 66) entity.slots.push(wire.text());
    else wire.skip(tag);
  }
  return whole(wire, end, entity);
}

/** Writes a strategy's run as a field of the message around it. */
export function writeStrategyRun(writer: WireWriter, field: number, { name = '', propensity = 0 }: StrategyRun): void {
  const start = writer.open(field);
  writer.text(1, name);
  writer.double(2, Number(propensity));
  writer.close(start);
}

/** Reads a strategy's run that ends at `end`. @throws NotAMessage */
export function readStrategyRun(wire: WireReader, end: number): StrategyRun__Output {
  const run: StrategyRun__Output = { name: '', propensity: 0 };
  while (wire.at < end) {
    const tag = wire.uint32();
    if (tag === 10) run.name = wire.text();
    else if (tag === 17) run.propensity = wire.double();
    else wire.skip(tag);
  }
  return whole(wire, end, run);
}

/** Protobuf's sint32: small numbers of either sign are short. */
function zigzag(value: number): number {
  return ((value << 1) ^ (value >> 31)) >>> 0;
}

function unzigzag(value: number): number {
  return (value >>> 1) ^ -(value & 1);
}

function whole<Message>(wire: WireReader, end: number, message: Message): Message {
  if (wire.at !== end) throw new NotAMessage('truncated');
  return message;
}
