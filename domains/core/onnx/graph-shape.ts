import type { InferenceSession } from 'onnxruntime-node';
import { NluError } from '../../../serving/errors.js';

/** Inputs and outputs of a graph by name, each with its shape; a string is a dimension that varies. */
export type GraphShape = Readonly<Record<string, readonly (number | string)[]>>;

/**
 * Checks that a graph has inputs and outputs of the expected shapes.
 * @param part the bundle part that holds the graph
 * @throws NluError FAILED_PRECONDITION naming the part and the first tensor that is of another shape
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

/** The refusal of a graph for one of its tensors. */
export function wrong(part: string, name: string, problem: string): NluError {
  return new NluError('FAILED_PRECONDITION', `${part}, ${name}: ${problem}`);
}
