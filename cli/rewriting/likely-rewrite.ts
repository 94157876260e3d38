import type { RequestEvent } from '../../gateway/feedback/events/request-event.js';
import { knownRewrite } from '../../gateway/rewriting/rewrite.js';
import type { RewriteIndex } from '../../gateway/rewriting/table/rewrite-table.js';
import { type FoundRewrite, isWeak, type RewriteTexts, weakRewrite } from '../../gateway/rewriting/weak-rewrite.js';

/** What was heard of a request, likeliest first, and the answer to it as it is. */
export interface HeardRequest {
  readonly heard: readonly { readonly text: string; readonly weight: number }[];
  readonly answer: Pick<RequestEvent, 'decision' | 'readings' | 'hypotheses'>;
}

/**
 * What a gateway would interpret instead: a known rewrite, else for a weak answer words like what was heard, the customer's own
 * first. Those count only if the answer to them is accepted, which is not asked here.
 */
export function likelyRewrite(
  { heard, answer: { decision, readings, hypotheses } }: HeardRequest,
  index: RewriteIndex,
  own: RewriteTexts | undefined,
): FoundRewrite | undefined {
  const { rewrite } = knownRewrite({ utterance: heard[0].text }, index, '');
  if (rewrite) return { text: rewrite.text, layer: rewrite.layer, probability: rewrite.probability };
  const { search, near, kept } = index;
  const answer = { decision, probability: readings[0]?.probability ?? hypotheses[0]?.posterior ?? 0 };
  if (!search || !isWeak(answer)) return undefined;
  const layers = [...(own ? [own] : []), { layer: 'GLOBAL' as const, near, texts: search.texts }];
  return weakRewrite({ ...answer, heard }, layers, search, kept);
}
