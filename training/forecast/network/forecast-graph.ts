import { GraphBuilder } from '../../export/onnx-graph.js';
import { MOST_INPUT, type QuantileNetwork } from './quantile-network.js';

/**
 * The graph of a quantile network. In: features `[B, inputs]`, NaN where missing. Out: quantiles `[B, shares]`, rising. The
 * formulas are those of training/forecast/network/quantile-network.ts.
 */
export function forecastGraph({ shares, means, deviations, layers }: QuantileNetwork): Uint8Array {
  const graph = new GraphBuilder();
  const inputs = means.length;
  const features = graph.input('features', 'float', ['B', inputs]);
  const constant = (name: string, values: Float32Array, dims: readonly number[] = [values.length]) =>
    graph.constant(name, 'float', dims, values);
  const scalar = (name: string, value: number) => graph.constant(name, 'float', [], Float32Array.of(value));
  const centred = graph.node('Sub', [features, constant('means', means)], 'centred');
  const scaled = graph.node('Div', [centred, constant('deviations', deviations)], 'scaled');
  const missing = graph.node('IsNaN', [scaled], 'missing');
  const known = graph.node('Where', [missing, scalar('zero', 0), scaled], 'known');
  let values = graph.node('Clip', [known, scalar('least', -MOST_INPUT), scalar('most', MOST_INPUT)], 'bounded');
  for (const [index, layer] of layers.entries()) {
    const weights = constant(`weights_${index}`, layer.weights, [layer.inputs, layer.outputs]);
    const sums = graph.node('MatMul', [values, weights], `sums_${index}`);
    values = graph.node('Add', [sums, constant(`biases_${index}`, layer.biases)], `outputs_${index}`);
    if (index < layers.length - 1) values = graph.node('Relu', [values], `units_${index}`);
  }
  const place = (name: string, at: readonly number[]) =>
    graph.constant(name, 'int64', [at.length], BigInt64Array.from(at, BigInt));
  const lowest = graph.node('Gather', [values, place('first', [0])], 'lowest', { axis: 1 });
  const rest = graph.node(
    'Gather',
    [
      values,
      place(
        'rest',
        shares.slice(1).map((_, index) => index + 1),
      ),
    ],
    'others',
    {
      axis: 1,
    },
  );
  const steps = graph.node('Softplus', [rest], 'steps');
  const all = graph.node('Concat', [lowest, steps], 'all_steps', { axis: 1 });
  const axis = graph.constant('axis', 'int64', [], BigInt64Array.of(1n));
  graph.node('CumSum', [all, axis], 'quantiles');
  graph.output('quantiles', 'float', ['B', shares.length]);
  return graph.build('forecast');
}
