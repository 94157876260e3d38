import type { InferenceSession } from 'onnxruntime-node';
import { NluError } from '../../../serving/errors.js';

/** Inputs and outputs of a graph by name, each with its shape; a string is a dimension that varies. */
export type GraphShape = Readonly<Record<string, readonly (number | string)[]>>;

/**
 * Throws FAILED_PRECONDITION naming the part, the input or output and the dimension that is not of the expected size; a
 * varying one is expected where a string is.
 */
export function checkShape(
  part: string,
  { inputMetadata, outputMetadata }: Pick<InferenceSession, 'inputMetadata' | 'outputMetadata'>,
  expected: GraphShape,
): void {
  const values = [...inputMetadata, ...outputMetadata];
  for (const [name, shape] of Object.entries(expected)) {
    const value = values.find((known) => known.name === name);
    if (!value?.isTensor) throw wrong(part, name, 'the graph has no such tensor');
    const fits = (size: number | string, axis: number) =>
      typeof size === 'string' ? typeof value.shape[axis] === 'string' : value.shape[axis] === size;
    if (shape.length === value.shape.length && shape.every(fits)) continue;
    throw wrong(part, name, `the graph has [${value.shape.join(', ')}] where the bundle needs [${shape.join(', ')}]`);
  }
}

export function wrong(part: string, name: string, problem: string): NluError {
  return new NluError('FAILED_PRECONDITION', `${part}, ${name}: ${problem}`);
}
