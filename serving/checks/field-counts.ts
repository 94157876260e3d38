import { WireReader } from '../../proto/codec/wire-reader.js';
import { invalidField } from '../errors.js';

/** Fields of a message that are counted, by their numbers. */
export interface CountedFields {
  readonly [number: number]: {
    readonly name: string;
    /** How often the field may stand in a request, in all; absent: as often as the bytes allow. */
    readonly most?: number;
    /** The counted fields of the messages that it holds. */
    readonly fields?: CountedFields;
  };
}

const LENGTH_DELIMITED = 2;

/**
 * Counts the entries of a request's lists and maps by their tags alone. Decoding makes objects of all of them: 60,000
 * entries took 40 ms, though a later check refuses them.
 * @throws NluError INVALID_ARGUMENT for a field with too many; NotAMessage for bytes that are no message
 */
export function checkCounts(bytes: Buffer, fields: CountedFields): void {
  const wire = new WireReader(bytes);
  count(wire, bytes.length, fields, '', new Map());
}

/** A method whose requests are counted before they are decoded. */
export function counted<Method extends { readonly requestDeserialize: (bytes: Buffer) => unknown }>(
  method: Method,
  fields: CountedFields,
): Method {
  const requestDeserialize = (bytes: Buffer) => {
    checkCounts(bytes, fields);
    return method.requestDeserialize(bytes);
  };
  return { ...method, requestDeserialize };
}

function count(wire: WireReader, end: number, fields: CountedFields, path: string, counts: Map<string, number>): void {
  while (wire.at < end) {
    const tag = wire.uint32();
    const field = (tag & 7) === LENGTH_DELIMITED ? fields[tag >>> 3] : undefined;
    if (!field) {
      wire.skip(tag);
      continue;
    }
    const name = path + field.name;
    if (field.most !== undefined) {
      const so = (counts.get(name) ?? 0) + 1;
      if (so > field.most) throw invalidField(name, `more than ${field.most} in all`);
      counts.set(name, so);
    }
    const inner = wire.end();
    if (field.fields) count(wire, inner, field.fields, `${name}.`, counts);
    wire.at = inner;
  }
}
