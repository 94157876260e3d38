import { definitions } from '../../../serving/rpc/definitions.js';
import type { Random } from '../../../training/numeric/random.js';
import { utterances } from '../utterances.js';

/** A request on the wire: bytes that may or may not be a message. */
export interface HostileCall {
  readonly path: string;
  readonly bytes: Buffer;
}

export type Target = 'gateway' | 'domain';

const STRINGS = [
  '',
  ' ',
  '\0',
  '\ud800',
  '🎻'.repeat(50),
  'a'.repeat(9_000),
  "'; drop table --",
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '%s%n',
  'music',
  'PlayMusic',
  ...utterances,
];
const NUMBERS = [0, 1, -1, 0.5, 1.0000001, 1e308, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0];
const INTEGERS = [0, 1, -1, 5, 1000, 1001, 2 ** 31 - 1, -(2 ** 31), 2 ** 30];

/** Makes a request of any method: a well-formed one with hostile values, one with damaged bytes, or no message at all. */
export function hostileCall(target: Target, random: Random): HostileCall {
  const service = definitions()[target];
  const { Interpret, Rerank } = service;
  const method = random.below(2) === 0 ? Interpret : Rerank;
  // Both services share these fields; a value that a method does not have is left out by the encoder.
  const serialize = method.requestSerialize as (message: object) => Buffer;
  const bytes = random.below(20) === 0 ? noise(random, random.below(300)) : serialize(message(random));
  return { path: method.path, bytes: random.below(2) === 0 ? bytes : damage(bytes, random) };
}

function message(random: Random): object {
  const pick = <T>(values: readonly T[]) => values[random.below(values.length)];
  const often = <T>(usual: T, unusual: () => T) => (random.below(4) > 0 ? usual : unusual());
  const many = <T>(make: () => T) => Array.from({ length: often(1 + random.below(3), () => random.below(30)) }, make);
  const score = () => often(random.next(), () => pick(NUMBERS));
  const hypothesis = () => ({
    domain: often('music', () => pick(STRINGS)),
    intent: often('PlayMusic', () => pick(STRINGS)),
    slots: random.below(3) > 0 ? [] : many(slot),
    scores: random.below(20) === 0 ? null : { domain: score(), intent: score(), slot: score() },
  });
  const slot = () => ({
    name: pick(STRINGS),
    value: pick(STRINGS),
    start: pick(INTEGERS),
    end: pick(INTEGERS),
  });
  return {
    utterance: often(pick(utterances), () => pick(STRINGS)),
    requestId: often('', () => pick(STRINGS)),
    context:
      random.below(3) > 0 ? null : { deviceType: pick(STRINGS), locale: pick(STRINGS), localTime: pick(STRINGS) },
    maxHypotheses: often(0, () => pick(INTEGERS)),
    minConfidence: often(0, () => pick(NUMBERS)),
    domains: often([], () => many(() => pick(STRINGS))),
    versions: often({}, () => ({ [pick(STRINGS)]: pick(STRINGS) })),
    version: often('', () => pick(STRINGS)),
    hypotheses: many(hypothesis),
    explain: random.below(2) === 0,
  };
}

function noise(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.below(256)));
}

/** Flips bits, cuts, repeats, and puts noise or a length beyond the end in between. */
function damage(bytes: Buffer, random: Random): Buffer {
  const copy = Buffer.from(bytes);
  const at = random.below(copy.length + 1);
  switch (random.below(5)) {
    case 0:
      for (let flips = 1 + random.below(8); flips > 0 && copy.length > 0; flips--) {
        copy[random.below(copy.length)] ^= 1 << random.below(8);
      }
      return copy;
    case 1:
      return copy.subarray(0, at);
    case 2:
      return Buffer.concat([copy, copy.subarray(at)]);
    case 3:
      return Buffer.concat([copy.subarray(0, at), noise(random, 1 + random.below(16)), copy.subarray(at)]);
    default:
      // A field that says it is 2 GiB long.
      return Buffer.concat([copy.subarray(0, at), Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0x07])]);
  }
}

/** A call of a batch, as the stream between gateway and domain takes them. */
export interface HostileBatchCall {
  readonly id: number;
  readonly method: string;
  readonly request: Buffer;
  readonly timeoutMs: number;
  readonly metadata: Readonly<Record<string, string>>;
}

const BATCH_METHODS = ['Interpret', 'Rerank'];
const NO_METHODS = ['Exchange', '__proto__', 'toString', '/nlu.v1.Domain/Interpret', '🎻', ''];

/** Makes a hostile request inside a call that is well formed but for its method, its metadata or its timeout. */
export function hostileBatchCall(id: number, random: Random): HostileBatchCall {
  const methods = random.below(10) === 0 ? NO_METHODS : BATCH_METHODS;
  return {
    id,
    method: methods[random.below(methods.length)],
    request: hostileCall('domain', random).bytes,
    timeoutMs: [0, 10_000, 2 ** 32 - 1][random.below(3)],
    metadata: random.below(5) > 0 ? {} : hostileEntries(random),
  };
}

function hostileEntries(random: Random): Record<string, string> {
  const keys = ['traceparent', 'authorization', 'nlu-bin', 'no key', '', '__proto__', 'grpc-timeout'];
  return { [keys[random.below(keys.length)]]: STRINGS[random.below(STRINGS.length)] };
}

/** Makes a batch with ids used twice, cancellations of calls that never were, methods that are none, and damage. */
export function hostileBatch(random: Random): Buffer {
  const { Exchange } = definitions().domain;
  const call = () => ({
    ...hostileBatchCall(random.below(4), random),
    timeoutMs: [0, 1, 300, 2 ** 32 - 1][random.below(4)],
  });
  const calls = Array.from({ length: random.below(5) }, call);
  const bytes = Exchange.requestSerialize({ calls, cancelled: [random.below(6)] });
  return random.below(2) === 0 ? bytes : damage(bytes, random);
}
