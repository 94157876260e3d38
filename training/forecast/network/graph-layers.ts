import type { GraphBuilder } from '../../export/onnx-graph.js';
import type { Layer } from './quantile-network.js';

/** Adds layers to a graph, all but the last cut at 0. @returns the last one's outputs */
export function addLayers(graph: GraphBuilder, values: string, layers: readonly Layer[]): string {
  let current = values;
  for (const [index, layer] of layers.entries()) {
    const weights = graph.constant(`weights_${index}`, 'float', [layer.inputs, layer.outputs], layer.weights);
    const sums = graph.node('MatMul', [current, weights], `sums_${index}`);
    const biases = graph.constant(`biases_${index}`, 'float', [layer.outputs], layer.biases);
    current = graph.node('Add', [sums, biases], `outputs_${index}`);
    if (index < layers.length - 1) current = graph.node('Relu', [current], `units_${index}`);
  }
  return current;
}

/**
 * Adds the node `quantiles` to a graph: the lowest, and from each to the next a step of softplus.
 * @param outputs of the last layer, with the shares on `axis`
 */
export function addRisen(graph: GraphBuilder, outputs: string, shares: number, axis: number): void {
  const place = (name: string, at: readonly number[]) =>
    graph.constant(name, 'int64', [at.length], BigInt64Array.from(at, BigInt));
  const others = Array.from({ length: shares - 1 }, (_, index) => index + 1);
  const lowest = graph.node('Gather', [outputs, place('first', [0])], 'lowest', { axis });
  const rest = graph.node('Gather', [outputs, place('rest', others)], 'others', { axis });
  const steps = graph.node('Softplus', [rest], 'steps_up');
  const all = graph.node('Concat', [lowest, steps], 'all_steps', { axis });
  graph.node('CumSum', [all, graph.constant('axis', 'int64', [], BigInt64Array.of(BigInt(axis)))], 'quantiles');
}
