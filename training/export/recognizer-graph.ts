import type { QuantisedTable } from '../models/quantised-table.js';
import { GraphBuilder } from './onnx-graph.js';

/**
 * The recognizer's graph. In: ids of each utterance's features `[B, N]` and of each token's `[T, F]`, 0 to fill up, the tokens of all
 * utterances below one another. Out: logits `[B, 1 + I]` and emissions `[T, L]`. Rows of int8 weights are summed as floats, in which whole numbers below 2^24 are
 * exact, so that the sums are the same on every machine, then scaled a column.
 */
export function recognizerGraph(utterance: QuantisedTable, token: QuantisedTable): Uint8Array {
  const graph = new GraphBuilder();
  const utteranceFeatures = graph.input('utterance_features', 'int32', ['B', 'N']);
  const tokenFeatures = graph.input('token_features', 'int32', ['T', 'F']);
  sumRows(graph, 'logits', utterance, utteranceFeatures);
  sumRows(graph, 'emissions', token, tokenFeatures);
  graph.output('logits', 'float', ['B', utterance.columns]);
  graph.output('emissions', 'float', ['T', token.columns]);
  return graph.build('recognizer');
}

function sumRows(graph: GraphBuilder, output: string, table: QuantisedTable, ids: string): void {
  const weights = graph.constant(`${output}_weights`, 'int8', [table.rows, table.columns], table.values);
  const scales = graph.constant(`${output}_scales`, 'float', [table.columns], table.scales);
  const axes = graph.constant(`${output}_axes`, 'int64', [1], BigInt64Array.of(1n));
  const rows = graph.node('Gather', [weights, ids], `${output}_rows`, { axis: 0 });
  const wide = graph.cast(rows, 'float', `${output}_wide`);
  const sums = graph.node('ReduceSum', [wide, axes], `${output}_sums`, { keepdims: 0 });
  graph.node('Mul', [sums, scales], output);
}
