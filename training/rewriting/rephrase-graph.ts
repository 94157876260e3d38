import { CustomerWeights } from '../learning/sessions/customer-weights.js';
import { addSignal, noSignals, type Signals, type ToldSuccess, trueSuccess } from '../learning/told-success.js';
import type { SaidTurn } from './said-turn.js';

/** Where a request leads from a node: to others that say it again, or to an end. Each is a weight, not a share. */
export interface GraphNode {
  /** What the requests were understood as; of rejected ones, the words. */
  readonly name: string;
  /** To the place of the node that followed. */
  readonly next: Map<number, number>;
  success: number;
  failure: number;
}

/** What became of each text that was said, as it stands in the graph. */
export interface GraphText {
  readonly text: string;
  readonly customers: Set<string>;
  /** To the place of the node that it was understood as. */
  readonly nodes: Map<number, number>;
  /** To the place of the node that followed, where it was said again. */
  readonly next: Map<number, number>;
  /** Weights of its requests by whether the answer was right. */
  success: number;
  failure: number;
  /** What was told of its requests. */
  readonly signals: Signals;
}

/** Sessions in the space of what was understood, so that what is said in many ways is counted together. */
export interface RephraseGraph {
  readonly nodes: readonly GraphNode[];
  readonly texts: ReadonlyMap<string, GraphText>;
}

/** What one customer's requests of one text weigh together, at most. */
const MOST_OF_CUSTOMER = 3;

/**
 * The graph of requests that were interpreted as they were said.
 * @param turns each with the one that followed it
 * @param told what their labels say
 */
export function rephraseGraph(turns: readonly SaidTurn[], told: ToldSuccess): RephraseGraph {
  const own = turns.filter(({ rewritten }) => rewritten === undefined);
  const weights = new CustomerWeights(MOST_OF_CUSTOMER);
  for (const { customer, text } of own) weights.add(customer, text, 1);
  const nodes: GraphNode[] = [];
  const places = new Map<string, number>();
  const place = (name: string): number => {
    const known = places.get(name);
    if (known !== undefined) return known;
    places.set(name, nodes.length);
    return nodes.push({ name, next: new Map(), success: 0, failure: 0 }) - 1;
  };
  const texts = new Map<string, GraphText>();
  for (const { customer, text, understood, success: label, again } of own) {
    const success = trueSuccess(label, told);
    const weight = weights.factor(customer, text);
    const at = place(understood);
    const node = nodes[at];
    // What was rewritten meanwhile says nothing of what else would have been said.
    const followed = again && again.turn.rewritten === undefined ? again : undefined;
    const said = followed?.probability ?? 0;
    const then = followed && place(followed.turn.understood);
    if (then !== undefined) add(node.next, then, weight * said);
    node.success += weight * (1 - said) * success;
    node.failure += weight * (1 - said) * (1 - success);
    let known = texts.get(text);
    if (!known) {
      known = {
        text,
        customers: new Set(),
        nodes: new Map(),
        next: new Map(),
        success: 0,
        failure: 0,
        signals: noSignals(),
      };
      texts.set(text, known);
    }
    known.customers.add(customer);
    add(known.nodes, at, weight);
    if (then !== undefined) add(known.next, then, weight * said);
    addSignal(known.signals, label, weight);
    known.success += weight * success;
    known.failure += weight * (1 - success);
  }
  for (const counted of [...nodes, ...texts.values()]) bound(counted);
  return { nodes, texts };
}

/** Of many estimates, too, the sum may lie beside what is possible. */
function bound(counted: { success: number; failure: number }): void {
  const total = Math.max(0, counted.success + counted.failure);
  counted.success = Math.min(total, Math.max(0, counted.success));
  counted.failure = total - counted.success;
}

function add(weights: Map<number, number>, key: number, weight: number): void {
  if (weight > 0) weights.set(key, (weights.get(key) ?? 0) + weight);
}
