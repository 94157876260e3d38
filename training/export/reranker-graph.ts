import { HYPOTHESIS_EVIDENCE, LIST_EVIDENCE } from '../../domains/core/reranker/evidence.js';
import { LOGIT_RANGE } from '../../domains/core/reranker/head.js';
import type { Linear, RerankerModel } from '../../domains/core/reranker/model.js';
import { GraphBuilder } from './onnx-graph.js';

/**
 * The re-ranker's graph, in double precision. In: list `[1, A]`, hypotheses `[n, B]`, columns as evidence.ts names them.
 * Out: confidence `[n]`, in_domain `[1]`. The formulas are those of domains/core/reranker/head.ts.
 */
export function rerankerGraph(model: RerankerModel): Uint8Array {
  const graph = new GraphBuilder();
  const list = graph.input('list', 'double', [1, LIST_EVIDENCE.length]);
  const hypotheses = graph.input('hypotheses', 'double', ['n', HYPOTHESIS_EVIDENCE.length]);
  const scores = linear(graph, 'score', hypotheses, model.hypothesis);
  let some: string;
  if (model.form === 'list-wise') {
    some = sigmoid(graph, linear(graph, 'present', list, model.list), 'some');
    const shares = graph.node('Softmax', [scores], 'shares', { axis: 0 });
    graph.node('Mul', [some, shares], 'probability');
  } else {
    if (model.form === 'r0') graph.node('Exp', [scores], 'probability');
    else sigmoid(graph, scores, 'probability');
    some = 'largest';
  }
  const bounds = Object.entries(LOGIT_RANGE).map(([name, logit]) =>
    graph.constant(name, 'double', [], Float64Array.of(1 / (1 + Math.exp(-logit)))),
  );
  const confidence = graph.node('Clip', ['probability', ...bounds], 'confidence');
  if (some === 'largest') graph.node('ReduceMax', [confidence], some, { keepdims: 1 });
  // c + (1 - c) m
  const mine = sigmoid(graph, linear(graph, 'mine', list, model.mine), 'mine_otherwise');
  const one = graph.constant('one', 'double', [], Float64Array.of(1));
  const rest = graph.node('Mul', [graph.node('Sub', [one, some], 'none'), mine], 'rest');
  graph.node('Add', [some, rest], 'in_domain');
  graph.output('confidence', 'double', ['n']);
  graph.output('in_domain', 'double', [1]);
  return graph.build('reranker');
}

/** 1 / (1 + e^-x). The operator Sigmoid takes 1 - sigmoid(-x) where x < 0, which leaves no digits of a small probability. */
function sigmoid(graph: GraphBuilder, input: string, output: string): string {
  const one = graph.constant(`${output}_one`, 'double', [], Float64Array.of(1));
  const odds = graph.node('Exp', [graph.node('Neg', [input], `${output}_negated`)], `${output}_odds_against`);
  return graph.node('Reciprocal', [graph.node('Add', [odds, one], `${output}_total`)], output);
}

/** `[rows]` weighted sums of a matrix's rows, with the bias. */
function linear(graph: GraphBuilder, name: string, matrix: string, { weights, bias }: Linear): string {
  const column = graph.constant(`${name}_weights`, 'double', [weights.length], Float64Array.from(weights));
  const offset = graph.constant(`${name}_bias`, 'double', [1], Float64Array.of(bias));
  const sums = graph.node('MatMul', [matrix, column], `${name}_sums`);
  return graph.node('Add', [sums, offset], name);
}
