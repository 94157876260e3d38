import { normalisedValue } from '../../gateway/answer/readings.js';
import type { RequestEvent } from '../../gateway/feedback/events/request-event.js';
import type { LabelledTurn } from '../learning/labelled-turns.js';
import type { SaidTurn } from './said-turn.js';

/** Turns whose customer and words are known, each with the one that followed it, as rewriting learns from them. */
export function saidTurns(labelled: readonly LabelledTurn[]): SaidTurn[] {
  const said: SaidTurn[] = [];
  // Backwards, so that what follows a turn is there when the turn is made.
  let after: { readonly id: string; readonly turn: SaidTurn } | undefined;
  for (const { turn, next, request, rephrase, success } of labelled.toReversed()) {
    const own = saidTurn(request, turn.timeMs, success);
    const again = next && after?.id === next.id ? { turn: after.turn, probability: rephrase } : undefined;
    const whole = own && { ...own, again };
    if (whole) said.push(whole);
    after = whole && { id: turn.id, turn: whole };
  }
  return said.reverse();
}

function saidTurn(request: RequestEvent, timeMs: number, success: number): SaidTurn | undefined {
  const { customer, text, rewrite, isControl = false } = request;
  if (customer === undefined || text === undefined) return undefined;
  // Of a rewrite whose words were not kept, nobody knows what was interpreted.
  if (rewrite && rewrite.text === undefined) return undefined;
  const words = normalisedValue(text);
  if (words === '') return undefined;
  return {
    ...{ customer, timeMs, success, isControl, text: words },
    understood: understood(request, words),
    ...(rewrite && {
      rewritten: rewrite.text,
      rewrittenBy: { layer: rewrite.layer, probability: rewrite.probability },
    }),
  };
}

/** One name for all that means the same: what was accepted or offered first, else the words themselves. */
function understood({ readings: [first] }: RequestEvent, words: string): string {
  if (!first) return `? ${words}`;
  const slots = first.slots.map(({ name, key }) => `${name}=${key}`).sort();
  return [first.domain, first.intent, ...slots].join(' ');
}
