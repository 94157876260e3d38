import type { QuantisedTable } from '../recognizer/quantised-table.js';
import { GraphBuilder } from './onnx-graph.js';

/**
 * The domain and intent classifiers' graph. In: ids of each utterance's features `[B, N]`, 0 to fill up. Out: logits
 * `[B, 1 + I]`.
 */
export function classifierGraph(table: QuantisedTable): Uint8Array {
  return rowSums('classifier', table, { input: 'utterance_features', shape: ['B', 'N'] }, 'logits');
}

/**
 * The slot taggers' graph. In: ids of each token's features `[T, F]`, 0 to fill up, the tokens of all utterances below
 * one another. Out: emissions `[T, L]`.
 */
export function taggerGraph(table: QuantisedTable): Uint8Array {
  return rowSums('tagger', table, { input: 'token_features', shape: ['T', 'F'] }, 'emissions');
}

/**
 * Rows of int8 weights are summed as floats, in which whole numbers below 2^24 are exact, so that the sums are the same
 * on every machine, then scaled a column.
 */
function rowSums(
  name: string,
  table: QuantisedTable,
  { input, shape }: { readonly input: string; readonly shape: [string, string] },
  output: string,
): Uint8Array {
  const graph = new GraphBuilder();
  const ids = graph.input(input, 'int32', shape);
  const weights = graph.constant(`${output}_weights`, 'int8', [table.rows, table.columns], table.values);
  const scales = graph.constant(`${output}_scales`, 'float', [table.columns], table.scales);
  const axes = graph.constant(`${output}_axes`, 'int64', [1], BigInt64Array.of(1n));
  const rows = graph.node('Gather', [weights, ids], `${output}_rows`, { axis: 0 });
  const wide = graph.cast(rows, 'float', `${output}_wide`);
  const sums = graph.node('ReduceSum', [wide, axes], `${output}_sums`, { keepdims: 0 });
  graph.node('Mul', [sums, scales], output);
  graph.output(output, 'float', [shape[0], table.columns]);
  return graph.build(name);
}
