import { LOGIT_RANGE } from '../../domains/core/reranker/head.js';
import type { Linear, RerankerModel } from '../../domains/core/reranker/model.js';
import { GraphBuilder } from './onnx-graph.js';

/**
 * The re-ranker's graph, in double precision. In: of B lists, list `[B, list columns]`, hypotheses `[B, n, hypothesis
 * columns]`, and presence `[B, n]`: 0, or -Infinity for what only fills a list up and has
 * probability 0. Out: confidence `[B, n]`, in_domain `[B, 1]`. The formulas are those of domains/core/reranker/head.ts.
 */
export function rerankerGraph(model: RerankerModel): Uint8Array {
  const graph = new GraphBuilder();
  const list = graph.input('list', 'double', ['B', model.list.weights.length]);
  const hypotheses = graph.input('hypotheses', 'double', ['B', 'n', model.hypothesis.weights.length]);
  const presence = graph.input('presence', 'double', ['B', 'n']);
  const scores = graph.node('Add', [linear(graph, 'score', hypotheses, [model.hypothesis]), presence], 'scores');
  const isListWise = model.form === 'list-wise';
  const ofList = sigmoid(graph, linear(graph, 'of_list', list, [model.inDomain, model.list]), 'probabilities_of_list');
  const column = (index: number, name: string) => {
    const place = graph.constant(`${name}_place`, 'int64', [1], BigInt64Array.of(BigInt(index)));
    return graph.node('Gather', [ofList, place], name, { axis: 1 });
  };
  const inDomain = column(0, 'mine_otherwise');
  let some: string;
  if (isListWise) {
    some = column(1, 'some');
    graph.node('Mul', [some, softmax(graph, scores)], 'probability');
  } else {
    if (model.form === 'r0') graph.node('Exp', [scores], 'probability');
    else sigmoid(graph, scores, 'probability');
    some = 'largest';
  }
  const bounds = Object.entries(LOGIT_RANGE).map(([name, logit]) =>
    graph.constant(name, 'double', [], Float64Array.of(1 / (1 + Math.exp(-logit)))),
  );
  const confidence = graph.node('Clip', ['probability', ...bounds], 'confidence');
  // What only fills up is at the lower bound, which no confidence is below.
  if (some === 'largest') graph.node('ReduceMax', [confidence], some, { axes: [1], keepdims: 1 });
  // c + (1 - c) m
  const one = graph.constant('one', 'double', [], Float64Array.of(1));
  const rest = graph.node('Mul', [graph.node('Sub', [one, some], 'none'), inDomain], 'rest');
  graph.node('Add', [some, rest], 'in_domain');
  graph.output('confidence', 'double', ['B', 'n']);
  graph.output('in_domain', 'double', ['B', 1]);
  return graph.build('reranker');
}

/** Over the last of two axes. The operator Softmax gives a row other last bits beside other rows. */
function softmax(graph: GraphBuilder, scores: string): string {
  const largest = graph.node('ReduceMax', [scores], 'largest_score', { axes: [1], keepdims: 1 });
  const odds = graph.node('Exp', [graph.node('Sub', [scores, largest], 'below_largest')], 'odds');
  const axes = graph.constant('hypotheses_axis', 'int64', [1], BigInt64Array.of(1n));
  return graph.node('Div', [odds, graph.node('ReduceSum', [odds, axes], 'odds_in_all', { keepdims: 1 })], 'shares');
}

/**
 * 1 / (1 + e^-x). The operator Sigmoid takes 1 - sigmoid(-x) where x < 0, which leaves no digits of a small
 * probability.
 */
function sigmoid(graph: GraphBuilder, input: string, output: string): string {
  const one = graph.constant(`${output}_one`, 'double', [], Float64Array.of(1));
  const odds = graph.node('Exp', [graph.node('Neg', [input], `${output}_negated`)], `${output}_odds_against`);
  return graph.node('Reciprocal', [graph.node('Add', [odds, one], `${output}_total`)], output);
}

/** Weighted sums of the last axis with the biases: `[..., functions]`, or `[...]` of one. */
function linear(graph: GraphBuilder, name: string, values: string, functions: readonly Linear[]): string {
  const [first, ...others] = functions;
  const weights = first.weights.flatMap((_, column) => functions.map((each) => each.weights[column]));
  const dims = others.length === 0 ? [weights.length] : [first.weights.length, functions.length];
  const columns = graph.constant(`${name}_weights`, 'double', dims, Float64Array.from(weights));
  const biases = Float64Array.from(functions, ({ bias }) => bias);
  const offset = graph.constant(`${name}_bias`, 'double', [functions.length], biases);
  return graph.node('Add', [graph.node('MatMul', [values, columns], `${name}_sums`), offset], name);
}
