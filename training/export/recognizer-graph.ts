import type { QuantisedTable } from '../models/quantised-table.js';
import { GraphBuilder } from './onnx-graph.js';

/**
 * The recognizer's graph. In: ids of the utterance's features `[N]` and of each token's `[T, F]`, 0 to fill up.
 * Out: logits `[1 + I]` and emissions `[T, L]`. Rows of int8 weights are summed as floats, in which whole numbers below 2^24 are
 * exact, so that the sums are the same on every machine, then scaled a column.
 */
export function recognizerGraph(utterance: QuantisedTable, token: QuantisedTable): Uint8Array {
  const graph = new GraphBuilder();
  const utteranceFeatures = graph.input('utterance_features', 'int32', ['N']);
  const tokenFeatures = graph.input('token_features', 'int32', ['T', 'F']);
  sumRows(graph, 'logits', utterance, utteranceFeatures, 0);
  sumRows(graph, 'emissions', token, tokenFeatures, 1);
  graph.output('logits', 'float', [utterance.columns]);
  graph.output('emissions', 'float', ['T', token.columns]);
  return graph.build('recognizer');
}

function sumRows(graph: GraphBuilder, output: string, table: QuantisedTable, ids: string, axis: number): void {
  const weights = graph.constant(`${output}_weights`, 'int8', [table.rows, table.columns], table.values);
  const scales = graph.constant(`${output}_scales`, 'float', [table.columns], table.scales);
  const axes = graph.constant(`${output}_axes`, 'int64', [1], BigInt64Array.of(BigInt(axis)));
  const rows = graph.node('Gather', [weights, ids], `${output}_rows`, { axis: 0 });
  const wide = graph.cast(rows, 'float', `${output}_wide`);
  const sums = graph.node('ReduceSum', [wide, axes], `${output}_sums`, { keepdims: 0 });
  graph.node('Mul', [sums, scales], output);
}
