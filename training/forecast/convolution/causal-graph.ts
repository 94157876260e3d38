import { GraphBuilder } from '../../export/onnx-graph.js';
import { addLayers, addRisen } from '../network/graph-layers.js';
import type { CausalLayer } from './causal-encoder.js';
import type { CausalNetwork } from './causal-network.js';
import { HORIZON_FEATURES, STEP_CHANNELS } from './season-window.js';

/**
 * The graph of a multi-horizon network. In: steps `[B, STEP_CHANNELS, T]`, earliest first, and what is known of the steps to come,
 * `[B, H, HORIZON_FEATURES]`. Out: quantiles `[B, H, shares]`, rising, as training/forecast/convolution has them.
 */
export function causalGraph({ shares, encoder, decoder, steps }: CausalNetwork): Uint8Array {
  const graph = new GraphBuilder();
  const read = graph.input('steps', 'float', ['B', STEP_CHANNELS, steps]);
  const known = graph.input('horizons', 'float', ['B', 'H', HORIZON_FEATURES]);
  const whole = (name: string, values: readonly number[], dims: readonly number[] = [values.length]) =>
    graph.constant(name, 'int64', dims, BigInt64Array.from(values, BigInt));
  let codes = read;
  for (const [index, layer] of encoder.entries()) {
    const { dilation, inputs, outputs, biases, isResidual } = layer;
    const weights = graph.constant(`taps_${index}`, 'float', [outputs, inputs, 2], tapsOf(layer));
    const bias = graph.constant(`tap_biases_${index}`, 'float', [outputs], biases);
    const settings = { kernel_shape: [2], dilations: [dilation], pads: [dilation, 0], strides: [1], group: 1 };
    const sums = graph.node('Conv', [codes, weights, bias], `convolved_${index}`, settings);
    if (!isResidual) codes = sums;
    else codes = graph.node('Add', [codes, graph.node('Relu', [sums], `cut_${index}`)], `codes_${index}`);
  }
  const last = graph.node('Gather', [codes, whole('last_step', [steps - 1])], 'last', { axis: 2 });
  const code = graph.node('Transpose', [last], 'code', { perm: [0, 2, 1] });
  // The same code for every horizon.
  const shape = graph.node('Shape', [known], 'shape');
  const outer = graph.node('Gather', [shape, whole('outer_axes', [0, 1])], 'outer', { axis: 0 });
  const wanted = graph.node('Concat', [outer, whole('channels', [encoder[0]!.outputs])], 'wanted', { axis: 0 });
  const spread = graph.node('Expand', [code, wanted], 'spread');
  const inputs = graph.node('Concat', [spread, known], 'inputs', { axis: 2 });
  addRisen(graph, addLayers(graph, inputs, decoder), shares.length, 2);
  graph.output('quantiles', 'float', ['B', 'H', shares.length]);
  return graph.build('forecast');
}

/** Weights as ONNX's Conv has them, `[outputs, inputs, 2]`. */
function tapsOf({ inputs, outputs, weights }: CausalLayer): Float32Array {
  const taps = new Float32Array(weights.length);
  for (let tap = 0; tap < 2; tap++) {
    for (let input = 0; input < inputs; input++) {
      for (let output = 0; output < outputs; output++) {
        taps[(output * inputs + input) * 2 + tap] = weights[(tap * inputs + input) * outputs + output]!;
      }
    }
  }
  return taps;
}
