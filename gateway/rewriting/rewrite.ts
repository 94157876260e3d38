import { isControl } from './table/control-group.js';
import type { RewriteLayer } from './table/rewrite-layer.js';
import type { RewriteIndex } from './table/rewrite-table.js';

/** What is interpreted instead of what was said. */
export interface Rewrite {
  readonly text: string;
  readonly layer: RewriteLayer;
  /** P(what the text is understood as is what was meant), in [0, 1]. */
  readonly probability: number;
  /** The table's version; empty for one of a file. */
  readonly version: string;
}

/** What decides whether a request is rewritten. */
export interface RewriteRequest {
  /** What was said; of several hearings the likeliest. */
  readonly utterance: string;
  readonly customer?: string | undefined;
}

/** What rewriting comes to for one request. */
export interface Rewriting {
  readonly rewrite?: Rewrite | undefined;
  /** Whether there is a rewrite that was not made, as the customer is of the control group. */
  readonly isControl: boolean;
}

const NONE: Rewriting = { isControl: false };

/** Looks up what a request is known to fail with. */
export function knownRewrite({ utterance, customer }: RewriteRequest, index: RewriteIndex, version: string): Rewriting {
  const pair = index.find(utterance);
  if (!pair) return NONE;
  if (customer !== undefined && isControl(customer)) return { isControl: true };
  const { to, probability } = pair;
  return { rewrite: { text: to, layer: 'KNOWN', probability, version }, isControl: false };
}
