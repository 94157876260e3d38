import { z } from 'zod';
import { NluError } from '../../../proto/errors.js';
import type { NameModel } from './name-model.js';

/** The bundle parts that hold what a catalogue taught; a domain trained without one has neither. */
const KINDS = 'names.json';
const WEIGHTS = 'names.bin';

const kindsSchema = z
  .strictObject({ kinds: z.array(z.string().min(1)).min(2), scales: z.array(z.number().positive()) })
  .refine(({ kinds, scales }) => kinds.length === scales.length, 'as many scales as kinds');

export function nameModelParts({ kinds, weights, scales }: NameModel): Map<string, Uint8Array> {
  return new Map([
    [KINDS, Buffer.from(JSON.stringify({ kinds, scales: Array.from(scales) }))],
    [WEIGHTS, new Uint8Array(weights.buffer, weights.byteOffset, weights.length)],
  ]);
}

/** Undefined when neither part is there. Throws when one is missing or not of its form. */
export function readNameModel(parts: ReadonlyMap<string, Uint8Array>): NameModel | undefined {
  const [json, weights] = [parts.get(KINDS), parts.get(WEIGHTS)];
  if (!json && !weights) return undefined;
  if (!json || !weights) {
    throw new NluError(
      'FAILED_PRECONDITION',
      `the bundle has no part ${json ? WEIGHTS : KINDS} beside ${json ? KINDS : WEIGHTS}`,
    );
  }
  const { kinds, scales } = kindsSchema.parse(JSON.parse(Buffer.from(json).toString('utf8')));
  if (weights.length % kinds.length !== 0 || weights.length < 2 * kinds.length) {
    throw new RangeError(`${WEIGHTS} has ${weights.length} bytes, which is no table of ${kinds.length} columns`);
  }
  return {
    kinds,
    scales: Float32Array.from(scales),
    weights: new Int8Array(weights.buffer, weights.byteOffset, weights.length),
  };
}
