import { GraphBuilder } from '../../export/onnx-graph.js';
import { addLayers, addRisen } from './graph-layers.js';
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
  const bounded = graph.node('Clip', [known, scalar('least', -MOST_INPUT), scalar('most', MOST_INPUT)], 'bounded');
  addRisen(graph, addLayers(graph, bounded, layers), shares.length, 1);
  graph.output('quantiles', 'float', ['B', shares.length]);
  return graph.build('forecast');
}
