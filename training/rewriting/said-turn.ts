import type { RewriteLayer } from '../../gateway/rewriting/table/rewrite-layer.js';

/** A request as rewriting learns from it. */
export interface SaidTurn {
  readonly customer: string;
  /** When it was said, in milliseconds since 1970. */
  readonly timeMs: number;
  /** In lower case with single blanks. */
  readonly text: string;
  /** One name for all that means the same: domain, intent and slots; of rejected words, the words. */
  readonly understood: string;
  /** P(the answer was right), as labels tell it; corrected (`toldSuccess`) it may lie beside [0, 1] for one request alone. */
  readonly success: number;
  /** The request that followed, and P(it says the same again). */
  readonly again?: { readonly turn: SaidTurn; readonly probability: number } | undefined;
  /** What was interpreted instead of the text. */
  readonly rewritten?: string | undefined;
  /** Which layer had it so, and P(right) as it said. */
  readonly rewrittenBy?: { readonly layer: RewriteLayer; readonly probability: number } | undefined;
  /** Whether the customer is never rewritten. */
  readonly isControl: boolean;
}
